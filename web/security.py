"""Who may ask: the names of this server, the pages it trusts, the API key, and what browsers are told to forbid."""

import base64
import binascii
import hmac
import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.settings import Settings
from web.openai_errors import error_response, speaks_openai
from web.problems import ForeignOrigin, KeyMissing, KeyRequired, UnknownHost

__all__ = ["SECURITY_HEADERS", "Guard", "check_exposure", "is_loopback"]

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_OPEN_PATHS = frozenset({"/healthz"})
"""What needs no key: it says nothing but that the server runs."""

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


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_exposure(settings: Settings) -> None:
    """Refuse to serve other machines without a key.

    Raises:
        KeyRequired: the host is no loopback address, and no API key is set.
    """
    if not is_loopback(settings.host) and not _key(settings):
        raise KeyRequired(
            f"Other machines could reach {settings.host}, and no API key is set",
            "Set FOOTNOTE_API_KEY to a long random value, or serve on 127.0.0.1",
        )


class Guard:
    """ASGI middleware around everything: refuses what must not be served, and adds the security headers.

    Args:
        app: what serves the rest.
        settings: host and API key.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._host = settings.host.strip("[]").lower()
        self._names = {*_LOOPBACK_NAMES, self._host}
        self._any_address = _is_wildcard(self._host)
        if self._any_address:
            self._names.add(socket.gethostname().lower())
        self._key = _key(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # What a response says itself is stricter: a file that was sent in is shut into a sandbox.
                for name, value in {**SECURITY_HEADERS, "Cache-Control": _caching(scope["path"])}.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        try:
            self._check_host(headers)
            _check_origin(headers, scope["method"])
            self._check_key(headers, scope["path"])
        except (UnknownHost, ForeignOrigin, KeyMissing) as error:
            await error_response(scope["path"], error)(scope, receive, send_secured)
            return
        await self._app(scope, receive, send_secured)

    def _check_host(self, headers: Headers) -> None:
        """Refuse a Host that is not ours: a name of somebody else's that resolves to this machine (DNS rebinding)."""
        name = _hostname(headers.get("host", ""))
        if name not in self._names and not (self._any_address and _is_address(name)):
            raise UnknownHost(
                "The Host header does not name this server",
                f"Use http://{self._host} or the name that FOOTNOTE_HOST gives it",
            )

    def _check_key(self, headers: Headers, path: str) -> None:
        if self._key is None or path in _OPEN_PATHS:
            return
        # As bytes: compare_digest refuses text outside ASCII.
        if not any(hmac.compare_digest(sent, self._key) for sent in _sent_keys(headers)):
            raise KeyMissing(
                "The API key is missing or wrong", "Send it as “Authorization: Bearer KEY” or as “X-API-Key: KEY”"
            )


def _check_origin(headers: Headers, method: str) -> None:
    """Refuse what another page sent; a link from elsewhere may be followed."""
    origin = headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    followed = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    if foreign or (headers.get("sec-fetch-site") in ("cross-site", "same-site") and not followed):
        raise ForeignOrigin("Another web page sent this request", "Ask on Footnote's own page, or from a program")


def _sent_keys(headers: Headers) -> list[bytes]:
    """Return every key that a request offers, in each of the three places."""
    keys = [headers["x-api-key"].encode("latin-1")] if "x-api-key" in headers else []
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        keys.append(value.strip().encode("latin-1"))
    elif scheme.lower() == "basic":
        try:
            keys.append(base64.b64decode(value, validate=True).partition(b":")[2])
        except (binascii.Error, ValueError):
            return keys
    return keys


def _caching(path: str) -> str:
    """Return what may be kept: of a page only what the browser's own "back" needs, so that a thread is not lost."""
    return "no-store" if path.startswith("/api/") or path == "/mcp" or speaks_openai(path) else "private, no-cache"


def _key(settings: Settings) -> bytes | None:
    """Return the key as bytes; None when it is unset or empty, which would let everybody in."""
    value = settings.api_key.get_secret_value() if settings.api_key else ""
    return value.encode() or None


def _hostname(netloc: str) -> str:
    try:
        return (urlsplit(f"//{netloc}").hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_wildcard(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified
