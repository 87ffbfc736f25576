"""`GET /api/v1/search` and `/passages/{id}`: what is found, and a passage in its place."""

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.question import clean_question
from corpus import Passage, make_passages
from ui.rest_errors import Utf8Response

if TYPE_CHECKING:
    from assistant import Assistant

LONGEST_QUERY = 2000  # characters
MOST_FOUND = 50


def search_routes(assistant: "Assistant") -> APIRouter:
    """Return the routes that find passages and show one."""
    router = APIRouter(prefix="/api/v1", tags=["documents"])
    gone: dict[int | str, dict[str, Any]] = {404: {"description": "There is no such passage."}}

    @lru_cache(maxsize=1)
    def passages() -> dict[str, Passage]:
        return {passage.id: passage for document in assistant.documents for passage in make_passages(document)}

    @router.get("/search")
    def search(
        q: Annotated[str, Query(max_length=LONGEST_QUERY, description="what to look for, in Chinese or English")],
        k: Annotated[int, Query(ge=1, le=MOST_FOUND, description="passages wanted")] = 10,
    ) -> JSONResponse:
        """Find the passages nearest to a query, best first, each with both ranks and scores."""
        hits = assistant.index.search_passages(clean_question(q), k)
        found = [
            {
                **passage_json(hit.passage),
                "score": hit.score,
                "dense_rank": hit.dense_rank,
                "lexical_rank": hit.lexical_rank,
            }
            for hit in hits
        ]
        return Utf8Response({"query": q, "passages": found})

    @router.get("/passages/{passage}", responses=gone)
    def passage(passage: str) -> JSONResponse:
        """Return a passage with its place in its report."""
        found = passages().get(passage)
        if found is None:
            raise HTTPException(404, "there is no such passage in these reports; GET /api/v1/search gives ids")
        return Utf8Response(passage_json(found))

    return router


def passage_json(passage: Passage) -> dict[str, Any]:
    """Return a passage as JSON; `text` is the report's at `start:end`."""
    return {
        "id": passage.id,
        "document": passage.document_id,
        "section": passage.breadcrumb,
        "start": passage.start,
        "end": passage.end,
        "kind": passage.kind,
        "scope": passage.scope,
        "text": passage.text,
    }
