"""The chat inside other pages: `/embed` is the page without its head, `/widget.js` the script that opens a chat."""

from importlib import resources

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/embed"
FLAG = "workplan.embed"
"""Set in the scope of a request that came by `/embed`."""


class Embed:
    """Serve everything a second time under `/embed`, as a proxy that strips a prefix would."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http":
            root = scope.get("root_path", "")
            path = scope["path"].removeprefix(root)
            if path == PREFIX:
                query = scope["query_string"].decode("latin-1")
                await RedirectResponse(f"embed/{'?' if query else ''}{query}")(scope, receive, send)
                return
            if path.startswith(f"{PREFIX}/"):
                scope = {**scope, "root_path": root + PREFIX, FLAG: True}
        await self.app(scope, receive, send)


def widget_routes() -> APIRouter:
    """Return the route of the script."""
    router = APIRouter(tags=["embedding"])
    script = (resources.files("ui") / "assets" / "widget.js").read_bytes()

    @router.get("/widget.js", response_class=Response, responses={200: {"content": {"text/javascript": {}}}})
    def widget() -> Response:
        """Return the script that puts a chat on any page of an allowed site."""
        headers = {"Cache-Control": "max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
        return Response(script, media_type="text/javascript; charset=utf-8", headers=headers)

    return router
