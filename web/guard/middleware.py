"""The guard in front of everything: who may ask, and what browsers are told to forbid."""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors.openai import speaks_openai
from web.errors.tree import RequestError
from web.guard.keys import Keys
from web.guard.proxies import Proxies
from web.guard.site import Site
from web.pages.page import refusal
from web.paths import inner_path
from web.settings import ServerSettings

__all__ = ["SECURITY_HEADERS", "Guard"]

_OPEN_PATHS = frozenset({"/healthz", "/readyz"})
"""What needs no key: it says nothing but that the server runs, and which part of it does not."""

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    # No string can become markup or script, whatever a later line of JavaScript tries.
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it, browsers send "Origin: null" with a form, which must be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Sent with every response."""


class Guard:
    """ASGI middleware around everything: refuses what must not be served, and adds the security headers.

    What it finds of a request, the client behind a proxy above all, it writes into the scope before it refuses it.

    Args:
        app: what serves the rest.
        settings: host, names, proxies, and API key.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self._app = app
        self._site = Site(settings)
        self._proxies = Proxies(settings.trusted_proxies)
        self._keys = Keys(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket":
            # Nothing here speaks it, and what is refused before it is accepted is a 403.
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                _secure(MutableHeaders(scope=message), inner_path(scope))
            await send(message)

        try:
            self._check(scope)
        except RequestError as error:
            await refusal(Request(scope), error)(scope, receive, send_secured)
            return
        self._site.settle(scope)
        await self._app(scope, receive, send_secured)

    def _check(self, scope: Scope) -> None:
        behind = self._proxies.look_behind(scope)
        self._site.enter(scope)
        self._site.check(scope, scheme_is_told=behind and "x-forwarded-proto" in Headers(scope=scope))
        if inner_path(scope) not in _OPEN_PATHS:
            self._keys.check(Headers(scope=scope), scope["client"][0])


def _secure(headers: MutableHeaders, path: str) -> None:
    # What a response says itself is stricter: a file that was sent in is shut into a sandbox.
    for name, value in {**SECURITY_HEADERS, "Cache-Control": _caching(path)}.items():
        headers.setdefault(name, value)
    if headers.get("content-type", "").startswith("text/event-stream"):
        # nginx would collect a stream until its buffers are full.
        headers.setdefault("X-Accel-Buffering", "no")


def _caching(path: str) -> str:
    """Return what may be kept: of a page only what the browser's own "back" needs, so that a thread is not lost."""
    return "no-store" if path.startswith("/api/") or path == "/mcp" or speaks_openai(path) else "private, no-cache"
