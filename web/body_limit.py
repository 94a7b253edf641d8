"""A cap on the bytes of a request, enforced while they arrive."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.paths import inner_path

__all__ = ["BodyLimit"]


class BodyLimit:
    """ASGI middleware that stops reading a body at its limit; what it raises becomes a 413.

    It counts instead of trusting Content-Length, which a chunked body has not, and starts no response of its own, so
    that the answer is the same problem as for every other error.

    Args:
        app: what reads the body.
        limit: returns the most bytes that are taken at a path.
    """

    def __init__(self, app: ASGIApp, limit: Callable[[str], int]) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        remaining = self._limit(inner_path(scope))

        async def limited() -> Message:
            nonlocal remaining
            message = await receive()
            remaining -= len(message.get("body", b""))
            if remaining < 0:
                raise HTTPException(413)
            return message

        await self._app(scope, limited, send)
