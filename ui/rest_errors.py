"""One JSON shape for every error of the interface, and JSON that can always be written.

{"error": {"code": "question", "message": "the question is empty: …"}}
"""

import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from corpus import QuestionError, WorkplanError

log = logging.getLogger(__name__)

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
_CODES = {
    400: "bad_request",
    401: "unauthorized",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
    422: "invalid_request",
    429: "too_many_requests",
}


class Utf8Response(JSONResponse):
    """JSON that can always be written: half a surrogate pair, which JSON can ask for and UTF-8 cannot hold, as `?`."""

    def render(self, content: Any) -> bytes:
        """Return `content` as JSON in UTF-8."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def add_error_shape(app: FastAPI) -> None:
    """Answer every failure of `app` with the one JSON shape; what went wrong inside goes to the log alone."""

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> JSONResponse:
        return error_response(error.status_code, _message(request, error), headers=error.headers)

    @app.exception_handler(RequestValidationError)
    def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
        expected = _expected(request)
        if request.method == "POST" and "json" not in request.headers.get("content-type", "json"):
            return error_response(415, "send the body with Content-Type: application/json" + expected)
        if any(problem["type"] == "json_invalid" for problem in error.errors()):
            return error_response(400, "the body is not JSON" + expected, "malformed_json")
        return error_response(422, "; ".join(_problems(error)) + expected)

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


def _expected(request: Request) -> str:
    """Return what a body should be, where it fits on a line."""
    if not request.url.path.endswith("/ask"):
        return "; GET /openapi.json describes the body"
    return '; expected {"question": "…", "history": [earlier questions, or {"question", "answer"} objects]}'


def no_such_route(request: Request) -> None:
    """Answer where no route did: 405 where the path has one for another method, else 404."""
    allowed: set[str] = set()
    for route in _routes(request.app.router.routes):
        if route.matches(request.scope)[0] == Match.PARTIAL:
            allowed |= getattr(route, "methods", None) or set()
    if allowed:
        raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
    raise HTTPException(404)


def _routes(routes: Sequence[Any]) -> Iterator[Any]:
    """Yield every route, those of the routers that FastAPI keeps whole among them."""
    for route in routes:
        router = getattr(route, "original_router", None)
        yield from _routes(router.routes) if router is not None else (route,)


def _message(request: Request, error: HTTPException) -> str:
    if error.status_code == 404 and error.detail == "Not Found":
        return f"there is no {request.url.path}; ask with POST /api/v1/ask"
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "another method")
        return f"{request.url.path} does not take {request.method}; use {allowed}"
    if error.status_code == 400:
        return "the body cannot be read as JSON in UTF-8" + _expected(request)
    return str(error.detail)


def _problems(error: RequestValidationError) -> Iterator[str]:
    """Yield what is wrong, each field once; the sender's text is not repeated."""
    seen = set()
    for problem in error.errors():
        place = ".".join(str(part) for part in problem["loc"][1:3]) or "the body"
        if place not in seen:
            seen.add(place)
            yield f"{place}: {problem['msg'][0].lower()}{problem['msg'][1:]}"
