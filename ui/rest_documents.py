"""`GET /api/v1/documents` and `/outline`: the reports themselves, for readers and for programs."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus import Document
from ui.outlining import outline_json
from ui.rest_errors import Utf8Response

if TYPE_CHECKING:
    from assistant import Assistant


def document_routes(assistant: "Assistant") -> APIRouter:
    """Return the routes that show which reports answers come from, their text and their outline."""
    router = APIRouter(prefix="/api/v1", tags=["documents"])

    @router.get("/documents")
    def documents() -> JSONResponse:
        """List the reports that answers come from."""
        return Utf8Response({"documents": [_summary(document) for document in assistant.documents]})

    @router.get("/documents/{document}", responses={404: {"description": "There is no such report."}})
    def one_document(document: str) -> JSONResponse:
        """Return a report whole: the text that every position counts in, and its outline."""
        found = find_document(assistant, document)
        return Utf8Response({**outline_json(found), "text": found.text})

    @router.get("/outline", responses={404: {"description": "There is no such report."}})
    def outline(
        document: Annotated[
            str | None, Query(description="the report's id; the first report where none is given")
        ] = None,
    ) -> JSONResponse:
        """Return the outline of a report as `workplan outline --json` prints it."""
        return Utf8Response(outline_json(find_document(assistant, document)))

    return router


def find_document(assistant: "Assistant", document_id: str | None) -> Document:
    """Return the report of that id, the first one where none is given. Raises `HTTPException` 404."""
    for document in assistant.documents:
        if document_id is None or document.id == document_id:
            return document
    raise HTTPException(404, "there is no such report; GET /api/v1/documents lists them")


def _summary(document: Document) -> dict[str, Any]:
    return {key: value for key, value in outline_json(document).items() if key != "sections"}
