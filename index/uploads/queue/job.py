"""An upload on its way into the index, as it is written down."""

from dataclasses import dataclass
from typing import Any, Literal

from index.errors import FootnoteError
from index.parse.formats import Failure
from index.storage.records import DocumentSummary

__all__ = ["Job", "JobReport", "Stage", "recorded"]

Stage = Literal["waiting", "parsing", "encoding", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class JobReport:
    """What became of an upload, which may hold several documents.

    Attributes:
        documents: as they are now; for bytes that were there under another name, the document that has them.
        added: how many are new.
        replaced: how many have a new version.
        unchanged: how many were there already, also from an attempt that was broken off.
        failed: files inside it, of an archive or a mail, that could not become documents.
        skipped: files inside it of kinds that are not read.
    """

    documents: tuple[DocumentSummary, ...]
    added: int
    replaced: int
    unchanged: int
    failed: tuple[Failure, ...] = ()
    skipped: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """An upload on its way into the index.

    Attributes:
        id: 24 hex digits, ascending with time.
        name: as it was sent, without folders; a text's title or source.
        kind: a file, a text that was sent as JSON and is kept so, or a file of a folder, given away by the process that
            makes the index equal to that folder; it is not kept.
        source: what identifies the document across its versions.
        sha256: of the bytes that are kept, in hex.
        bytes: how many there are.
        tags: in any form.
        created_at: when it had arrived; times are ISO 8601 in UTC.
        stage: it waits, is parsed, is encoded; it is done, has failed, or was cancelled.
        percent: 0 to 100, as far as can be told.
        chunks: how many are encoded.
        chunks_per_second: since the encoding began.
        attempts: how often it was begun; more than once when the server was ended meanwhile.
        started_at: when it was last begun.
        finished_at: when it ended.
        report: what became of it, when it is done.
        problem: what went wrong, when it has failed (``recorded``).
    """

    id: str
    name: str
    kind: Literal["file", "text", "folder"]
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
        """Whether nothing more will become of it."""
        return self.stage in ("done", "failed", "cancelled")


def recorded(error: FootnoteError) -> dict[str, Any]:
    """Return an error as a job keeps it: its class, what happened, and what to do.

    Jobs that ended under a Footnote before this one have problem details (RFC 9457) in its place.
    """
    return {"error": type(error).__name__, "problem": error.problem, "remedy": error.remedy}
