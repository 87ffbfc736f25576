"""`POST /api/v1/ask/stream`: the steps of an answer as server-sent events, the one JSON object last."""

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import StreamingResponse

from assistant.json_form import answer_to_json
from assistant.types import History
from ui.rest_ask import AskRequest, read_history
from ui.rest_search import passage_json

if TYPE_CHECKING:
    from assistant import Assistant

NO_BUFFER = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Proxies would else hold events back until the answer is whole."""


def stream_routes(assistant: "Assistant") -> APIRouter:
    """Return the route that streams."""
    router = APIRouter(prefix="/api/v1", tags=["answers"])
    events: dict[int | str, dict[str, Any]] = {
        200: {"content": {"text/event-stream": {}}, "description": "Events `understood`, `passages`, `answer`."}
    }

    @router.post("/ask/stream", response_class=StreamingResponse, responses=events)
    def ask_stream(request: Annotated[AskRequest, Body()]) -> StreamingResponse:
        """Answer a question step by step: what was understood, what was found, the answer."""
        history = read_history(request.history)
        understood = understanding(assistant, request.question, history)
        return StreamingResponse(
            _events(assistant, request.question, history, understood), media_type="text/event-stream", headers=NO_BUFFER
        )

    return router


def understanding(assistant: "Assistant", question: str, history: History) -> dict[str, Any]:
    """Return what a question was understood as: the questions that stand alone, with kind, scope and years."""
    parts = assistant.explain(question, history)
    return {
        "parts": [
            {"query": resolved.text, "kind": asked.kind, "scope": asked.scope, "years": list(asked.years)}
            for asked, resolved, _ in parts
        ]
    }


def event(name: str, value: object) -> str:
    """Return a server-sent event; JSON holds no bare line feed, so one line of data is enough."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return f"event: {name}\ndata: {text}\n\n"


def _events(assistant: "Assistant", question: str, history: History, understood: dict[str, Any]) -> Iterator[str]:
    yield event("understood", understood)
    started = time.perf_counter()
    answer = assistant.ask(question, history)
    yield event("passages", {"passages": [passage_json(passage) for passage in answer.passages]})
    yield event("answer", answer_to_json(answer, (time.perf_counter() - started) * 1000))
