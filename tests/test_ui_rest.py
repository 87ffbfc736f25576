"""REST: the one object, one error shape for every failure, limits and headers."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from ui_fakes import FakeAssistant, small_assistant

from assistant.json_form import answer_schema
from assistant.types import Turn
from corpus import IndexFolderError
from ui.rest_errors import METHODS
from ui.security import HEADERS, LARGEST_BODY
from ui.server import make_app

ASK = "/api/v1/ask"
JSON = {"content-type": "application/json"}


@pytest.fixture
def fake() -> FakeAssistant:
    return small_assistant()


@pytest.fixture
def client(fake: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(make_app(fake, page=False), raise_server_exceptions=False) as client:  # type: ignore[arg-type]
        yield client


def assert_error(response: Any, status: int, code: str, words: str = "") -> None:
    """Check the one error shape of the whole interface."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    value = response.json()
    assert list(value) == ["error"]
    assert list(value["error"]) == ["code", "message"]
    assert value["error"]["code"] == code
    assert words in value["error"]["message"]
    assert "\n" not in value["error"]["message"]


def test_ask_gives_the_one_object(client: TestClient) -> None:
    response = client.post(ASK, json={"question": "办了几场招聘会?"})
    assert response.status_code == 200
    assert "招聘会" in response.text
    Draft202012Validator(answer_schema()).validate(response.json())
    assert response.json()["short_answer"] == "12 场"


def test_a_history_may_hold_questions_and_the_objects_that_were_returned(
    client: TestClient, fake: FakeAssistant
) -> None:
    first = client.post(ASK, json={"question": "办了几场招聘会?"}).json()
    history = ["甲", {"question": "办了几场招聘会?", "answer": first}]
    assert client.post(ASK, json={"question": "天气", "history": history}).status_code == 200
    bare, turn = fake.asked[-1][1]
    assert bare == "甲"
    assert isinstance(turn, Turn) and turn.answer is not None
    assert turn.answer.citations[0].quote == "全年举办招聘会 12 场。"


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        (b"{", 400, "malformed_json", "the body is not JSON; expected"),
        (b"", 422, "invalid_request", "field required"),
        (b'{"question": "\xff"}', 400, "bad_request", "cannot be read as JSON in UTF-8"),
        (b"[" * 100_000, 400, "bad_request", "cannot be read as JSON"),
        (b"[]", 422, "invalid_request", "valid dictionary"),
        (b"{}", 422, "invalid_request", "question: field required"),
        (b'{"question": 1}', 422, "invalid_request", "question: input should be a valid string"),
        (b'{"question": "a", "colour": 1}', 422, "invalid_request", "colour: extra inputs are not permitted"),
        (b'{"question": "a", "history": "b"}', 422, "invalid_request", "history: "),
        (b'{"question": "a", "history": [1]}', 422, "invalid_request", "history.0: "),
        (b'{"question": "a", "history": [{"question": "b", "answer": {}}]}', 422, "question", "history[0].answer."),
        (b'{"question": " "}', 422, "question", "the question is empty"),
    ],
)
def test_a_bad_request_is_explained(client: TestClient, body: bytes, status: int, code: str, words: str) -> None:
    assert_error(client.post(ASK, content=body, headers=JSON), status, code, words)


def test_half_a_surrogate_pair_does_no_harm(client: TestClient) -> None:
    for body in (b'{"question": "\\ud800"}', b'{"\\ud800": 1, "question": "a"}'):
        assert client.post(ASK, content=body, headers=JSON).status_code in (200, 422)


def test_a_form_is_told_to_come_as_json(client: TestClient) -> None:
    assert_error(
        client.post(ASK, data={"question": "a"}), 415, "unsupported_media_type", "Content-Type: application/json"
    )


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v1/ask/", "/api/v2/ask", "/v1/none", "/docs/none", "/redoc", "/nothing"]
)
def test_an_unknown_route_is_not_found(client: TestClient, path: str) -> None:
    assert_error(client.get(path, follow_redirects=False), 404, "not_found", path)


@pytest.mark.parametrize(("path", "allowed"), [(ASK, "POST"), ("/healthz", "GET"), ("/openapi.json", "GET, HEAD")])
@pytest.mark.parametrize("method", sorted({*METHODS} - {"GET", "HEAD", "POST"}))
def test_a_wrong_method_is_told_the_right_one(client: TestClient, path: str, allowed: str, method: str) -> None:
    response = client.request(method, path)
    assert_error(response, 405, "method_not_allowed", allowed)
    assert response.headers["allow"] == allowed


def test_a_body_over_the_limit_is_refused_by_its_declared_length(client: TestClient, fake: FakeAssistant) -> None:
    body = json.dumps({"question": "a" * LARGEST_BODY}).encode()
    assert_error(client.post(ASK, content=body, headers=JSON), 413, "body_too_large", "over 256 kB")
    assert fake.asked == []


def test_a_body_over_the_limit_is_refused_when_its_length_is_not_declared(client: TestClient) -> None:
    chunks = (b" " * 1024 for _ in range(LARGEST_BODY // 1024 + 1))
    assert_error(client.post(ASK, content=chunks, headers=JSON), 413, "body_too_large", "over 256 kB")


def test_a_body_of_just_the_limit_is_read(client: TestClient) -> None:
    body = b'{"question": "a"}'.ljust(LARGEST_BODY)
    assert client.post(ASK, content=body, headers=JSON).status_code == 200


def test_a_failure_inside_is_logged_and_tells_nothing(
    client: TestClient, fake: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    fake.answers = {"boom": RuntimeError("secret /path"), "lost": IndexFolderError("no folder /path")}
    with caplog.at_level(logging.ERROR):
        for question, status, code in (("boom", 500, "internal"), ("lost", 503, "unavailable")):
            response = client.post(ASK, json={"question": question})
            assert_error(response, status, code)
            assert "/path" not in response.text
    assert "secret /path" in caplog.text and "no folder /path" in caplog.text


@pytest.mark.parametrize(
    ("method", "path"), [("POST", ASK), ("GET", "/healthz"), ("GET", "/api/none"), ("GET", "/none")]
)
def test_every_response_carries_the_security_headers(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_no_other_origin_may_read_an_answer(client: TestClient) -> None:
    response = client.post(ASK, json={"question": "天气"}, headers={"origin": "https://example.org"})
    assert "access-control-allow-origin" not in response.headers


def test_health_names_the_documents(client: TestClient, fake: FakeAssistant) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "documents": [fake.documents[0].id]}


def test_the_interface_describes_itself(client: TestClient) -> None:
    value = client.get("/openapi.json").json()
    assert {"/api/v1/ask", "/api/v1/documents", "/api/v1/outline", "/api/v1/feedback", "/healthz"} <= set(
        value["paths"]
    )
    content = value["paths"][ASK]["post"]["responses"]["200"]["content"]["application/json"]
    assert content["schema"]["title"] == "Answer"


def test_a_report_is_given_whole_with_its_outline(client: TestClient, fake: FakeAssistant) -> None:
    (document,) = fake.documents
    (listed,) = client.get("/api/v1/documents").json()["documents"]
    assert (listed["document"], listed["title"], listed["year"]) == (document.id, "示范市工作报告", 2022)
    whole = client.get(f"/api/v1/documents/{document.id}").json()
    assert whole["text"] == document.text and len(whole["sections"]) == 2
    assert client.get("/api/v1/outline").json() == {key: value for key, value in whole.items() if key != "text"}
    assert whole["sections"][1]["children"][0]["label"] == "(一)做好培训工作"


@pytest.mark.parametrize("path", ["/api/v1/documents/none", "/api/v1/outline?document=none"])
def test_a_report_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert_error(client.get(path), 404, "not_found", "GET /api/v1/documents lists them")
