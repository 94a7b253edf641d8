"""The one thread that works through what was sent in, and how those who wait hear of it."""

import asyncio
import dataclasses
import logging
import os
import threading
import time
from collections.abc import AsyncGenerator, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress

import filelock
from starlette.concurrency import run_in_threadpool

from index.connections import unwritable
from index.jobs import Job, Jobs
from index.parser_pool import ParserPool
from index.removal import forget_removed
from index.side_database import now
from index.store import Index
from web.indexing import Indexing, Stopped
from web.problems import Abandoned, JobNotFound, TooManyRequests, as_problem
from web.room import disk_room
from web.translation import translate

__all__ = ["UPLOADS_WAITING", "Intake"]

_logger = logging.getLogger(__name__)

UPLOADS_WAITING = 64
"""How many uploads arrive or wait; the next is turned away."""

_ATTEMPTS = 3
_LOOK_SECONDS = 5.0
"""How often to look for what another server on the same index left."""

_FORGET_SECONDS = 60.0
"""How often to look for what was removed so long ago that nobody can bring it back any more."""

_CHANGE_SECONDS = 1.0
"""How often to look at a job that another server may work on."""

_QUIET_SECONDS = 15.0
_END_SECONDS = 10.0


class Intake:
    """Works through the jobs of an index, oldest first, in a thread of its own and one process at a time.

    A job that was at work when a process ended is begun again by the next one.

    Attributes:
        jobs: what there is to do, and what was done.
    """

    def __init__(self, index: Index, jobs: Jobs, parsers: ParserPool) -> None:
        self.jobs = jobs
        self._index, self._parsers = index, parsers
        self._lock = filelock.FileLock(index.folder / "jobs.lock")
        self._ending, self._wake = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="footnote-intake", daemon=True)
        self._arriving = 0
        self._followed = True
        self._recovered = False
        self._forget_at = 0.0
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._changing = threading.Lock()

    def start(self) -> None:
        """Begin with what an earlier process left; where nothing may be written, there is nothing to do."""
        self._wake.set()
        if self._may_write():
            self._thread.start()

    def close(self) -> None:
        """Put the job at work back for the next process, and end; a parser that does not stop is left to its limits."""
        self._ending.set()
        self._wake.set()
        if self._thread.ident:
            self._thread.join(_END_SECONDS)
        if not self._thread.is_alive():
            self._parsers.close()
            self.jobs.close()

    def end_following(self) -> None:
        """Let everybody who follows a job hear how it is, and no more."""
        self._followed = False
        self.tell()

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Have a place for an upload that arrives.

        Raises:
            IndexUnwritable: nothing may be written in the index's folder.
            TooManyRequests: as many as are taken arrive or wait.
        """
        if not self._may_write():
            raise unwritable(self._index.folder, "it is read-only")
        with self._changing:
            if self._arriving + self.jobs.waiting() >= UPLOADS_WAITING:
                raise TooManyRequests("As many uploads wait as Footnote takes", "Try again in a few seconds")
            self._arriving += 1
        try:
            yield
        finally:
            with self._changing:
                self._arriving -= 1

    def tell(self) -> None:
        """Say that a job was added or has changed."""
        self._wake.set()
        with self._changing:
            listeners = list(self._listeners)
        for loop, event in listeners:
            # A closed loop means that nobody listens there.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)

    def job(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            JobNotFound: there is none, or none any more.
        """
        job = self.jobs.get(job_id)
        if job is None:
            raise JobNotFound(
                f"There is no upload {job_id}, or it ended long ago", "List the newest ones with GET /api/jobs"
            )
        return job

    async def follow(self, job_id: str) -> AsyncGenerator[Job | None, None]:
        """Yield a job as it is and at each change, to its end or the server's; None after a while without one.

        A reader who is slow misses what was in between, never the end.

        Raises:
            JobNotFound: there is none, or none any more.
        """
        seen, quiet = None, 0.0
        listener = (asyncio.get_running_loop(), asyncio.Event())
        with self._changing:
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
            with self._changing:
                self._listeners.discard(listener)

    def _may_write(self) -> bool:
        return os.access(self._index.folder, os.W_OK)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._wake.wait(_LOOK_SECONDS)
            self._wake.clear()
            try:
                if self.jobs.next() or not self._recovered:
                    self._work_through()
                self._forget_removed()
            except filelock.Timeout:
                continue
            except Stopped:
                return
            except Exception:
                # Nobody would work any more if this thread ended: the disk may have room again, the lock be free.
                _logger.exception("the uploads that wait cannot be worked on; trying again")
                self._ending.wait(_LOOK_SECONDS)
                self._wake.set()

    def _forget_removed(self) -> None:
        """Remove for good what was removed long enough ago."""
        if time.monotonic() >= self._forget_at:
            self._forget_at = time.monotonic() + _FORGET_SECONDS
            if self._index.removed():
                forget_removed(self._index)

    def _work_through(self) -> None:
        with self._lock.acquire(timeout=_LOOK_SECONDS):
            if not self._recovered:
                aside = {document.id for document in self._index.removed()}
                self.jobs.recover(self._index.sources().keys() | aside, self._read_from)
                self._recovered = True
            while not self._ending.is_set() and (job := self.jobs.next()):
                self._work_on(job)

    def _read_from(self, hashes: Collection[str]) -> list[tuple[str, int, str, str]]:
        """Return id, version, hash and name of the documents that were read from files with these hashes."""
        found = {identity: sha256 for identity, sha256 in self._index.content_hashes().items() if sha256 in hashes}
        return [
            (each.id, each.version, found[each.id], each.source.rpartition("/")[2])
            for each in self._index.summaries(list(found))
        ]

    def _work_on(self, waiting: Job) -> None:
        begun = dataclasses.replace(
            waiting, attempts=waiting.attempts + 1, started_at=now(), percent=0, chunks=0, chunks_per_second=None
        )
        indexing = Indexing(self._index, self.jobs, self._parsers, begun, self._save, self._ending.is_set)
        held: tuple[tuple[str, int], ...] = ()
        try:
            if waiting.attempts >= _ATTEMPTS:
                raise Abandoned(
                    f"The server ended {_ATTEMPTS} times while it was at work on “{waiting.name}”",
                    "Divide it, or see in the system's log whether memory ran out",
                )
            with disk_room():
                report, held = indexing.run()
            ended = dataclasses.replace(indexing.job, stage="done", percent=100, report=report)
        except Exception as error:
            if self._ending.is_set():  # whatever it says, it says so because everything is being closed
                self._save(waiting)
                raise Stopped from error
            problem = translate(error)
            if problem is not error:
                _logger.exception("an upload failed")
            ended = dataclasses.replace(indexing.job, stage="failed", problem=as_problem(problem))
        self._end(dataclasses.replace(ended, finished_at=now()), held)
        self.tell()

    def _end(self, job: Job, held: Sequence[tuple[str, int]]) -> None:
        self.jobs.end(job, held)
        # Whoever removed a document before it held its file could not take the file along.
        there = {each.id for each in self._index.summaries([identity for identity, _ in held])}
        there |= {each.id for each in self._index.removed()}
        self.jobs.forget_documents({identity for identity, _ in held} - there)

    def _save(self, job: Job) -> None:
        self.jobs.save(job)
        self.tell()
