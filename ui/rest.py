"""REST beside the page: ask a question, tell that the server lives; one JSON shape for every error.

{"error": {"code": "question", "message": "the question is empty: …"}}
"""

import json
import logging
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from assistant.json_form import answer_schema, answer_to_json, history_from_json
from corpus import QuestionError, WorkplanError

if TYPE_CHECKING:
    from assistant import Assistant

log = logging.getLogger(__name__)

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
    422: "invalid_request",
}


class Utf8Response(JSONResponse):
    """JSON that can always be written: half a surrogate pair, which JSON can ask for and UTF-8 cannot hold, as `?`."""

    def render(self, content: Any) -> bytes:
        """Return `content` as JSON in UTF-8."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


class PastTurn(BaseModel):
    """An earlier question with the answer object that it got."""

    question: str
    answer: dict[str, Any] | None = Field(None, description="the answer object as it was returned")


class AskRequest(BaseModel):
    """A question and the turns before it, oldest first."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="the question, up to 2,000 characters", examples=["2022年重点工作分几个方面?"])
    history: list[str | PastTurn] | None = Field(None, description="earlier turns, oldest first")


def add_rest(app: FastAPI, assistant: "Assistant") -> None:
    """Add `POST /api/v1/ask`, `GET /healthz` and the error shape to `app`."""
    schema = {"application/json": {"schema": {key: value for key, value in answer_schema().items() if key != "$id"}}}

    @app.post("/api/v1/ask", responses={200: {"content": schema, "description": "The answer."}})
    def ask(request: Annotated[AskRequest, Body()]) -> JSONResponse:
        """Answer a question from the report, with citations; declining to answer is an answer, too."""
        started = time.perf_counter()
        past = [turn if isinstance(turn, str) else turn.model_dump() for turn in request.history or ()]
        answer = assistant.ask(request.question, history_from_json(past))
        return Utf8Response(answer_to_json(answer, (time.perf_counter() - started) * 1000))

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        """Tell that the server answers, and from which reports."""
        return {"status": "ok", "documents": [document.id for document in assistant.documents]}

    add_error_shape(app)
    for path in ("/api", "/api/{path:path}", "/healthz", "/openapi.json"):
        app.add_api_route(path, _no_such_route, methods=METHODS, include_in_schema=False)


def add_error_shape(app: FastAPI) -> None:
    """Answer every failure of `app` with the one JSON shape; what went wrong inside goes to the log alone."""

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> JSONResponse:
        return error_response(error.status_code, _message(request, error), headers=error.headers)

    @app.exception_handler(RequestValidationError)
    def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
        if "json" not in request.headers.get("content-type", "json"):
            return error_response(415, "send the body with Content-Type: application/json; expected " + _EXPECTED)
        if any(problem["type"] == "json_invalid" for problem in error.errors()):
            return error_response(400, "the body is not JSON; expected " + _EXPECTED, "malformed_json")
        return error_response(422, "; ".join(_problems(error)) + "; expected " + _EXPECTED)

    @app.exception_handler(WorkplanError)
    def workplan_error(request: Request, error: WorkplanError) -> JSONResponse:
        if isinstance(error, QuestionError):
            return error_response(422, str(error), "question")
        log.error("cannot answer", exc_info=error)
        return error_response(503, "the assistant cannot answer now; the server's log says why", "unavailable")

    @app.exception_handler(Exception)
    def internal_error(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return error_response(500, "something went wrong inside; the server's log says what", "internal")


def error_response(status: int, message: str, code: str = "", headers: Any = None) -> JSONResponse:
    """Return the one error shape; `code` is a word for programs, made from `status` where none is given."""
    body = {"error": {"code": code or _CODES.get(status, f"http_{status}"), "message": message}}
    return Utf8Response(body, status_code=status, headers=headers)


_EXPECTED = '{"question": "…", "history": [earlier questions, or {"question", "answer"} objects]}'


def _no_such_route(request: Request) -> None:
    """Answer where no route did: 405 where the path has one for another method, else 404."""
    allowed: set[str] = set()
    for route in request.app.router.routes:
        if route.matches(request.scope)[0] == Match.PARTIAL:
            allowed |= getattr(route, "methods", None) or set()
    if allowed:
        raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
    raise HTTPException(404)


def _message(request: Request, error: HTTPException) -> str:
    if error.status_code == 404:
        return f"there is no {request.url.path}; ask with POST /api/v1/ask"
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "another method")
        return f"{request.url.path} does not take {request.method}; use {allowed}"
    if error.status_code == 400:
        return "the body cannot be read as JSON in UTF-8; expected " + _EXPECTED
    return str(error.detail)


def _problems(error: RequestValidationError) -> Iterator[str]:
    """Yield what is wrong, each field once; the sender's text is not repeated."""
    seen = set()
    for problem in error.errors():
        place = ".".join(str(part) for part in problem["loc"][1:3]) or "the body"
        if place not in seen:
            seen.add(place)
            yield f"{place}: {problem['msg'][0].lower()}{problem['msg'][1:]}"
