"""What every answer says to browsers, and whom the server answers at all.

Nothing runs but our own files: no inline script or style, no eval, nothing from elsewhere, no
frame. A page of somebody else that has our address under a name of theirs (DNS rebinding) gets
nothing: the Host header has to be one we go by.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Beginnings of the addresses that programs on other sites may read.
_SHARED = ("/sparql", "/id/", "/data/", "/def", "/graph/", "/dump/", "/.well-known/")
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Shield:
    """Checks the Host header, answers preflights, sets headers on whatever goes out."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None = None) -> None:
        """``hosts`` are names in lower case without a port; None is any."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        shared = scope["path"].startswith(_SHARED)

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out.update({**_ALWAYS, **(_CORS if shared else {})})
            await send(message)

        app = self._app
        if not self._is_ours(headers.get(b"host", b"").decode("latin-1")):
            app = PlainTextResponse("This server does not go by that name.\n", 421)
        elif shared and scope["method"] == "OPTIONS":
            app = PlainTextResponse("", 204, headers={**_PREFLIGHT, "Allow": "GET, HEAD, POST"})
        await app(scope, receive, shielded)

    def _is_ours(self, host: str) -> bool:
        return self._hosts is None or bare(host) in self._hosts


def bare(host: str) -> str:
    """A Host header without its port: ``[::1]:8000`` -> ``::1``."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()
