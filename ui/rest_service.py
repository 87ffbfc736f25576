"""What operators ask of the server: is it alive, is it ready, its figures; and the interface's description to read."""

from importlib import resources
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from ui.feedback import FeedbackStore
from ui.metrics import MEDIA_TYPE, Metrics
from ui.rest_errors import Utf8Response, error_response

if TYPE_CHECKING:
    from assistant import Assistant


def service_routes(assistant: "Assistant", feedback: FeedbackStore, metrics: Metrics) -> APIRouter:
    """Return the routes for operators."""
    router = APIRouter(tags=["service"])

    @router.get("/healthz")
    def healthz() -> dict[str, Any]:
        """Tell that the server answers, and from which reports."""
        return {"status": "ok", "documents": [document.id for document in assistant.documents]}

    @router.get("/readyz", responses={503: {"description": "Not ready."}})
    def readyz() -> JSONResponse:
        """Tell whether questions can be answered and ratings kept."""
        if not assistant.documents:
            return error_response(503, "no report is loaded", "unavailable")
        if not feedback.answers():
            return error_response(503, "the feedback database does not answer", "unavailable")
        return Utf8Response({"status": "ready", "documents": len(assistant.documents)})

    @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def figures() -> Response:
        """Return the figures for Prometheus."""
        return Response(metrics.render(), media_type=MEDIA_TYPE)

    @router.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        """Show the interface's description; all it loads is ours, under whatever path a proxy has put us."""
        return get_swagger_ui_html(
            openapi_url="openapi.json",
            title="REST",
            swagger_js_url="docs-assets/swagger-ui-bundle.js",
            swagger_css_url="docs-assets/swagger-ui.css",
            swagger_favicon_url="data:,",
            swagger_ui_parameters={"validatorUrl": None, "defaultModelsExpandDepth": 0},
        )

    return router


def docs_assets() -> StaticFiles:
    """Return Swagger UI's own files, from the package that carries them."""
    return StaticFiles(directory=str(resources.files("fastapi_offline") / "static"))
