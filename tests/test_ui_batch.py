"""`workplan answer`: every line answered in order, a malformed one named, the file written whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ui_fakes import FakeAssistant, Run, command_line, small_assistant

from assistant import Assistant
from assistant.json_form import answer_schema
from assistant.types import Turn
from corpus import DatasetError, QuestionError
from ui.batch import parse_line


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return command_line(monkeypatch, capsys)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    assistant = small_assistant()
    monkeypatch.setattr(Assistant, "load", lambda *_, **__: assistant)
    return assistant


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_answers_stand_in_the_order_of_the_questions(run: Run, fake: FakeAssistant, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "p.jsonl"
    questions.write_text(
        '{"id": "b", "question": "天气"}\n{"id": 7, "question": "办了几场招聘会?", "history": ["甲", {"question": "乙"}]}\n',
        encoding="utf-8",
    )
    assert run("answer", questions, "--out", out) == (0, f"已回答 2 题，0 行有误：{out}\n", "")
    answers = read(out)
    assert [(answer["id"], answer["answer"]) for answer in answers] == [
        ("b", "报告没有说到这一点。"),
        (7, "2021年完成：全年举办招聘会 12 场。[1]"),
    ]
    assert all(next(iter(answer)) == "id" for answer in answers)
    assert fake.asked[1] == ("办了几场招聘会?", ("甲", Turn("乙")))
    for answer in answers:
        Draft202012Validator(answer_schema()).validate(answer)


def test_a_malformed_line_is_named_and_the_rest_is_answered(run: Run, fake: FakeAssistant, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "p.jsonl"
    questions.write_bytes(
        b'\xef\xbb\xbf{"id": "1", "question": "a"}\r\n\nnot json\n{"id": "2", "question": "b"}\n'
        b'{"id": "3", "question": "\xff"}\n{"id": "4", "question": " "}\n{"id": "5", "question": "c"}'
    )
    code, printed, err = run("answer", questions, "--out", out)
    assert (code, printed) == (1, f"已回答 3 题，3 行有误：{out}\n")
    assert err == f"workplan: {questions}: malformed line 3, 5, 6; {out} says what is wrong with each\n"
    answers = read(out)
    assert [answer["id"] for answer in answers] == ["1", None, "2", None, None, "5"]
    assert answers[1] == {
        "id": None,
        "line": 3,
        "error": 'not JSON: Expecting value at character 1; expected {"id": …, "question": "…", "history": […]}',
    }
    assert answers[3]["error"].startswith("byte 26 is not UTF-8")
    assert answers[4]["error"] == "the question is empty: type what you want to know"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[]", "not an object"),
        ('{"question": "甲"}', '"id" is missing'),
        ('{"id": true, "question": "甲"}', '"id" is missing or neither'),
        ('{"id": 1.5, "question": "甲"}', '"id" is missing or neither'),
        ('{"id": 1}', '"question" is missing or not text'),
        ('{"id": 1, "question": ["甲"]}', '"question" is missing or not text'),
        ('{"id": 1, "question": "甲", "history": "乙"}', "history is"),
        ('{"id": 1, "question": "甲", "history": [{"answer": {}}]}', r"history\[0\] is an object"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, message: str) -> None:
    with pytest.raises((DatasetError, QuestionError), match=message):
        parse_line(line.encode())


def test_a_missing_question_file_is_one_line(run: Run, fake: FakeAssistant, tmp_path: Path) -> None:
    missing = tmp_path / "none.jsonl"
    assert run("answer", missing, "--out", tmp_path / "p.jsonl") == (
        1,
        "",
        f"workplan: cannot read {missing}: No such file or directory; expected a file of questions, one a line\n",
    )


def test_a_place_that_cannot_be_written_is_named_before_any_work(run: Run, fake: FakeAssistant, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 1, "question": "a"}\n')
    code, _, err = run("answer", questions, "--out", tmp_path / "none" / "p.jsonl")
    assert (code, fake.asked) == (1, [])
    assert "there is no folder" in err


def test_a_failure_in_the_middle_leaves_the_old_file(run: Run, fake: FakeAssistant, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "p.jsonl"
    questions.write_text('{"id": 1, "question": "a"}\n{"id": 2, "question": "boom"}\n')
    out.write_text("old\n")
    fake.answers = {"boom": RuntimeError("boom")}
    with pytest.raises(RuntimeError):
        run("answer", questions, "--out", out)
    assert out.read_text() == "old\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.jsonl", "q.jsonl"]


def test_the_answers_may_replace_the_questions(run: Run, fake: FakeAssistant, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 1, "question": "a"}\n')
    assert run("answer", questions, "--out", questions)[0] == 0
    assert [answer["id"] for answer in read(questions)] == [1]
