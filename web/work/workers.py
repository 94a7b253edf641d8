"""Threads for what must not hold up the server: so many at once, each answered within a time."""

import asyncio
import contextvars
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from enum import Enum
from typing import Any, Generic, Literal, TypeVar

from index.errors import Busy
from web.errors.tree import Ending, TookTooLong

__all__ = ["Workers"]

T = TypeVar("T")

_REMEDY = "Try again when the machine is less busy, or raise FOOTNOTE_QUESTION_TIMEOUT_SECONDS"


class _End(Enum):
    """What comes last in a stream's queue."""

    OF_WORK = 1
    OF_SERVER = 2


class Workers:
    """A bounded number of threads with a bounded number of places.

    A place stays taken until its thread has ended, also when nobody waits for the result any more: what cannot be
    stopped counts against the bound.

    Args:
        threads: how much is at work at once.
        places: how much is at work or waits for a thread; the next is turned away.
        timeout_seconds: how long a caller waits; for ever when None.
        remedy: what who waited in vain may do about it.

    Attributes:
        places: as they were given.
    """

    def __init__(self, *, threads: int, places: int, timeout_seconds: float | None, remedy: str = _REMEDY) -> None:
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="footnote")
        self.places = places
        self._places = threading.BoundedSemaphore(places)
        self._timeout_seconds = timeout_seconds
        self._remedy = remedy
        self._taken = 0
        self._counting = threading.Lock()
        self._waiting: set[_Results[Any]] = set()
        self._ended = False

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self._taken

    @property
    def busy(self) -> bool:
        """Whether anything is at work or waits."""
        return self._taken > 0

    def end(self) -> None:
        """Take no more work, drop what has not begun, and tell who waits that the server ends.

        Called where they wait: in their event loop. A thread at work goes on to its end, of which nobody hears.
        """
        self._ended = True
        for results in list(self._waiting):
            results.tell(_End.OF_SERVER)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what the work returns.

        Raises:
            Busy: every place is taken.
            TookTooLong: the time ran out.
            Ending: the server ends.
        """
        results = _Results[T]()
        future = self._submit(work)
        with self._heard(future, results):
            await self._next(results, self._deadline())
            return future.result()

    async def stream(self, items: Callable[[], Iterator[T]]) -> AsyncGenerator[T, None]:
        """Yield each item as soon as the thread has made it; raises as ``run`` does."""
        deadline = self._deadline()
        results = _Results[T]()
        abandoned = threading.Event()

        def work() -> None:
            made = items()
            try:
                for item in made:
                    if abandoned.is_set():
                        return
                    results.tell(item)
            finally:
                # What is at work for it elsewhere, such as a language model, ends here and not when it is collected.
                if isinstance(made, Generator):
                    made.close()

        future = self._submit(work)
        try:
            with self._heard(future, results):
                while (item := await self._next(results, deadline)) is not _End.OF_WORK:
                    yield item
                future.result()
        finally:
            abandoned.set()

    @contextmanager
    def _heard(self, future: Future[Any], results: "_Results[Any]") -> Iterator[None]:
        """Let results come as long as the body waits for them; then what has not begun is dropped."""
        self._waiting.add(results)
        future.add_done_callback(lambda _: results.tell(_End.OF_WORK))
        try:
            yield
        finally:
            self._waiting.discard(results)
            future.cancel()

    def _deadline(self) -> float | None:
        seconds = self._timeout_seconds
        return None if seconds is None else asyncio.get_running_loop().time() + seconds

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        if self._ended:
            raise Ending
        if not self._places.acquire(blocking=False):
            raise Busy("Footnote is working on as many requests as it can", "Try again in a few seconds")
        self._count(1)
        try:
            # With its context: what the thread logs has the id of the request that it works for.
            future = self._threads.submit(contextvars.copy_context().run, work)
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

    async def _next(self, results: "_Results[T]", deadline: float | None) -> T | Literal[_End.OF_WORK]:
        remaining = None if deadline is None else deadline - asyncio.get_running_loop().time()
        try:
            item = await asyncio.wait_for(results.queue.get(), remaining)
        except TimeoutError as error:
            raise TookTooLong(f"There was no result within {self._timeout_seconds:g} seconds", self._remedy) from error
        if item is _End.OF_SERVER:
            raise Ending
        return item


class _Results(Generic[T]):
    """What a thread has made for who waits for it in an event loop."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[T | _End] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    def tell(self, item: T | _End) -> None:
        """Hand over an item, from any thread."""
        # A closed loop means that the server has stopped, and nobody listens.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self.queue.put_nowait, item)
