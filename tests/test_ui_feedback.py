"""Feedback: kept with its question and answer, with a reason, and with nothing of who sent it."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_ui_rest import assert_error
from typer.testing import CliRunner
from ui_fakes import small_assistant

from corpus import ServeError
from eval.feedback import read_feedback
from ui.cli import app
from ui.feedback import REASONS, FeedbackStore
from ui.server import make_app

FEEDBACK = "/api/v1/feedback"


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(f"sqlite:///{tmp_path / 'feedback.sqlite'}")


@pytest.fixture
def client(store: FeedbackStore) -> TestClient:
    return TestClient(make_app(small_assistant(), page=False, feedback=store))  # type: ignore[arg-type]


def test_a_rating_is_kept_with_its_question_and_answer(client: TestClient, store: FeedbackStore) -> None:
    answer = client.post("/api/v1/ask", json={"question": "办了几场招聘会?"}).json()
    body = {"rating": "down", "reason": "figure", "comment": "应为 13", "question": "办了几场招聘会?", "answer": answer}
    response = client.post(FEEDBACK, json=body)
    assert (response.status_code, response.json()) == (201, {"id": 1})
    (row,) = store.all()
    assert (row["rating"], row["reason"], row["comment"], row["question"]) == (
        "down",
        "figure",
        "应为 13",
        "办了几场招聘会?",
    )
    assert row["answer"]["citations"][0]["quote"] == "全年举办招聘会 12 场。"
    assert set(row) == {"id", "at", "rating", "reason", "comment", "question", "answer"}


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_page_is_taken(client: TestClient, reason: str) -> None:
    assert client.post(FEEDBACK, json={"rating": "down", "reason": reason, "question": "甲"}).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rating": "down", "question": "甲"},
        {"rating": "sideways", "question": "甲"},
        {"rating": "down", "reason": "colour", "question": "甲"},
        {"rating": "up", "question": ""},
        {"rating": "up", "question": "甲" * 2001},
        {"rating": "up", "question": "甲", "comment": "乙" * 2001},
        {"rating": "up", "question": "甲", "extra": 1},
    ],
)
def test_a_bad_rating_is_refused(client: TestClient, store: FeedbackStore, body: dict[str, object]) -> None:
    assert_error(client.post(FEEDBACK, json=body), 422, "invalid_request")
    assert list(store.all()) == []


def test_an_answer_that_is_none_is_refused(client: TestClient) -> None:
    assert_error(client.post(FEEDBACK, json={"rating": "up", "question": "甲", "answer": {}}), 422, "question")


def test_old_ratings_are_forgotten(store: FeedbackStore) -> None:
    store.add("up", "甲")
    assert store.forget(1) == 0
    assert store.forget(0) == 1
    assert list(store.all()) == []


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/feedback.sqlite", "nonsense", "unknown://u:secret@h/x"])
def test_a_database_that_cannot_be_opened_is_one_line(url: str) -> None:
    with pytest.raises(ServeError, match="cannot be opened") as raised:
        FeedbackStore(url)
    assert "\n" not in str(raised.value) and "secret" not in str(raised.value)


def test_what_the_page_kept_becomes_draft_questions(store: FeedbackStore, tmp_path: Path) -> None:
    store.add("up", "办了几场招聘会?", answer={"answer": "12 场。", "short_answer": "12 场", "abstained": False})
    store.add("down", "由谁来办?", reason="decline")
    store.close()
    printed = CliRunner().invoke(app, ["feedback", "--data", str(tmp_path)])
    assert printed.exit_code == 0
    (tmp_path / "thumbs.jsonl").write_text(printed.output, encoding="utf-8")
    thumbs = read_feedback(tmp_path / "thumbs.jsonl")
    assert [(thumb.question, thumb.up) for thumb in thumbs] == [("办了几场招聘会?", True), ("由谁来办?", False)]
    forgotten = CliRunner().invoke(app, ["feedback", "--forget", "0", "--data", str(tmp_path)])
    assert forgotten.output == ""
