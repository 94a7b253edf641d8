"""Connections: so many at once, none of which keeps the server waiting for long."""

import asyncio
from collections import OrderedDict
from enum import Enum
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Connection", "OpenConnections"]

_HEAD_BYTES = 65_536
_LOOK_SECONDS = 1.0
_LEFTOVER_SECONDS = 5.0
"""That a client may go on sending a body which nobody wants; to close at once could lose it the answer."""

_SLOW_HEAD = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_NO_ROOM = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class _Wait(Enum):
    """What the server waits for a client to do."""

    SEND_A_HEAD = 1
    BEGIN_ANOTHER = 2
    END_ITS_BODY = 3
    TAKE_WHAT_IS_SENT = 4
    CLOSE = 5


class OpenConnections:
    """The open connections of a server, in one event loop.

    One that comes when there are as many as may be takes the place of the one that has kept the server waiting longest:
    first for the head of a request, then for another request. Where all are at work, it is sent away.

    Args:
        most: that are open at the same time.
        patience_seconds: that a client may keep the server waiting.
    """

    def __init__(self, most: int, patience_seconds: float) -> None:
        self._most, self._patience_seconds = most, patience_seconds
        self._open: dict[Connection, tuple[object, float]] = {}
        self._headless: OrderedDict[Connection, None] = OrderedDict()
        self._resting: OrderedDict[Connection, None] = OrderedDict()
        self._is_looking = False

    def opened(self, connection: "Connection") -> None:
        """Count a connection, and make room for it."""
        self._open[connection] = (None, 0.0)
        self._headless[connection] = None
        if not self._is_looking:
            self._is_looking = True
            asyncio.get_running_loop().call_later(_LOOK_SECONDS, self._look)
        if len(self._open) > self._most:
            waiting = self._headless if len(self._headless) > 1 else self._resting
            first = next(iter(waiting), connection)
            # Counted no more from now on, so that the next one to come looks for another.
            self.closed(first)
            first.drop(_NO_ROOM if first is connection else b"")

    def closed(self, connection: "Connection") -> None:
        """Count a connection no more."""
        self._open.pop(connection, None)
        self._headless.pop(connection, None)
        self._resting.pop(connection, None)

    def works(self, connection: "Connection") -> None:
        """Note that a connection has sent a whole head."""
        self._headless.pop(connection, None)
        self._resting.pop(connection, None)

    def rests(self, connection: "Connection") -> None:
        """Note that a connection has its answer."""
        self._resting[connection] = None

    def drop_all(self) -> None:
        """Close every connection at once, whatever is still to be sent."""
        for connection in list(self._open):
            connection.drop()

    def _look(self) -> None:
        """See whom the server has waited for too long."""
        now = asyncio.get_running_loop().time()
        for connection, (before, since) in list(self._open.items()):
            wait = connection.waits()
            if wait != before:
                self._open[connection] = (wait, now)
            elif wait is not None:
                self._lose_patience(connection, wait[0], now - since)
        self._is_looking = bool(self._open)
        if self._is_looking:
            asyncio.get_running_loop().call_later(_LOOK_SECONDS, self._look)

    def _lose_patience(self, connection: "Connection", wait: _Wait, seconds: float) -> None:
        if wait is _Wait.END_ITS_BODY:
            if seconds >= _LEFTOVER_SECONDS:
                connection.drop()
        elif seconds >= self._patience_seconds:
            connection.drop(_SLOW_HEAD if wait is _Wait.SEND_A_HEAD and connection.has_begun_a_head else b"")


class _SoundFraming(h11.Connection):
    """Lets no request pass whose end a proxy may see in another place than this server does (RFC 9112, 6.1)."""

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return what has come.

        Raises:
            h11.RemoteProtocolError: it is not HTTP, or a request with a coding of its body and its length, or with a
                coding in HTTP/1.0.
        """
        event = super().next_event()
        if isinstance(event, h11.Request):
            names = {name for name, _ in event.headers}
            if b"transfer-encoding" in names and (b"content-length" in names or event.http_version < b"1.1"):
                raise h11.RemoteProtocolError("the end of the body is told in two ways")
        return event


class Connection(H11Protocol):
    """HTTP/1.1 over one connection, among those that are counted.

    Args:
        connections: that it is one of.
        server: uvicorn's own arguments.
    """

    def __init__(self, connections: OpenConnections, **server: Any) -> None:
        super().__init__(**server)
        self.conn = _SoundFraming(h11.SERVER, _HEAD_BYTES)
        self._connections = connections
        self._taken = 0

    @property
    def has_begun_a_head(self) -> bool:
        """Whether some bytes of a head have come."""
        return bool(self.conn.trailing_data[0])

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin."""
        super().connection_made(transport)
        self._connections.opened(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._connections.closed(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        super().data_received(data)
        if self._is_at_work:
            self._connections.works(self)

    def on_response_complete(self) -> None:
        """Wait for another request."""
        self._connections.rests(self)
        super().on_response_complete()
        if self._is_at_work:  # it had been sent already
            self._connections.works(self)

    def resume_writing(self) -> None:
        """Note that the client takes what is sent."""
        self._taken += 1
        super().resume_writing()

    def waits(self) -> tuple[_Wait, object, int] | None:
        """Return what the server waits for, with what changes when the client does something; None when it works."""
        wait = self._waits()
        return None if wait is None else (wait, self.cycle, self._taken)

    def drop(self, last_words: bytes = b"") -> None:
        """Close at once; nothing that is still to be sent is waited for, except last words as far as they go."""
        if not self.transport.is_closing() and last_words:
            self.transport.write(last_words)
            self.transport.close()
        else:
            self.transport.abort()

    @property
    def _is_at_work(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _waits(self) -> _Wait | None:
        if self.transport.is_closing():
            return _Wait.CLOSE
        if self._is_at_work:
            return _Wait.TAKE_WHAT_IS_SENT if self.flow.write_paused else None
        if self.conn.their_state is h11.SEND_BODY:
            return _Wait.END_ITS_BODY
        if self.cycle is None or self.has_begun_a_head:
            return _Wait.SEND_A_HEAD
        return _Wait.BEGIN_ANOTHER
