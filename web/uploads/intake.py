"""What was sent in, from its arrival to its end, and how those who wait hear of it."""

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager, suppress

from starlette.concurrency import run_in_threadpool

from index.sandbox.pool import ParserPool
from index.storage.sqlite_file import unwritable
from index.storage.stamps import now
from index.store import Index
from index.uploads.jobs import Job, Jobs
from rag.settings import Settings
from web.errors.problems import JobEnded, JobNotFound, TooManyRequests
from web.uploads.encoding_turns import Turns
from web.uploads.indexing import Workshop
from web.uploads.worker import Crew

__all__ = ["UPLOADS_WAITING", "Intake"]

UPLOADS_WAITING = 64
"""How many uploads arrive or wait; the next is turned away."""

_CHANGE_SECONDS = 1.0
"""How often to look at a job that another server may work on."""

_FOLLOWING = 128
"""How many may follow jobs at the same time; each has its job looked up every second."""

_QUIET_SECONDS = 15.0


class Intake:
    """Takes in uploads as jobs, has them worked on, and tells how far they are.

    Attributes:
        jobs: what there is to do, and what was done.
        most_following: how many may follow jobs at the same time; a server that takes few connections sets it lower.
    """

    def __init__(self, index: Index, settings: Settings) -> None:
        self.jobs = Jobs(index.folder)
        self.most_following = _FOLLOWING
        self._index = index
        self._parsers = ParserPool(settings.upload_workers, settings.upload_limits)
        workshop = Workshop(index, self.jobs, self._parsers, Turns(), settings.max_upload_seconds, self._tell_listeners)
        self._crew = Crew(workshop, settings.upload_workers)
        self._arriving = 0
        self._followed = True
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        # Two locks: the first is held while the database is read, the other is taken by the event loop.
        self._admitting, self._listening = threading.Lock(), threading.Lock()

    def start(self) -> None:
        """Begin with what an earlier process left; where nothing may be written, there is nothing to do."""
        if self._may_write():
            self._crew.start()

    def close(self) -> None:
        """Put the jobs at work back for the next process, and end, within seconds."""
        has_ended = self._crew.close()
        self._parsers.close()
        if has_ended:
            self.jobs.close()

    def end_following(self) -> None:
        """Let everybody who follows a job hear how it is, and no more."""
        self._followed = False
        self.tell()

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Have a place for an upload that arrives.

        Raises:
            IndexGone: the index was removed or replaced since it was opened.
            IndexUnwritable: nothing may be written in the index's folder.
            TooManyRequests: as many as are taken arrive or wait.
        """
        self._index.database.see_that_it_is_there()
        if not self._may_write():
            raise unwritable(self._index.folder, "it is read-only")
        with self._admitting:
            if self._arriving + self.jobs.waiting() >= UPLOADS_WAITING:
                raise TooManyRequests("Too many uploads are waiting", "Try again in a few seconds")
            self._arriving += 1
        try:
            yield
        finally:
            with self._admitting:
                self._arriving -= 1

    def tell(self) -> None:
        """Say that a job was added."""
        self._crew.wake()
        self._tell_listeners()

    def job(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            JobNotFound: the id is unknown, or the job ended long ago.
        """
        job = self.jobs.get(job_id)
        if job is None:
            raise JobNotFound(
                f"There is no upload {job_id}, or it ended long ago", "List the newest ones with GET /api/jobs"
            )
        return job

    def cancel(self, job_id: str) -> bool:
        """Call a job off, wherever it is; what is at work on it stops within moments, and nothing of it is kept.

        Returns:
            Whether it is cancelled, now or since earlier; if not, it is being committed, and its end is near.

        Raises:
            JobEnded: it is done, or has failed.
            JobNotFound: the id is unknown, or the job ended long ago.
        """
        self.job(job_id)
        job = self.jobs.cancel(job_id, now())
        if job is None or (job.ended and job.stage != "cancelled"):
            raise JobEnded(
                f"The upload {job_id} had ended before it could be cancelled",
                "See with GET /api/jobs what became of it; documents are removed with DELETE /api/documents",
            )
        self.tell()
        return job.ended

    async def follow(self, job_id: str) -> AsyncGenerator[Job | None, None]:
        """Yield a job as it is and at each change, to its end or the server's; None after a while without one.

        A reader who is slow misses what was in between, never the end.

        Raises:
            JobNotFound: the id is unknown, or the job ended long ago.
            TooManyRequests: as many follow jobs as may.
        """
        seen, quiet = None, 0.0
        listener = (asyncio.get_running_loop(), asyncio.Event())
        with self._listening:
            if len(self._listeners) >= self.most_following:
                raise TooManyRequests("Too many clients follow uploads", "Ask with GET /api/jobs instead")
            self._listeners.add(listener)
        try:
            while True:
                listener[1].clear()
                job = await run_in_threadpool(self.job, job_id)
                if job != seen:
                    seen, quiet = job, 0.0
                    yield job
                if job.ended or not self._followed:
                    return
                try:
                    await asyncio.wait_for(listener[1].wait(), _CHANGE_SECONDS)
                except TimeoutError:
                    quiet += _CHANGE_SECONDS
                if quiet >= _QUIET_SECONDS:
                    quiet = 0.0
                    yield None
        finally:
            with self._listening:
                self._listeners.discard(listener)

    def _tell_listeners(self) -> None:
        with self._listening:
            listeners = list(self._listeners)
        for loop, event in listeners:
            # A closed loop means that nobody listens there.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)

    def _may_write(self) -> bool:
        return os.access(self._index.folder, os.W_OK)
