"""The one web application: the chat page at `/`, REST under `/api`, its health."""

from importlib import metadata
from typing import TYPE_CHECKING

from ui.offline import quiet_gradio
from ui.wording import Language, say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant import Assistant


def make_app(assistant: "Assistant", language: Language = "zh", *, page: bool = True) -> "FastAPI":
    """Return the application that serves `assistant`; `page=False` leaves the chat page out (REST alone)."""
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    from ui.rest import add_rest
    from ui.security import BodyLimit, PageLanguage, SecurityHeaders

    app = FastAPI(
        title=say("page_title", "en"),
        version=metadata.version("workplan-assistant"),
        docs_url=None,  # the documentation pages load scripts from outside
        redoc_url=None,
    )
    # Without this, Gradio would allow every origin that asks, with credentials.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(PageLanguage, language=language)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    add_rest(app, assistant)
    if page:
        quiet_gradio()
        from ui.page import mount_page

        mount_page(app, assistant, language)
    return app
