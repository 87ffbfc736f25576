"""The one web application: the chat page at `/`, REST under `/api`, its health."""

from importlib import metadata
from typing import TYPE_CHECKING

from ui.access_settings import Access
from ui.offline import quiet_gradio
from ui.wording import Language, say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant import Assistant
    from ui.feedback import FeedbackStore


def make_app(
    assistant: "Assistant",
    language: Language = "zh",
    *,
    page: bool = True,
    feedback: "FeedbackStore | None" = None,
    access: Access = Access(),  # noqa: B008 (frozen)
) -> "FastAPI":
    """Return the application that serves `assistant`.

    `page=False` leaves the chat page out (REST alone); without `feedback`, ratings are forgotten when the server ends.
    """
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    from ui.embedding import Embed
    from ui.feedback import FeedbackStore
    from ui.limits import RateLimit
    from ui.login import Login, read_users
    from ui.metrics import CountRequests, Metrics
    from ui.page_language import PageLanguage
    from ui.rest import add_rest
    from ui.security import BodyLimit, SecurityHeaders

    app = FastAPI(
        title=say("page_title", "en"),
        version=metadata.version("workplan-assistant"),
        docs_url=None,  # FastAPI's own pages load scripts from outside; ours are in ui.rest_service
        redoc_url=None,
    )
    metrics = Metrics()
    # Without this, Gradio would allow every origin that asks, with credentials.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=access.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
    )
    app.add_middleware(PageLanguage, language=language)
    app.add_middleware(BodyLimit)
    if access.rate:
        app.add_middleware(RateLimit, per_minute=access.rate)
    if access.users is not None:
        app.add_middleware(Login, users=read_users(access.users))
    app.add_middleware(SecurityHeaders, origins=access.origins)
    app.add_middleware(Embed)
    app.add_middleware(CountRequests, metrics=metrics)
    add_rest(app, assistant, feedback or FeedbackStore(), metrics)
    if page:
        quiet_gradio()
        from ui.page import mount_pages

        mount_pages(app, assistant, language)
    return app
