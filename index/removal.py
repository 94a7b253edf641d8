"""Removal: documents go, and with them the files that they came as."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from index.jobs import UPLOADS, Jobs
from index.store import Index

__all__ = ["remove_documents"]


def remove_documents(index: Index, document_ids: Sequence[str]) -> None:
    """Remove documents with all their versions, and of the files that were sent in those that nobody needs any more.

    The index comes first, since from then on no answer has them. A process that is killed in between leaves files that
    belong to no document, which go when a server next starts (``Jobs.recover``).

    Raises:
        DocumentNotFound: there is none of one of the ids; nothing was removed then.
        IndexLocked: another process is writing to the index.
        IndexDamaged: what is known of uploads cannot be read; nothing was removed then.
    """
    # Held to the end, so that a document that comes again meanwhile keeps the file that it comes as.
    with _jobs_of(index.folder) as jobs, index.writing():
        index.delete(document_ids)
        if jobs:
            jobs.forget_documents(document_ids)


@contextmanager
def _jobs_of(folder: Path) -> Iterator[Jobs | None]:
    """Open what is known of uploads; None where nothing was ever sent in."""
    if not (folder / UPLOADS).exists():
        yield None
        return
    with closing(Jobs(folder)) as jobs:
        yield jobs
