"""The language of the page: its own at `/`, the other one under its name, `?lang=en` leading to whichever it is."""

from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.embedding import FLAG
from ui.wording import Language

Replacements = tuple[tuple[bytes, bytes], ...]
_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


class PageLanguage:
    """Make each page speak its language whatever the browser's is: Gradio takes its words from `navigator.language`.

    The script must run before any other, so it is put at the start of the page's head.
    """

    def __init__(self, app: ASGIApp, language: Language) -> None:
        self.app = app
        other: Language = "zh" if language == "en" else "en"
        self.pages: dict[str, Language] = {"/": language, f"/{other}/": other}
        self.other = other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; only a page itself is held back and rewritten."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        target = self._redirect(path, scope["query_string"].decode("latin-1"))
        if target is not None:
            await RedirectResponse(target)(scope, receive, send)
        elif path in self.pages:
            await self._rewrite(_replacements(_TAGS[self.pages[path]], bool(scope.get(FLAG))), scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _redirect(self, path: str, query: str) -> str | None:
        """Return where a request really leads, relative so that a proxy's prefix stays."""
        rest = urlencode([pair for pair in parse_qsl(query) if pair[0] != "lang"])
        tail = f"?{rest}" if rest else ""
        if path == f"/{self.other}":
            return f"{self.other}/{tail}"
        wanted = parse_qs(query).get("lang", [""])[-1]
        if path not in self.pages or wanted not in _TAGS or wanted == self.pages[path]:
            return None
        return f"{self.other}/{tail}" if path == "/" else f"../{tail}"

    async def _rewrite(self, replacements: Replacements, scope: Scope, receive: Receive, send: Send) -> None:
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
            for found, replacement in replacements:
                page = page.replace(found, replacement, 1)
            MutableHeaders(scope=start)["content-length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self.app({**scope, "headers": plain}, receive, hold)


def _replacements(tag: str, embedded: bool) -> Replacements:
    get = f"{{get: () => '{tag}', configurable: true}}"
    get_all = f"{{get: () => ['{tag}'], configurable: true}}"
    script = f"Object.defineProperty(navigator,'language',{get});Object.defineProperty(navigator,'languages',{get_all})"
    mark = ' class="wp-embed"' if embedded else ""
    return (b'lang="en"', f'lang="{tag}"{mark}'.encode()), (b"<head>", f"<head><script>{script}</script>".encode())
