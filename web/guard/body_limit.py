"""What a request's body may cost while it arrives: bytes, time, and a place among those that come."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors.translation import translate
from web.pages.page import refusal
from web.paths import inner_path
from web.work.arrivals import Arrival, Arrivals

__all__ = ["BodyLimit"]


class BodyLimit:
    """ASGI middleware that lets in what is whole, and stops what comes too slowly or is too large.

    It counts instead of trusting Content-Length, which a chunked body has not. Where a body is a file, the application
    reads it as it comes, and gets what stops it as an ``HTTPException``; everywhere else it is called when all of the
    body is there, so that nothing of its own waits for a client.

    Args:
        app: what reads the body.
        limit: returns the most bytes that are taken at a path.
        streams: tells whether the application itself reads what is sent to a path, as it comes.
        arrivals: what the bodies are counted among.
    """

    def __init__(
        self, app: ASGIApp, limit: Callable[[str], int], streams: Callable[[str], bool], arrivals: Arrivals
    ) -> None:
        self._app = app
        self._limit, self._streams = limit, streams
        self._arrivals = arrivals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = inner_path(scope)
        arrival = Arrival(receive, self._limit(path), self._arrivals)
        try:
            if self._streams(path):
                await self._app(scope, arrival.next, send)
                return
            try:
                messages = [await _whole(arrival)]
            except HTTPException as error:
                await refusal(Request(scope), translate(error))(scope, receive, send)
                return
        finally:
            arrival.over()

        async def received() -> Message:
            return messages.pop() if messages else await receive()

        await self._app(scope, received, send)


async def _whole(arrival: Arrival) -> Message:
    """Return a body in one message; raises as ``Arrival.next`` does."""
    parts = []
    while True:
        message = await arrival.next()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return {"type": "http.request", "body": b"".join(parts), "more_body": False}
