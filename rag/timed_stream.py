"""The bytes of a response, for a bounded time."""

import time
from collections.abc import Iterator

import httpx

__all__ = ["TimedStream"]


class TimedStream(httpx.SyncByteStream):
    """Gives what another stream gives until a time: a server that sends signs of life for ever ends there too.

    httpx bounds the time between two pieces only.

    Args:
        stream: of a response.
        deadline: by ``time.monotonic``.
    """

    def __init__(self, stream: httpx.SyncByteStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces.

        Raises:
            httpx.ReadTimeout: the time is over.
        """
        for piece in self._stream:
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the time for the whole response is over")
            yield piece

    def close(self) -> None:
        """Close the stream, and with it the connection."""
        self._stream.close()
