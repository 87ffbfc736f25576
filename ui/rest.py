"""REST beside the page: every route under `/api`, health, and one JSON shape for every error."""

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from ui.feedback import FeedbackStore
from ui.rest_ask import ask_routes
from ui.rest_documents import document_routes
from ui.rest_errors import METHODS, add_error_shape, no_such_route
from ui.rest_export import export_routes
from ui.rest_feedback import feedback_routes

if TYPE_CHECKING:
    from assistant import Assistant


def add_rest(app: FastAPI, assistant: "Assistant", feedback: FeedbackStore) -> None:
    """Add every route of the interface and the error shape to `app`; ratings go to `feedback`."""
    for router in (
        ask_routes(assistant),
        document_routes(assistant),
        feedback_routes(assistant, feedback),
        export_routes(assistant),
    ):
        app.include_router(router)

    @app.get("/healthz", tags=["service"])
    def healthz() -> dict[str, Any]:
        """Tell that the server answers, and from which reports."""
        return {"status": "ok", "documents": [document.id for document in assistant.documents]}

    add_error_shape(app)
    for path in ("/api", "/api/{path:path}", "/healthz", "/openapi.json"):
        app.add_api_route(path, no_such_route, methods=METHODS, include_in_schema=False)
