"""Whose chunks are encoded next: what needs little is not held up by what needs much."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Turns"]

_LONGEST_SECONDS = 10.0
"""How long one gives way before each portion: under a stream of small ones the largest still gets about a quarter."""

_LOOK_SECONDS = 0.1


class Turns:
    """Who encodes, and how much of it is left; between two portions, whoever has more left gives way.

    Shortest remaining work first (Schrage 1968) gives the shortest mean wait, and starves what is long when small ones
    keep coming: so nobody gives way for longer than a bound, portion by portion.

    Args:
        longest_seconds: for which one gives way, each time.
    """

    def __init__(self, longest_seconds: float = _LONGEST_SECONDS) -> None:
        self._longest_seconds = longest_seconds
        self._left: dict[str, int] = {}
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, identity: str, chunks: int) -> Iterator[None]:
        """Count as one who encodes while the body runs, with so many chunks in all."""
        with self._changed:
            self._left[identity] = chunks
        try:
            yield
        finally:
            with self._changed:
                del self._left[identity]
                self._changed.notify_all()

    def give_way(self, identity: str, chunks: int, stop: threading.Event) -> None:
        """Say how many chunks are left, and wait while another has fewer, until ``stop`` is set at the longest."""
        deadline = time.monotonic() + self._longest_seconds
        with self._changed:
            self._left[identity] = chunks
            while self._is_behind(identity) and not stop.is_set() and (left := deadline - time.monotonic()) > 0:
                self._changed.wait(min(left, _LOOK_SECONDS))

    def _is_behind(self, identity: str) -> bool:
        own = (self._left[identity], identity)
        return any((left, other) < own for other, left in self._left.items())
