"""Jobs: what was sent in and is to be indexed, with how far each has got; they outlive the process."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

from pydantic import TypeAdapter

from index.errors import IndexLocked
from index.storage.engines.engine import Engine, Transaction
from index.storage.schema.migrations import migrate
from index.tally import Tally
from index.uploads.originals import Finder, Originals, Received
from index.uploads.queue.job import Job, JobReport
from index.uploads.queue.upload_tables import UPLOAD_MIGRATIONS

__all__ = ["KEPT", "UPLOADS", "Jobs"]

KEPT = 1_000
"""How many jobs that have ended can still be read."""

UPLOADS = "uploads"
"""The name of their tables beside those of the index."""

_HELPERS_SECONDS = 10.0
"""How long a process waits that comes to help, while others look whether any is there."""

_OPEN, _ENDED, _COMMITTING = 0, 1, 2
"""What the column ``ended`` holds; a job whose documents are being committed cannot be cancelled meanwhile."""

_JSON = TypeAdapter(Job)


class Jobs:
    """The jobs of an index and the files that they came as, in ``uploads.sqlite`` and ``originals/`` of its folder.

    With PostgreSQL both are in the database. Safe to use from several threads and processes.

    Args:
        folder: of the index.
        tables: that are kept with it as ``UPLOADS``.

    Attributes:
        originals: the files.
        ends: how many have ended through this object, by stage.

    Raises:
        IndexDamaged: the database cannot be used, or is a later Footnote's.
    """

    def __init__(self, folder: Path, tables: Engine) -> None:
        self._tables = tables
        migrate(self._tables, UPLOAD_MIGRATIONS)
        self.originals = Originals(folder, self._tables)
        self.ends = Tally()

    def close(self) -> None:
        """Close the database."""
        self._tables.close()

    def reserve(self, workers: int) -> None:
        """Be ready for so many who each claim a job, and for the one who gives them work."""
        self._tables.reserve(workers + 1)

    def joined(self, seconds: float) -> AbstractContextManager[None]:
        """Be one of the processes that work on them; of those on one folder there is one at a time.

        Raises:
            IndexLocked: there is one for so many seconds, or one cleans up.
        """
        return self._tables.among("jobs", seconds)

    def sole(self) -> AbstractContextManager[None]:
        """Be the only process at work, for who has joined; what killed processes left can be cleaned up then.

        Raises:
            IndexLocked: there are others.
        """
        return self._tables.alone("jobs", 0.0) if self._tables.is_shared else nullcontext()

    def helping(self) -> AbstractContextManager[None]:
        """Be one of the processes that are there for nothing else, so that others can give them work."""
        return self._tables.among("helpers", _HELPERS_SECONDS)

    def has_help(self) -> bool:
        """Tell whether any process is there for nothing else than to work on them."""
        try:
            with self._tables.alone("helpers", 0.0):
                return False
        except IndexLocked:
            return True

    @contextmanager
    def claimed(self, job: Job) -> Iterator[bool]:
        """Have a job for oneself, and all others of its source or its bytes; tell whether that is so.

        It is not where another process has it, or such another, or when it was ended meanwhile.
        """
        with ExitStack() as held:
            yield not self._tables.is_shared or self._claim(held, job)

    def _claim(self, held: ExitStack, job: Job) -> bool:
        try:
            for name in (f"source:{job.source}", f"bytes:{job.sha256}"):
                held.enter_context(self._tables.alone(name, 0.0))
        except IndexLocked:
            return False
        found = self.get(job.id)
        return found is not None and not found.ended

    def take_files(self, other: "Jobs") -> None:
        """Have the files that others have too, whose rows are here already."""
        with self._tables.transaction() as connection:
            self.originals.take_from(connection, other.originals)

    def add(self, job: Job, received: Received) -> None:
        """Take a job with the file that it came as: both are there from now on, or neither."""
        with self._tables.transaction() as connection:
            self.originals.hold(connection, received, job.id, job.name)
            connection.execute("INSERT INTO jobs VALUES (?, ?, ?, ?)", (job.id, _OPEN, job.sha256, _written(job)))

    def get(self, job_id: str) -> Job | None:
        """Return a job; None for an unknown id, also of a job that ended long ago."""
        rows = self._tables.rows("SELECT job FROM jobs WHERE id = ?", (job_id,))
        return _JSON.validate_json(rows[0][0]) if rows else None

    def those(self, job_ids: Sequence[str]) -> list[Job]:
        """Return those of the jobs that there are."""
        rows = self._tables.rows_among("SELECT job FROM jobs WHERE id IN ({})", job_ids)
        return [_JSON.validate_json(row[0]) for row in rows]

    def newest(self, limit: int, offset: int = 0) -> list[Job]:
        """Return jobs, newest first."""
        rows = self._tables.rows("SELECT job FROM jobs ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset))
        return [_JSON.validate_json(row[0]) for row in rows]

    def unended(self) -> list[Job]:
        """Return the jobs that wait or are at work, oldest first."""
        rows = self._tables.rows("SELECT job FROM jobs WHERE ended IN (?, ?) ORDER BY id", (_OPEN, _COMMITTING))
        return [_JSON.validate_json(row[0]) for row in rows]

    def waiting(self) -> int:
        """Return how many jobs have not ended."""
        query = "SELECT count(*) FROM jobs WHERE ended IN (?, ?)"
        return int(self._tables.rows(query, (_OPEN, _COMMITTING))[0][0])

    def unended_stages(self) -> Counter[str]:
        """Return how many jobs are at each stage that is not an end."""
        query = "SELECT json_extract(job, '$.stage'), count(*) FROM jobs WHERE ended <> ? GROUP BY 1"
        return Counter({str(stage): int(count) for stage, count in self._tables.rows(query, (_ENDED,))})

    def report_of(self, sha256: str) -> JobReport | None:
        """Return what became of the same bytes when they last came."""
        rows = self._tables.rows(
            "SELECT job FROM jobs WHERE ended = 1 AND sha256 = ? AND json_extract(job, '$.stage') = 'done'"
            " ORDER BY id DESC LIMIT 1",
            (sha256,),
        )
        return _JSON.validate_json(rows[0][0]).report if rows else None

    def save(self, job: Job) -> bool:
        """Write down how far a job has got; tell whether it is still to be worked on."""
        with self._tables.transaction() as connection:
            query = "UPDATE jobs SET job = ? WHERE id = ? AND ended <> ?"
            return bool(connection.execute(query, (_written(job), job.id, _ENDED)).rowcount)

    def reopen(self, job: Job) -> bool:
        """Have a job done from its beginning, now or later, unless it has ended; tell whether it has not."""
        with self._tables.transaction() as connection:
            query = "UPDATE jobs SET ended = ?, job = ? WHERE id = ? AND ended <> ?"
            return bool(connection.execute(query, (_OPEN, _written(job), job.id, _ENDED)).rowcount)

    def begin_commit(self, job_id: str) -> bool:
        """Keep a job from being cancelled until ``end_commit`` or its end; tell whether it was not cancelled before."""
        return self._change_state(job_id, _OPEN, _COMMITTING)

    def end_commit(self, job_id: str) -> None:
        """Let a job be cancelled again: a part of its documents has been committed, and more are to come."""
        self._change_state(job_id, _COMMITTING, _OPEN)

    def cancel(self, job_id: str, finished_at: str) -> Job | None:
        """Call off a job that waits or is at work, and let go of its file.

        Returns:
            The job as it is now: it had ended before, or is being committed, unless it is cancelled; None for no job.
        """
        with self._tables.transaction() as connection:
            rows = connection.execute("SELECT ended, job FROM jobs WHERE id = ?", (job_id,)).fetchall()
            if not rows:
                return None
            job = _JSON.validate_json(rows[0][1])
            if rows[0][0] == _OPEN:
                job = dataclasses.replace(job, stage="cancelled", finished_at=finished_at)
                self.originals.release(connection, job.id)
                self._write_end(connection, job)
            return job

    def end(self, job: Job, documents: Sequence[tuple[str, int]] = ()) -> None:
        """Write down how a job ended, unless it was cancelled, and forget old ones.

        Args:
            job: done or failed.
            documents: ids and versions of those that came of its file, which is kept for them; for none it is removed.
        """
        with self._tables.transaction() as connection:
            query = "SELECT 1 FROM jobs WHERE id = ? AND ended <> ?"
            if connection.execute(query, (job.id, _ENDED)).fetchone():
                self.originals.hand_over(connection, job.id, documents)
                self._write_end(connection, job)

    def _write_end(self, connection: Transaction, job: Job) -> None:
        connection.execute("UPDATE jobs SET ended = ?, job = ? WHERE id = ?", (_ENDED, _written(job), job.id))
        connection.execute(
            "DELETE FROM jobs WHERE ended = ?"
            " AND id NOT IN (SELECT id FROM jobs WHERE ended = ? ORDER BY id DESC LIMIT ?)",
            (_ENDED, _ENDED, KEPT),
        )
        self.ends.add(job.stage)

    def _change_state(self, job_id: str, before: int, after: int) -> bool:
        with self._tables.transaction() as connection:
            query = "UPDATE jobs SET ended = ? WHERE id = ? AND ended = ?"
            return bool(connection.execute(query, (after, job_id, before)).rowcount)

    def forget_documents(self, document_ids: Iterable[str]) -> None:
        """Remove the files of documents that are gone, unless another document or a job needs them."""
        with self._tables.transaction() as connection:
            for identity in document_ids:
                self.originals.release(connection, identity)

    def recover(self, document_ids: Collection[str], find: Finder = lambda _: ()) -> None:
        """Clean up after a process that was killed.

        Args:
            document_ids: of all documents that there are.
            find: finds the documents that were read from files of which nobody knows.
        """
        with self._tables.transaction() as connection:
            connection.execute("UPDATE jobs SET ended = ? WHERE ended = ?", (_OPEN, _COMMITTING))
            unfinished = connection.execute("SELECT id FROM jobs WHERE ended = ?", (_OPEN,)).fetchall()
            self.originals.sweep(connection, {*document_ids, *(identity for (identity,) in unfinished)}, find)


def _written(job: Job) -> str:
    return _JSON.dump_json(job).decode()
