"""Threads for what must not hold up the server: so many at once, each answered within a time."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from web.problems import TookTooLong, TooManyRequests

__all__ = ["Workers"]

T = TypeVar("T")


class _End:
    """Comes last in a stream's queue."""


class Workers:
    """A bounded number of threads with a bounded number of places.

    A place stays taken until its thread has ended, also when nobody waits for the result any more: what cannot be
    stopped counts against the bound.

    Args:
        threads: how much is at work at once.
        places: how much is at work or waits for a thread; the next is turned away.
        timeout_seconds: how long a caller waits; for ever when None.
    """

    def __init__(self, *, threads: int, places: int, timeout_seconds: float | None) -> None:
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="footnote")
        self._places = threading.BoundedSemaphore(places)
        self._timeout_seconds = timeout_seconds
        self._taken = 0
        self._counting = threading.Lock()

    @property
    def busy(self) -> bool:
        """Whether anything is at work or waits."""
        return self._taken > 0

    def close(self) -> None:
        """Take no more work, and drop what has not begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what the work returns.

        Raises:
            TooManyRequests: every place is taken.
            TookTooLong: the time ran out.
        """
        future = self._submit(work)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._timeout_seconds)
        except TimeoutError as error:
            raise self._too_long() from error

    async def stream(self, items: Callable[[], Iterator[T]]) -> AsyncGenerator[T, None]:
        """Yield each item as soon as the thread has made it; raises as ``run`` does."""
        loop = asyncio.get_running_loop()
        deadline = None if self._timeout_seconds is None else loop.time() + self._timeout_seconds
        queue: asyncio.Queue[T | _End] = asyncio.Queue()
        abandoned = threading.Event()

        def tell(item: T | _End) -> None:
            # A closed loop means that the server has stopped, and nobody listens.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(queue.put_nowait, item)

        def work() -> None:
            made = items()
            try:
                for item in made:
                    if abandoned.is_set():
                        return
                    tell(item)
            finally:
                # What is at work for it elsewhere, such as a language model, ends here and not when it is collected.
                if isinstance(made, Generator):
                    made.close()

        future = self._submit(work)
        future.add_done_callback(lambda _: tell(_End()))
        try:
            while not isinstance(item := await self._next(queue, deadline), _End):
                yield item
            future.result()
        finally:
            abandoned.set()
            future.cancel()

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        if not self._places.acquire(blocking=False):
            raise TooManyRequests("Footnote is at work on as many requests as it takes", "Try again in a few seconds")
        self._count(1)
        try:
            future = self._threads.submit(work)
        except BaseException:
            self._leave()
            raise
        # Called once in every case: done, failed, or cancelled before it began.
        future.add_done_callback(lambda _: self._leave())
        return future

    def _leave(self) -> None:
        self._count(-1)
        self._places.release()

    def _count(self, more: int) -> None:
        with self._counting:
            self._taken += more

    async def _next(self, queue: "asyncio.Queue[T | _End]", deadline: float | None) -> T | _End:
        remaining = None if deadline is None else deadline - asyncio.get_running_loop().time()
        try:
            return await asyncio.wait_for(queue.get(), remaining)
        except TimeoutError as error:
            raise self._too_long() from error

    def _too_long(self) -> TookTooLong:
        return TookTooLong(
            f"There was no result within {self._timeout_seconds:g} seconds",
            "Try again when the machine is less busy, or raise FOOTNOTE_QUESTION_TIMEOUT_SECONDS",
        )
