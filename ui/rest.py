"""REST beside the page: every route, health, and one JSON shape for every error."""

from typing import TYPE_CHECKING

from fastapi import FastAPI

from ui.embedding import widget_routes
from ui.feedback import FeedbackStore
from ui.metrics import Metrics
from ui.rest_ask import ask_routes
from ui.rest_documents import document_routes
from ui.rest_errors import METHODS, add_error_shape, no_such_route
from ui.rest_export import export_routes
from ui.rest_feedback import feedback_routes
from ui.rest_openai import openai_routes
from ui.rest_search import search_routes
from ui.rest_service import docs_assets, service_routes
from ui.rest_stream import stream_routes

if TYPE_CHECKING:
    from assistant import Assistant

_OURS = (
    "/api",
    "/api/{path:path}",
    "/v1",
    "/v1/{path:path}",
    "/healthz",
    "/readyz",
    "/metrics",
    "/docs",
    "/openapi.json",
)
"""Paths that are never the page's: what no route takes there gets the one error shape."""


def add_rest(app: FastAPI, assistant: "Assistant", feedback: FeedbackStore, metrics: Metrics) -> None:
    """Add every route of the interface and the error shape to `app`; ratings go to `feedback`."""
    for router in (
        ask_routes(assistant),
        stream_routes(assistant),
        search_routes(assistant),
        document_routes(assistant),
        export_routes(assistant),
        feedback_routes(assistant, feedback),
        openai_routes(assistant),
        widget_routes(),
        service_routes(assistant, feedback, metrics),
    ):
        app.include_router(router)
    app.mount("/docs-assets", docs_assets(), name="docs-assets")
    add_error_shape(app)
    for path in _OURS:
        app.add_api_route(path, no_such_route, methods=METHODS, include_in_schema=False)
