"""The way in for uploads: there is a place for one or not, it is worked on, called off, and told of."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import Busy, JobEnded, JobNotFound
from index.limits import Limits
from index.sandbox.pool import ParserPool
from index.storage.engines.sqlite_file import unwritable
from index.storage.stamps import now
from index.store import Index
from index.text.names import composed
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import UPLOADS, Jobs
from index.uploads.work.crew import Crew
from index.uploads.work.encoding_turns import Turns
from index.uploads.work.indexing import Workshop

__all__ = ["UPLOADS_WAITING", "Intake"]

UPLOADS_WAITING = 64
"""How many uploads arrive or wait; the next is turned away."""


class Intake:
    """Takes in uploads as jobs, has them worked on, and tells whoever listens when one has got further.

    Safe to use from several threads. It needs no server: what another process put among the jobs is worked on too.

    Args:
        index: that they come into.
        limits: of reading one.
        workers: how many are worked on at once; 0 leaves them to other processes.
        seconds: that one may take by the clock, from when it is begun until it is in the index.

    Attributes:
        jobs: what there is to do, and what was done.
    """

    def __init__(self, index: Index, limits: Limits, workers: int, seconds: float) -> None:
        self.jobs = Jobs(index.folder, index.beside(UPLOADS))
        self._index = index
        self._workers = workers
        self._parsers = ParserPool(max(workers, 1), limits)
        self._crew = Crew(Workshop(index, self.jobs, self._parsers, Turns(), seconds, self._tell_listeners), workers)
        self._arriving = 0
        self._listeners: list[Callable[[], None]] = []
        # Two locks: the first is held while the database is read, the other may be taken where nothing must wait.
        self._admitting, self._listening = threading.Lock(), threading.Lock()

    def start(self) -> None:
        """Begin with what an earlier process left; where nothing may be written, there is nothing to do."""
        if self._workers and self._may_write():
            self.jobs.reserve(self._workers)
            self._crew.start()

    def close(self) -> None:
        """Put the jobs at work back for the next process, and end, within seconds."""
        has_ended = self._crew.close()
        self._parsers.close()
        if has_ended:
            self.jobs.close()

    def source_of(self, given: str) -> str:
        """Return the source of what is sent in under a name: that of the document which has this name in either form.

        Two systems may write one name with other characters, and what it names is to get a new version then.
        """
        if given.isascii():
            return given
        one = composed(given)
        known = {source for source in self._index.documents.sources().values() if composed(source) == one}
        return given if given in known else min(known, default=one)

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Have a place for an upload that arrives.

        Raises:
            Busy: as many as are taken arrive or wait.
            IndexGone: the index was removed or replaced since it was opened.
            IndexUnwritable: nothing may be written in the index's folder.
        """
        self._index.database.see_that_it_is_there()
        if not self._may_write():
            raise unwritable(self._index.place, "it is read-only")
        with self._admitting:
            if self._arriving + self.jobs.waiting() >= UPLOADS_WAITING:
                raise Busy("Too many uploads are waiting", "Try again in a few seconds")
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

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """Call a listener, from any thread, whenever a job was added or has got further, as long as the body runs."""
        with self._listening:
            self._listeners.append(listener)
        try:
            yield
        finally:
            with self._listening:
                self._listeners.remove(listener)

    def _tell_listeners(self) -> None:
        with self._listening:
            listeners = list(self._listeners)
        for listener in listeners:
            listener()

    def _may_write(self) -> bool:
        return os.access(self._index.folder, os.W_OK)
