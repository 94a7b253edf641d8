"""Bodies of requests on their way: how many, how much of them, and how slowly they may come."""

import asyncio
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

__all__ = ["Arrival", "Arrivals", "Pace"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How bodies may come.

    Attributes:
        patience_seconds: without a byte of a body, and for its first bytes at the least pace.
        least_bytes_a_second: on average, after that.
        bodies: that come at the same time.
        bytes: that they have brought, all together.
    """

    patience_seconds: float
    least_bytes_a_second: int = 10_000
    bodies: int = 64
    bytes: int = 200_000_000


class Arrivals:
    """The bodies that have begun to come and are not whole, in one event loop.

    Where there are too many, or they hold too much, the one that has been silent longest is given up: a sender that
    stalls takes nobody's place.

    Args:
        pace: of all of them.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._coming: set[Arrival] = set()
        self._ended = False

    def end(self) -> None:
        """Give up all that come, because the server ends, and take no more."""
        self._ended = True
        for arrival in list(self._coming):
            arrival.give_up(503)

    def begun(self, arrival: "Arrival") -> None:
        """Count a body among those that come."""
        self._coming.add(arrival)
        if self._ended:
            arrival.give_up(503)
        elif len(self._coming) > self.pace.bodies:
            self._make_room(arrival)

    def grown(self, arrival: "Arrival") -> None:
        """See that what has come is not too much."""
        if sum(each.bytes for each in self._coming) > self.pace.bytes:
            self._make_room(arrival)

    def over(self, arrival: "Arrival") -> None:
        """Count a body no more: it is whole, or nobody reads it."""
        self._coming.discard(arrival)

    def _make_room(self, newest: "Arrival") -> None:
        # One that comes alone is bounded by what its own path takes.
        others = [each for each in self._coming if each is not newest and not each.is_given_up]
        if others:
            min(others, key=lambda each: each.heard_at).give_up(408)


class Arrival:
    """One body as it comes.

    Args:
        receive: of the request.
        at_most: bytes that are taken.
        arrivals: that it belongs to.

    Attributes:
        bytes: that have come.
        heard_at: when the last of them came, by the event loop's clock.
    """

    def __init__(self, receive: Receive, at_most: int, arrivals: Arrivals) -> None:
        self._receive, self._at_most, self._arrivals = receive, at_most, arrivals
        self._timeout: asyncio.Timeout | None = None
        self._given_up = 0
        self._is_counted = self._is_whole = False
        self.bytes = 0
        self._begun_at = self.heard_at = asyncio.get_running_loop().time()

    @property
    def is_given_up(self) -> bool:
        """Whether nothing more of it is taken."""
        return bool(self._given_up)

    def give_up(self, status: int) -> None:
        """Let who waits for its next bytes have an error of this status instead."""
        self._given_up = status
        if self._timeout is not None and not self._timeout.expired():
            self._timeout.reschedule(self.heard_at)

    async def next(self) -> Message:
        """Return the next message.

        Raises:
            HTTPException: it is too large (413) or too slow (408), the server ends (503), or the client has gone away
                (499).
        """
        if self._is_whole:
            return await self._receive()
        if not self._is_counted:
            self._is_counted = True
            self._arrivals.begun(self)
        message = await self._in_time()
        if message["type"] == "http.disconnect":
            raise HTTPException(499)
        self.bytes += len(message.get("body", b""))
        self.heard_at = asyncio.get_running_loop().time()
        if self.bytes > self._at_most:
            raise HTTPException(413)
        self._is_whole = not message.get("more_body", False)
        if self._is_whole:
            self.over()
        else:
            self._arrivals.grown(self)
        return message

    def over(self) -> None:
        """Say that it is whole, or that nobody reads it any more."""
        self._arrivals.over(self)

    async def _in_time(self) -> Message:
        if self._given_up:
            raise HTTPException(self._given_up)
        pace = self._arrivals.pace
        at_least = self._begun_at + pace.patience_seconds + self.bytes / pace.least_bytes_a_second
        try:
            async with asyncio.timeout_at(min(at_least, self.heard_at + pace.patience_seconds)) as self._timeout:
                return await self._receive()
        except TimeoutError as error:
            raise HTTPException(self._given_up or 408) from error
        finally:
            self._timeout = None
