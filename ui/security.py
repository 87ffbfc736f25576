"""What every response and request goes through: security headers and a limit on bodies."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.embedding import FLAG

LARGEST_BODY = 256 * 1024
"""Bytes; a question has at most 2,000 characters, the rest is for the turns before it."""

_DIRECTIVES = (
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline'",  # Gradio's own page is written with inline scripts and styles
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'self'",
    "object-src 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join((*_DIRECTIVES, "frame-ancestors 'self'"))

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Add `HEADERS` to every response; the pages of `origins` may frame what came by `/embed`, nobody else anything."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...] = ()) -> None:
        self.app = app
        self.embed_policy = "; ".join((*_DIRECTIVES, " ".join(("frame-ancestors 'self'", *origins))))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if scope.get(FLAG):
                    headers["Content-Security-Policy"] = self.embed_policy
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuse a body over `limit` bytes with 413: by its declared length, or as soon as that many have come."""

    def __init__(self, app: ASGIApp, limit: int = LARGEST_BODY) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        from ui.rest_errors import error_response

        too_large = f"the body is over {self.limit // 1024} kB; send a shorter history"
        declared = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if declared.isdigit() and int(declared) > self.limit:
            await error_response(413, too_large)(scope, receive, send)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                raise HTTPException(413, too_large)
            return message

        await self.app(scope, receive_counted, send)
