"""Removal: documents go out of every answer at once, and can be brought back for a while."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from index.storage.side_database import now
from index.store import Index
from index.uploads.jobs import UPLOADS, Jobs

__all__ = ["KEPT", "forget_removed", "remove_documents"]

KEPT = datetime.timedelta(hours=1)
"""How long a document that was removed can be brought back."""


def remove_documents(index: Index, document_ids: Sequence[str]) -> None:
    """Take documents with all their versions out of every answer; ``Index.bring_back`` undoes it for an hour.

    Raises:
        DocumentNotFound: there is none of one of the ids; nothing was removed then.
        IndexLocked: another process is writing to the index.
        IndexDamaged: what is known of uploads cannot be read; nothing was removed then.
    """
    with _jobs_of(index.folder) as jobs, index.writing():
        index.set_aside(document_ids, now())
        _forget(index, jobs, KEPT)


def forget_removed(index: Index, kept: datetime.timedelta = KEPT) -> list[str]:
    """Remove for good what was removed longer ago, with the files that it came as, and return the ids.

    The index comes first, since from then on nobody can want it. A process that is killed in between leaves files that
    belong to no document, which go when a server next starts (``Jobs.recover``).

    Raises:
        IndexLocked: another process is writing to the index.
        IndexDamaged: what is known of uploads cannot be read; nothing was removed then.
    """
    with _jobs_of(index.folder) as jobs, index.writing():
        return _forget(index, jobs, kept)


def _forget(index: Index, jobs: Jobs | None, kept: datetime.timedelta) -> list[str]:
    gone = index.forget_removed(now(kept))
    # A document that has come again meanwhile keeps the file that it came as.
    there = {summary.id for summary in index.summaries(gone)}
    if jobs:
        jobs.forget_documents([identity for identity in gone if identity not in there])
    return gone


@contextmanager
def _jobs_of(folder: Path) -> Iterator[Jobs | None]:
    """Open what is known of uploads; None where nothing was ever sent in."""
    if not (folder / UPLOADS).exists():
        yield None
        return
    with closing(Jobs(folder)) as jobs:
        yield jobs
