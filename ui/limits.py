"""How often one client may ask. Addresses stay in memory, for a minute, and are written nowhere."""

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

MOST_CLIENTS = 10_000
"""Clients remembered at once; the one that was longest silent is forgotten first."""

_LIMITED = ("/api/v1/", "/v1/", "/gradio_api/queue/join")


class RateLimit:
    """Refuse a client's requests beyond `per_minute` with 429: a bucket of that size, filled evenly (token bucket)."""

    def __init__(self, app: ASGIApp, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.per_minute = per_minute
        self.clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client: (tokens, seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; only what makes the assistant work is counted."""
        from ui.rest_errors import error_response

        if scope["type"] == "http" and scope["method"] == "POST" and _is_limited(scope):
            client = (scope.get("client") or ("unknown", 0))[0]
            wait = self.take(client)
            if wait > 0:
                headers = {"Retry-After": str(int(wait) + 1)}
                message = f"over {self.per_minute} questions a minute from one client; try again in {int(wait) + 1} s"
                await error_response(429, message, headers=headers)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def take(self, client: str) -> float:
        """Take a token of `client` and return 0, or the seconds until there is one."""
        now, rate = self.clock(), self.per_minute / 60
        tokens, since = self._buckets.pop(client, (float(self.per_minute), now))
        tokens = min(float(self.per_minute), tokens + (now - since) * rate)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) / rate


def _is_limited(scope: Scope) -> bool:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return any(part in path for part in _LIMITED)
