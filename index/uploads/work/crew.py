"""The threads that work through what was sent in: one that decides what is next, and several at work."""

import dataclasses
import logging
import queue
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress

from index.errors import Abandoned, FootnoteError, IndexLocked, IndexUnreachable, Unexpected
from index.storage.stamps import now
from index.uploads.disk_room import disk_room
from index.uploads.queue.job import Job, recorded
from index.uploads.trash import purge_trash
from index.uploads.work.indexing import Indexing, Stopped, Workshop
from index.uploads.work.lanes import ATTEMPTS, Lanes, lanes_for

__all__ = ["Crew"]

_logger = logging.getLogger(__name__)

_LOOK_SECONDS = 5.0
"""How often to look for what another process on the same folder left."""

_CHANGE_SECONDS = 1.0
"""How often to look for what another server took in or cancelled: in a folder, while something is at work."""

_PURGE_SECONDS = 60.0
"""How often to look for what was removed so long ago that nobody can bring it back any more."""

_END_SECONDS = 4.0


class Crew:
    """Works through the jobs of an index; of all processes on a folder one at a time does, on a database each a part.

    A job that was at work when a process ended is begun again by the next one.

    Args:
        workshop: what each job is worked on with.
        workers: how many are at work at once.
    """

    def __init__(self, workshop: Workshop, workers: int) -> None:
        self._workshop, self._index, self._jobs = workshop, workshop.index, workshop.jobs
        self._lanes = Lanes(lanes_for(workers))
        self._ending, self._wake = threading.Event(), threading.Event()
        self._next: queue.SimpleQueue[tuple[Job, threading.Event] | None] = queue.SimpleQueue()
        self._left: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._at_work: dict[str, tuple[Job, threading.Event]] = {}
        self._decides = threading.Thread(target=self._run, name="footnote-intake", daemon=True)
        self._workers = [
            threading.Thread(target=self._work, name=f"footnote-intake-{number}", daemon=True)
            for number in range(workers)
        ]
        self._look_seconds = _CHANGE_SECONDS if self._index.database.engine.is_shared else _LOOK_SECONDS
        self._elsewhere: dict[str, float] = {}
        self._recovered = False
        self._purge_at = 0.0

    def start(self) -> None:
        """Begin with what an earlier process left."""
        self._wake.set()
        for thread in (self._decides, *self._workers):
            thread.start()

    def wake(self) -> None:
        """Say that a job was added or cancelled."""
        self._wake.set()

    def close(self) -> bool:
        """Put the jobs at work back for the next process, and tell whether nothing is at work any more.

        What does not stop within seconds, such as a commit, is left alone; the end of the process ends it.
        """
        self._ending.set()
        self._wake.set()
        for _, stop in list(self._at_work.values()):
            stop.set()
        for _ in self._workers:
            self._next.put(None)
        deadline = time.monotonic() + _END_SECONDS
        started = [thread for thread in (self._decides, *self._workers) if thread.ident]
        for thread in started:
            thread.join(max(0.0, deadline - time.monotonic()))
        for waiting, _ in list(self._at_work.values()):
            self._jobs.reopen(waiting)
        return not any(thread.is_alive() for thread in started)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._wake.wait(self._look_seconds)
            self._wake.clear()
            try:
                if self._jobs.waiting() or not self._recovered:
                    self._work_through()
                self._purge_trash()
            except IndexLocked:
                continue
            except Exception:
                # Nobody would decide any more if this thread ended: the disk may have room again, the lock be free.
                _logger.exception("the uploads that wait cannot be worked on; trying again")
                self._ending.wait(_LOOK_SECONDS)
                self._wake.set()

    def _work_through(self) -> None:
        with self._jobs.joined(_CHANGE_SECONDS):
            try:
                self._recover()
                while not self._ending.is_set() and self._assign():
                    self._purge_trash()
                    self._wake.wait(_CHANGE_SECONDS)
                    self._wake.clear()
            finally:
                # The lock tells other processes that nothing is at work any more.
                for _, stop in self._at_work.values():
                    stop.set()
                while self._at_work:
                    self._let_go(self._left.get())

    def _recover(self) -> None:
        if self._recovered:
            return
        with suppress(IndexLocked), self._jobs.sole():  # if not, whoever is at work did it
            trashed = {document.id for document in self._index.trash.listed()}
            self._jobs.recover(self._index.documents.sources().keys() | trashed, self._read_from)
        self._recovered = True

    def _assign(self) -> bool:
        """Give work to whoever is free, and stop what is not to be gone on with; tell whether anything is at work."""
        with suppress(queue.Empty):
            while True:
                self._let_go(self._left.get_nowait())
        # After that: what has left has ended or waits again, and so it is read.
        unended = self._jobs.unended()
        cancelled = self._at_work.keys() - {job.id for job in unended}
        self._elsewhere = {job_id: until for job_id, until in self._elsewhere.items() if until > time.monotonic()}
        for job_id in [*cancelled, *self._lanes.to_put_back(unended)]:
            self._at_work[job_id][1].set()
        for job in self._lanes.begin([job for job in unended if job.id not in self._elsewhere]):
            self._at_work[job.id] = (job, threading.Event())
            self._next.put(self._at_work[job.id])
        return bool(self._at_work)

    def _let_go(self, job_id: str) -> None:
        del self._at_work[job_id]
        self._lanes.leave(job_id)

    def _purge_trash(self) -> None:
        """Remove for good what was trashed long enough ago."""
        if time.monotonic() >= self._purge_at:
            self._purge_at = time.monotonic() + _PURGE_SECONDS
            if self._index.trash.listed():
                with suppress(IndexLocked):
                    purge_trash(self._index)

    def _read_from(self, hashes: Collection[str]) -> list[tuple[str, int, str, str]]:
        """Return id, version, hash and name of the documents that were read from files with these hashes."""
        found = {
            identity: sha256 for identity, sha256 in self._index.documents.content_hashes().items() if sha256 in hashes
        }
        return [
            (each.id, each.version, found[each.id], each.source.rpartition("/")[2])
            for each in self._index.documents.summaries(list(found))
        ]

    def _work(self) -> None:
        while given := self._next.get():
            job, stop = given
            try:
                with self._jobs.claimed(job) as is_ours:
                    if is_ours:
                        self._work_on(self._jobs.get(job.id) or job, stop)
                    else:
                        self._elsewhere[job.id] = time.monotonic() + _CHANGE_SECONDS
            except Exception:
                # It is begun again, and given up when that happens every time.
                _logger.exception("an upload cannot be worked on; trying again")
                self._ending.wait(_LOOK_SECONDS)
            finally:
                self._left.put(job.id)
                self._wake.set()

    def _work_on(self, waiting: Job, stop: threading.Event) -> None:
        begun = dataclasses.replace(
            waiting, attempts=waiting.attempts + 1, started_at=now(), percent=0, chunks=0, chunks_per_second=None
        )
        if not self._jobs.reopen(begun):
            return
        indexing = Indexing(self._workshop, begun, stop)
        held: tuple[tuple[str, int], ...] = ()
        try:
            if waiting.attempts >= ATTEMPTS:
                raise Abandoned(
                    f"The server ended {ATTEMPTS} times while it was at work on “{waiting.name}”",
                    "Divide it, or see in the system's log whether memory ran out",
                )
            with disk_room():
                report, held = indexing.run()
            ended = dataclasses.replace(indexing.job, stage="done", percent=100, report=report)
        except Exception as error:
            # Whatever it says when it is to stop, it says so because of that: its file is gone, the index closed.
            if stop.is_set() or self._ending.is_set() or isinstance(error, (Stopped, IndexUnreachable)):
                self._jobs.reopen(waiting)
                self._workshop.changed()
                return
            failure = error if isinstance(error, FootnoteError) else Unexpected()
            if failure is not error:
                _logger.exception("an upload failed")
            ended = dataclasses.replace(indexing.job, stage="failed", problem=recorded(failure))
        self._end(dataclasses.replace(ended, finished_at=now()), held)
        self._workshop.changed()

    def _end(self, job: Job, held: Sequence[tuple[str, int]]) -> None:
        self._jobs.end(job, held)
        # Whoever removed a document before it held its file could not take the file along.
        there = {each.id for each in self._index.documents.summaries([identity for identity, _ in held])}
        there |= {each.id for each in self._index.trash.listed()}
        self._jobs.forget_documents({identity for identity, _ in held} - there)
