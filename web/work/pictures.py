"""Pictures of pages: drawn one at a time, each within seconds, and kept as long as there is room."""

import asyncio
import dataclasses
import threading
import time
from collections import OrderedDict

from index.errors import DocumentError, PictureTooSlow
from index.sandbox.pool import ParserPool, ReadingStopped
from index.tally import Tally
from index.uploads.page_pictures import PageToDraw, draw
from web.errors.tree import Ending
from web.settings import ServerSettings
from web.work.workers import Workers

__all__ = ["Pictures"]

_PLACES = 8
"""How many pictures are drawn or wait for it; the next is turned away."""

_NICENESS = 10
"""A question is waited for by somebody, and so is a picture, but a picture may be made to cost what is wanted of it."""

_KEPT_BYTES = 32_000_000
_SLOW_KEPT = 1_000
_SLOW_SECONDS = 60.0
"""How long a page that takes too long is not tried again."""


class Pictures:
    """Draws pages in a process that can be killed; one that several ask for at once is drawn once.

    Neither a page that takes long nor many that wait take anything away from other requests but one core. Used from one
    event loop.

    Args:
        settings: with the limits of a picture.

    Attributes:
        tally: what became of those that were asked for: ``drawn``, ``kept``, ``too_slow``, ``failed``.
    """

    def __init__(self, settings: ServerSettings) -> None:
        limits = dataclasses.replace(
            settings.limits, seconds=settings.max_picture_seconds, cpu_seconds=settings.max_picture_cpu_seconds
        )
        self._pool = ParserPool(1, limits, _NICENESS)
        self._workers = Workers(
            threads=1,
            places=_PLACES,
            timeout_seconds=_PLACES * settings.max_picture_seconds,
            remedy="Try again when fewer pages are looked at",
        )
        self.tally = Tally()
        self._stop = threading.Event()
        self._kept: OrderedDict[PageToDraw, bytes] = OrderedDict()
        self._bytes = 0
        self._slow: OrderedDict[tuple[str, int], float] = OrderedDict()
        self._at_work: dict[PageToDraw, asyncio.Task[bytes]] = {}

    async def picture(self, page: PageToDraw) -> bytes:
        """Return a page as PNG.

        Raises:
            PictureTooSlow: it takes too long, or did a moment ago.
            Busy: every place is taken.
            DocumentError: it cannot be drawn.
            DocumentNotFound: the file is not what it was.
            Ending: the server ends.
        """
        if page in self._kept:
            self.tally.add("kept")
            self._kept.move_to_end(page)
            return self._kept[page]
        if self._slow.get(_looks_of(page), 0.0) > time.monotonic():
            raise PictureTooSlow(
                f"Page {page.number} of “{page.title}” took too long to be drawn a moment ago", "Read its text instead"
            )
        task = self._at_work.get(page)
        if task is None:
            task = self._at_work[page] = asyncio.create_task(self._drawn(page))
            task.add_done_callback(lambda done: self._forget(page, done))
        # Who goes away does not end it for the others.
        return await asyncio.shield(task)

    def end(self) -> None:
        """Draw nothing more: what is at work is killed, and who waits is told."""
        self._stop.set()
        self._workers.end()

    def close(self) -> None:
        """End, and see that no process is left."""
        self.end()
        self._pool.close()

    async def _drawn(self, page: PageToDraw) -> bytes:
        try:
            picture = await self._workers.run(lambda: draw(self._pool, page, self._stop))
        except ReadingStopped as error:
            raise Ending from error
        except PictureTooSlow:
            self.tally.add("too_slow")
            self._slow[_looks_of(page)] = time.monotonic() + _SLOW_SECONDS
            while len(self._slow) > _SLOW_KEPT:
                self._slow.popitem(last=False)
            raise
        except DocumentError:
            self.tally.add("failed")
            raise
        self.tally.add("drawn")
        self._keep(page, picture)
        return picture

    def _keep(self, page: PageToDraw, picture: bytes) -> None:
        if len(picture) > _KEPT_BYTES:
            return
        self._kept[page] = picture
        self._bytes += len(picture)
        while self._bytes > _KEPT_BYTES:
            self._bytes -= len(self._kept.popitem(last=False)[1])

    def _forget(self, page: PageToDraw, done: asyncio.Task[bytes]) -> None:
        del self._at_work[page]
        if not done.cancelled():
            done.exception()  # looked at, so that nothing is said when nobody waits for it any more


def _looks_of(page: PageToDraw) -> tuple[str, int]:
    """Return what a page takes its time by: whatever is marked on it, it is drawn before."""
    return page.content_hash, page.number
