"""`POST /api/v1/ask`: a question, and the one JSON object."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.json_form import answer_schema, answer_to_json, history_from_json
from assistant.types import Turn
from ui.rest_errors import Utf8Response

if TYPE_CHECKING:
    from assistant import Assistant


class PastTurn(BaseModel):
    """An earlier question with the answer object that it got."""

    question: str
    answer: dict[str, Any] | None = Field(None, description="the answer object as it was returned")


class AskRequest(BaseModel):
    """A question and the turns before it, oldest first."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="the question, up to 2,000 characters", examples=["2022年重点工作分几个方面?"])
    history: list[str | PastTurn] | None = Field(None, description="earlier turns, oldest first")


def ask_routes(assistant: "Assistant") -> APIRouter:
    """Return the route that answers a question."""
    router = APIRouter(prefix="/api/v1", tags=["answers"])
    schema = {"application/json": {"schema": {key: value for key, value in answer_schema().items() if key != "$id"}}}

    @router.post("/ask", responses={200: {"content": schema, "description": "The answer."}})
    def ask(request: Annotated[AskRequest, Body()]) -> JSONResponse:
        """Answer a question from the report, with citations; declining to answer is an answer, too."""
        started = time.perf_counter()
        answer = assistant.ask(request.question, read_history(request.history))
        return Utf8Response(answer_to_json(answer, (time.perf_counter() - started) * 1000))

    return router


def read_history(history: Sequence[str | PastTurn] | None) -> tuple[str | Turn, ...]:
    """Return the turns of a request. Raises `QuestionError`, naming the turn that cannot be read."""
    return history_from_json([turn if isinstance(turn, str) else turn.model_dump() for turn in history or ()])
