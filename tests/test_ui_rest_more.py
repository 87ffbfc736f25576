"""REST beyond the one question: streams, search, passages, OpenAI's form, and what operators ask."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from test_ui_rest import assert_error

from assistant import Assistant
from assistant.json_form import answer_schema
from corpus import Document
from ui.feedback import FeedbackStore
from ui.server import make_app

QUESTION = "民营企业竞赛今年要办多少场?"


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(make_app(assistant, page=False), raise_server_exceptions=False) as client:
        yield client


def events(text: str) -> list[tuple[str, Any]]:
    """Return the events of a stream with their data."""
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def without_time(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key != "latency_ms"}


def test_a_stream_tells_what_was_understood_found_and_answered(client: TestClient, report: Document) -> None:
    response = client.post("/api/v1/ask/stream", json={"question": QUESTION})
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, understood), (second, found), (third, answer) = events(response.text)
    assert (first, second, third) == ("understood", "passages", "answer")
    assert understood["parts"][0]["query"] == QUESTION and understood["parts"][0]["kind"] == answer["kind"]
    assert [passage["text"] for passage in found["passages"]] == answer["passages"]
    assert all(report.text[each["start"] : each["end"]] == each["text"] for each in found["passages"])
    assert without_time(answer) == without_time(client.post("/api/v1/ask", json={"question": QUESTION}).json())
    Draft202012Validator(answer_schema()).validate(answer)


@pytest.mark.parametrize(
    "body", [{"question": " "}, {"question": "a", "history": [{"question": "b", "answer": {}}]}, {"question": 1}, {}]
)
def test_a_stream_is_refused_before_it_begins(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("/api/v1/ask/stream", json=body).status_code == 422


def test_search_gives_passages_that_can_be_fetched(client: TestClient, report: Document) -> None:
    found = client.get("/api/v1/search", params={"q": "困难职工帮扶", "k": 3}).json()["passages"]
    assert len(found) == 3 and [each["score"] for each in found] == sorted(
        (each["score"] for each in found), reverse=True
    )
    for each in found:
        assert report.text[each["start"] : each["end"]] == each["text"]
        fetched = client.get(f"/api/v1/passages/{each['id']}").json()
        assert fetched == {key: each[key] for key in fetched}


@pytest.mark.parametrize("query", ["q=a&k=0", "q=a&k=51", "q=a&k=x", "k=3", "q=" + "a" * 2001])
def test_a_bad_search_is_explained(client: TestClient, query: str) -> None:
    assert_error(client.get(f"/api/v1/search?{query}"), 422, "invalid_request")


def test_an_empty_search_is_told_like_an_empty_question(client: TestClient) -> None:
    assert_error(client.get("/api/v1/search?q=%20"), 422, "question", "empty")


def test_a_passage_of_another_report_is_not_found(client: TestClient) -> None:
    assert_error(client.get("/api/v1/passages/0123456789abcdef-0-5-s"), 404, "not_found", "no such passage")


def test_a_chat_client_gets_the_answer_with_its_citations(client: TestClient) -> None:
    messages = [{"role": "system", "content": "你是助手"}, {"role": "user", "content": QUESTION}]
    body = {"model": "any", "messages": messages, "temperature": 0.2, "tools": []}
    value = client.post("/v1/chat/completions", json=body).json()
    (choice,) = value["choices"]
    assert (value["object"], value["model"], choice["finish_reason"]) == ("chat.completion", "any", "stop")
    assert choice["message"]["content"].startswith("200 场以上") and "出处" in choice["message"]["content"]
    asked = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert value["citations"] == choice["message"]["citations"] == asked["citations"]


def test_earlier_messages_are_the_history(client: TestClient) -> None:
    messages = [
        {"role": "user", "content": [{"type": "text", "text": "(三)有哪几条要求?"}]},
        {"role": "assistant", "content": "略"},
        {"role": "user", "content": "第二条展开说说"},
    ]
    value = client.post("/v1/chat/completions", json={"messages": messages}).json()
    asked = client.post("/api/v1/ask", json={"question": "第二条展开说说", "history": ["(三)有哪几条要求?"]}).json()
    assert value["citations"] == asked["citations"] != []


def test_a_streamed_completion_is_the_same_text(client: TestClient) -> None:
    body = {"messages": [{"role": "user", "content": QUESTION}]}
    whole = client.post("/v1/chat/completions", json=body).json()
    *chunks, end = client.post("/v1/chat/completions", json={**body, "stream": True}).text.strip().split("\n\n")
    assert end == "data: [DONE]"
    values = [json.loads(chunk.removeprefix("data: ")) for chunk in chunks]
    assert {value["object"] for value in values} == {"chat.completion.chunk"}
    text = "".join(value["choices"][0]["delta"].get("content", "") for value in values)
    assert text == whole["choices"][0]["message"]["content"]
    assert values[-1]["choices"][0]["finish_reason"] == "stop" and values[-1]["citations"] == whole["citations"]


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([], "invalid_request"),
        ([{"role": "robot", "content": "a"}], "invalid_request"),
        ([{"role": "user", "content": 1}], "invalid_request"),
        ([{"role": "assistant", "content": "a"}], "question"),
        ([{"role": "user", "content": ""}], "question"),
        ([{"role": "user", "content": [{"type": "image_url"}]}], "question"),
    ],
)
def test_a_conversation_that_asks_nothing_is_refused(client: TestClient, messages: list[Any], code: str) -> None:
    assert_error(client.post("/v1/chat/completions", json={"messages": messages}), 422, code)


def test_there_is_one_model(client: TestClient) -> None:
    assert [model["id"] for model in client.get("/v1/models").json()["data"]] == ["workplan"]


def test_ready_while_the_database_answers(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FeedbackStore()
    client = TestClient(make_app(assistant, page=False, feedback=store))
    assert client.get("/readyz").json() == {"status": "ready", "documents": 1}
    monkeypatch.setattr(FeedbackStore, "answers", lambda self: False)
    assert_error(client.get("/readyz"), 503, "unavailable", "feedback database")


def test_figures_count_requests_by_route(assistant: Assistant) -> None:
    client = TestClient(make_app(assistant, page=False))
    client.get("/api/v1/documents/none")
    client.get("/api/v1/outline")
    client.get("/strange/path")
    text = client.get("/metrics").text
    assert 'workplan_requests_total{method="GET",route="/api/v1/documents/{document}",status="404"} 1.0' in text
    assert 'workplan_request_seconds_count{route="/api/v1/outline"} 1.0' in text
    assert "strange" not in text


def test_the_description_can_be_read_without_the_internet(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http://" not in page and "https://" not in page
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f'"docs-assets/{asset}"' in page.replace("'", '"')
        assert client.get(f"/docs-assets/{asset}").status_code == 200
    described = client.get("/openapi.json").json()["paths"]
    for path in ("ask", "ask/stream", "search", "outline", "documents", "passages/{passage}", "feedback", "export"):
        assert f"/api/v1/{path}" in described
    assert {"/v1/chat/completions", "/v1/models", "/healthz", "/readyz", "/metrics"} <= set(described)
