"""The trash as commands and routes use it: with the files that documents came as, and for an hour."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from index.storage.stamps import now
from index.store import Index
from index.uploads.queue.jobs import UPLOADS, Jobs

__all__ = ["KEPT", "purge_trash", "restore_documents", "trash_documents"]

KEPT = datetime.timedelta(hours=1)
"""How long a document can be restored."""


def trash_documents(index: Index, document_ids: Sequence[str]) -> None:
    """Take documents with all their versions out of every answer; ``restore_documents`` undoes it for an hour.

    Raises:
        DocumentNotFound: one of the ids is unknown; nothing was trashed then.
        IndexLocked: another process is writing to the index.
        IndexDamaged: what is known of uploads cannot be read; nothing was trashed then.
    """
    with _jobs_of(index) as jobs, index.database.writing():
        index.trash.trash(document_ids, now())
        index.search.catch_up()
        _purge(index, jobs, KEPT)


def restore_documents(index: Index, document_ids: Sequence[str]) -> None:
    """Let documents answer again, as they were, with all their versions; those before one that fails do.

    Raises:
        DocumentNotFound: one is not in the trash, or not any more.
        DocumentConflict: there is a document of the same source by now.
        IndexLocked: another process is writing to the index.
    """
    with index.database.writing():
        for identity in document_ids:
            index.trash.restore(identity)
        index.search.catch_up()


def purge_trash(index: Index, kept: datetime.timedelta = KEPT) -> list[str]:
    """Remove for good what was trashed longer ago, with the files that it came as, and return the ids.

    The index comes first, since from then on nobody can want it. A process that is killed in between leaves files that
    belong to no document, which go when a server next starts (``Jobs.recover``).

    Raises:
        IndexLocked: another process is writing to the index.
        IndexDamaged: what is known of uploads cannot be read; nothing was purged then.
    """
    with _jobs_of(index) as jobs, index.database.writing():
        return _purge(index, jobs, kept)


def _purge(index: Index, jobs: Jobs | None, kept: datetime.timedelta) -> list[str]:
    gone = index.trash.purge(now(kept))
    # A document that has come again meanwhile keeps the file that it came as.
    there = {summary.id for summary in index.documents.summaries(gone)}
    if jobs:
        jobs.forget_documents([identity for identity in gone if identity not in there])
    return gone


@contextmanager
def _jobs_of(index: Index) -> Iterator[Jobs | None]:
    """Open what is known of uploads; None where nothing was ever sent in."""
    if not index.database.has_beside(UPLOADS):
        yield None
        return
    with closing(Jobs(index.folder, index.beside(UPLOADS))) as jobs:
        yield jobs
