"""`POST /api/v1/export`: a conversation as a file."""

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Body
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from corpus import QuestionError
from ui.conversation import restore_turns
from ui.export import conversation_docx, conversation_markdown
from ui.rest_ask import PastTurn

if TYPE_CHECKING:
    from assistant import Assistant

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ExportRequest(BaseModel):
    """The turns of a conversation, as they were returned, and the form wanted."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["markdown", "docx"]
    language: Literal["zh", "en"] = "zh"
    turns: list[PastTurn] = Field(min_length=1)


def export_routes(assistant: "Assistant") -> APIRouter:
    """Return the route that makes files."""
    router = APIRouter(prefix="/api/v1", tags=["answers"])

    @router.post("/export", response_class=Response, responses={200: {"content": {"text/markdown": {}, WORD: {}}}})
    def export(request: Annotated[ExportRequest, Body()]) -> Response:
        """Return the conversation as a file; a quote that is not in the report is left out."""
        turns = restore_turns([turn.model_dump() for turn in request.turns], assistant.documents)
        if not turns:
            raise QuestionError("no turn has an answer; send the turns with the answers that were returned")
        if request.format == "docx":
            content, media, ending = conversation_docx(turns, assistant.documents, request.language), WORD, "docx"
        else:
            text = conversation_markdown(turns, assistant.documents, request.language)
            content, media, ending = text.encode("utf-8", "replace"), "text/markdown; charset=utf-8", "md"
        return Response(
            content, media_type=media, headers={"Content-Disposition": f"attachment; filename=workplan.{ending}"}
        )

    return router
