"""`POST /api/v1/feedback`: what a person thinks of an answer."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.json_form import answer_from_json
from ui.feedback import FeedbackStore, Rating, Reason
from ui.rest_errors import Utf8Response

if TYPE_CHECKING:
    from assistant import Assistant

LONGEST = 2000  # characters of a question and of a comment


class FeedbackRequest(BaseModel):
    """A rating of an answer; one that is `down` has a reason."""

    model_config = ConfigDict(extra="forbid")

    rating: Rating
    reason: Reason | None = Field(None, description="what is wrong, where the rating is `down`")
    comment: str = Field("", max_length=LONGEST)
    question: str = Field(min_length=1, max_length=LONGEST, description="the question that was answered")
    answer: dict[str, Any] | None = Field(None, description="the answer object as it was returned")

    @model_validator(mode="after")
    def _down_has_a_reason(self) -> "FeedbackRequest":
        if self.rating == "down" and self.reason is None:
            raise ValueError("a rating `down` needs a reason")
        return self


def feedback_routes(assistant: "Assistant", store: FeedbackStore) -> APIRouter:
    """Return the route that keeps what people think of answers."""
    router = APIRouter(prefix="/api/v1", tags=["feedback"])

    @router.post("/feedback", status_code=201)
    def feedback(request: Annotated[FeedbackRequest, Body()]) -> JSONResponse:
        """Keep a rating with its question and answer, and nothing of who sent it."""
        if request.answer is not None:
            answer_from_json(request.answer)
        values = request.model_dump(exclude={"rating", "question"})
        values["answer"] = request.answer and {key: request.answer[key] for key in _KEPT if key in request.answer}
        return Utf8Response({"id": store.add(request.rating, request.question, **values)}, status_code=201)

    return router


_KEPT = ("answer", "abstained", "kind", "scope", "short_answer", "query", "citations")
