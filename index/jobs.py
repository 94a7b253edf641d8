"""Jobs: what was sent in and is to be indexed, with how far each has got; they outlive the process."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from index.originals import ORIGINALS_TABLES, Finder, Originals, Received
from index.parse import Failure
from index.records import DocumentSummary
from index.side_database import SideDatabase, Tables

__all__ = ["KEPT", "UPLOADS", "Job", "JobReport", "Jobs", "Stage"]

KEPT = 1_000
"""How many jobs that have ended can still be read."""

UPLOADS = "uploads.sqlite"
"""The name of their database in the folder of the index."""

_TABLES = """
CREATE TABLE jobs (id TEXT PRIMARY KEY, ended INTEGER NOT NULL, sha256 TEXT NOT NULL, job TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX jobs_by_end ON jobs (ended, id);
CREATE INDEX jobs_of_bytes ON jobs (sha256, id);
"""
_DATABASE = Tables(UPLOADS, 1, _TABLES + ORIGINALS_TABLES, "documents stay, uploads that wait are lost")

Stage = Literal["waiting", "parsing", "encoding", "done", "failed"]


@dataclass(frozen=True, slots=True)
class JobReport:
    """What became of an upload, which may hold several documents.

    Attributes:
        documents: as they are now; for bytes that were there under another name, the document that has them.
        added: how many are new.
        replaced: how many have a new version.
        unchanged: how many were there already, also from an attempt that was broken off.
        failed: files inside it, of an archive or a mail, that could not become documents.
    """

    documents: tuple[DocumentSummary, ...]
    added: int
    replaced: int
    unchanged: int
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """An upload on its way into the index.

    Attributes:
        id: 24 hex digits, ascending with time.
        name: as it was sent, without folders; a text's title or source.
        kind: a file, or a text that was sent as JSON and is kept so.
        source: what identifies the document across its versions.
        sha256: of the bytes that are kept, in hex.
        bytes: how many there are.
        tags: in any form.
        created_at: when it had arrived; times are ISO 8601 in UTC.
        stage: it waits, is parsed, is encoded; it is done, or has failed.
        percent: 0 to 100, as far as can be told.
        chunks: how many are encoded.
        chunks_per_second: since the encoding began.
        attempts: how often it was begun; more than once when the server was ended meanwhile.
        started_at: when it was last begun.
        finished_at: when it was done or had failed.
        report: what became of it, when it is done.
        problem: what went wrong, when it has failed.
    """

    id: str
    name: str
    kind: Literal["file", "text"]
    source: str
    sha256: str
    bytes: int
    created_at: str
    tags: tuple[str, ...] = ()
    stage: Stage = "waiting"
    percent: int = 0
    chunks: int = 0
    chunks_per_second: float | None = None
    attempts: int = 0
    started_at: str | None = None
    finished_at: str | None = None
    report: JobReport | None = None
    problem: dict[str, Any] | None = None

    @property
    def ended(self) -> bool:
        """Whether it is done or has failed."""
        return self.stage in ("done", "failed")


_JSON = TypeAdapter(Job)


class Jobs:
    """The jobs of an index and the files that they came as, in ``uploads.sqlite`` and ``originals/`` of its folder.

    Safe to use from several threads and processes.

    Attributes:
        originals: the files.

    Raises:
        IndexDamaged: the database cannot be used, or is a later Footnote's.
    """

    def __init__(self, folder: Path) -> None:
        self._database = SideDatabase(folder, _DATABASE)
        self._connections = self._database.connections
        self.originals = Originals(folder, self._connections)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def add(self, job: Job, received: Received) -> None:
        """Take a job with the file that it came as: both are there from now on, or neither."""
        with self._connections.transaction() as connection:
            self.originals.hold(connection, received, job.id, job.name)
            connection.execute("INSERT INTO jobs VALUES (?, 0, ?, ?)", (job.id, job.sha256, _written(job)))

    def get(self, job_id: str) -> Job | None:
        """Return a job; None when there is none, or none any more."""
        rows = self._connections.rows("SELECT job FROM jobs WHERE id = ?", (job_id,))
        return _JSON.validate_json(rows[0][0]) if rows else None

    def newest(self, limit: int, offset: int = 0) -> list[Job]:
        """Return jobs, newest first."""
        rows = self._connections.rows("SELECT job FROM jobs ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset))
        return [_JSON.validate_json(row[0]) for row in rows]

    def next(self) -> Job | None:
        """Return the oldest job that has not ended."""
        rows = self._connections.rows("SELECT job FROM jobs WHERE ended = 0 ORDER BY id LIMIT 1")
        return _JSON.validate_json(rows[0][0]) if rows else None

    def waiting(self) -> int:
        """Return how many jobs have not ended."""
        return int(self._connections.rows("SELECT count(*) FROM jobs WHERE ended = 0")[0][0])

    def unended_stages(self) -> Counter[str]:
        """Return how many jobs are at each stage that is not an end."""
        query = "SELECT json_extract(job, '$.stage'), count(*) FROM jobs WHERE ended <> 1 GROUP BY 1"
        return Counter({str(stage): int(count) for stage, count in self._connections.rows(query)})

    def report_of(self, sha256: str) -> JobReport | None:
        """Return what became of the same bytes when they last came."""
        rows = self._connections.rows(
            "SELECT job FROM jobs WHERE ended = 1 AND sha256 = ? AND json_extract(job, '$.stage') = 'done'"
            " ORDER BY id DESC LIMIT 1",
            (sha256,),
        )
        return _JSON.validate_json(rows[0][0]).report if rows else None

    def save(self, job: Job) -> None:
        """Write down how far a job has got."""
        with self._connections.transaction() as connection:
            connection.execute("UPDATE jobs SET job = ? WHERE id = ? AND ended = 0", (_written(job), job.id))

    def end(self, job: Job, documents: Sequence[tuple[str, int]] = ()) -> None:
        """Write down how a job ended, and forget old ones.

        Args:
            job: done or failed.
            documents: ids and versions of those that came of its file, which is kept for them; for none it is removed.
        """
        with self._connections.transaction() as connection:
            self.originals.hand_over(connection, job.id, documents)
            connection.execute("UPDATE jobs SET ended = 1, job = ? WHERE id = ?", (_written(job), job.id))
            connection.execute(
                "DELETE FROM jobs WHERE ended = 1"
                " AND id NOT IN (SELECT id FROM jobs WHERE ended = 1 ORDER BY id DESC LIMIT ?)",
                (KEPT,),
            )

    def forget_documents(self, document_ids: Iterable[str]) -> None:
        """Remove the files of documents that are gone, unless another document or a job needs them."""
        with self._connections.transaction() as connection:
            for identity in document_ids:
                self.originals.release(connection, identity)

    def recover(self, document_ids: Collection[str], find: Finder = lambda _: ()) -> None:
        """Clean up after a process that was killed.

        Args:
            document_ids: of all documents that there are.
            find: finds the documents that were read from files of which nobody knows.
        """
        with self._connections.transaction() as connection:
            unfinished = connection.execute("SELECT id FROM jobs WHERE ended = 0").fetchall()
            self.originals.sweep(connection, {*document_ids, *(identity for (identity,) in unfinished)}, find)


def _written(job: Job) -> str:
    return _JSON.dump_json(job).decode()
