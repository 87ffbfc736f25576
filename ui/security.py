"""What every response and request goes through: security headers, a limit on bodies, the page's language."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.wording import Language

LARGEST_BODY = 256 * 1024
"""Bytes; a question has at most 2,000 characters, the rest is for the turns before it."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",  # Gradio's own page is written with inline scripts and styles
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Add `HEADERS` to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuse a body over `limit` bytes with 413: by its declared length, or as soon as that many have come."""

    def __init__(self, app: ASGIApp, limit: int = LARGEST_BODY) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        from ui.rest import error_response

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


class PageLanguage:
    """Make the page speak `language`, whatever the browser's is: Gradio takes its words from `navigator.language`.

    The script must run before any other, so it is put at the start of the page's head.
    """

    def __init__(self, app: ASGIApp, language: Language) -> None:
        self.app = app
        tag = {"zh": "zh-CN", "en": "en"}[language]
        get = f"{{get: () => '{tag}', configurable: true}}"
        get_all = f"{{get: () => ['{tag}'], configurable: true}}"
        script = (
            f"Object.defineProperty(navigator,'language',{get});Object.defineProperty(navigator,'languages',{get_all})"
        )
        self.replacements = (
            (b'lang="en"', f'lang="{tag}"'.encode()),
            (b"<head>", f"<head><script>{script}</script>".encode()),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; only the page itself is held back and rewritten."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _asks_page(scope):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = bytearray()

        async def hold(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await send_page(bytes(body))

        async def send_page(page: bytes) -> None:
            for found, replacement in self.replacements:
                page = page.replace(found, replacement, 1)
            MutableHeaders(scope=start)["content-length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app({**scope, "headers": plain}, receive, hold)


def _asks_page(scope: Scope) -> bool:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path in ("", "/")
