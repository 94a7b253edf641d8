"""The request that is being served, known wherever its work is done, in threads too."""

import re
import secrets
from contextvars import ContextVar

from starlette.datastructures import Headers
from starlette.types import Scope

from web.paths import inner_path

__all__ = ["REQUEST_ID", "CurrentRequest", "current_request", "enter"]

REQUEST_ID = "X-Request-ID"

_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Starlette routes what is mounted without saying where.
_MOUNTED = ("/static", "/mcp")


class CurrentRequest:
    """What is known of a request while it is served; nothing but its id is its client's own words.

    Args:
        scope: of ASGI. It is looked at when something is asked for: a trusted proxy's word and the router's are written
            into it only then.

    Attributes:
        id: names it in the log, in its response, and in its problem: what the client sent if that is one short word of
            safe characters, else a new one.
        problem: the kind of the problem that it was answered with (``Kind.slug`` in ``web.errors.problems``), or None.
    """

    __slots__ = ("_scope", "id", "problem")

    def __init__(self, scope: Scope) -> None:
        sent = Headers(scope=scope).getlist(REQUEST_ID)
        self.id = sent[0] if len(sent) == 1 and _SAFE.fullmatch(sent[0]) else secrets.token_hex(8)
        self.problem: str | None = None
        self._scope = scope

    @property
    def client(self) -> str:
        """The address that it came from, behind trusted proxies."""
        return str(self._scope["client"][0]) if self._scope.get("client") else "-"

    @property
    def door(self) -> str:
        """Which way it came in: ``api``, ``v1``, ``mcp``, or ``page``, which the page's own script counts as."""
        path = self._path
        if path == "/mcp" or path.startswith("/v1/"):
            return path.split("/")[1]
        is_script = Headers(scope=self._scope).get("sec-fetch-site") == "same-origin"
        return "api" if path.startswith("/api/") and not is_script else "page"

    @property
    def route(self) -> str:
        """The pattern of its path, such as ``/api/jobs/{job_id}``; ``none`` where nothing lives."""
        route = getattr(self._scope.get("route"), "path", None)
        if route is None and "endpoint" in self._scope:
            route = next((path for path in _MOUNTED if self._path.startswith(path)), None)
        return route or "none"

    @property
    def _path(self) -> str:
        return inner_path(self._scope)


_current: ContextVar[CurrentRequest | None] = ContextVar("footnote_request", default=None)


def current_request() -> CurrentRequest | None:
    """Return the request that is being served; None outside of any."""
    return _current.get()


def enter(request: CurrentRequest) -> None:
    """Let a request be the current one from here on, in this task and in all that it starts."""
    _current.set(request)
