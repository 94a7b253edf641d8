"""Documents come into an index, and go for good, on the product's path, for tests that need some there or gone."""

import dataclasses
import datetime
from collections.abc import Iterable, Sequence

from index.documents import Origin
from index.folders.ingest import IngestReport, ingest_documents
from index.origins import brought
from index.parse.formats import read
from index.store import Index
from index.uploads.trash import purge_trash, trash_documents

__all__ = ["ingest_bytes", "remove_for_good"]

_AT_ONCE = datetime.timedelta(seconds=-1)


def ingest_bytes(index: Index, data: bytes, name: str, source: str, tags: Sequence[str] = ()) -> IngestReport:
    """Index a trusted file's bytes, parsed here, under a source of the caller's choice; tags join those in the file.

    Args:
        index: to write to.
        data: the whole file.
        name: whose extension chooses the parser.
        source: what identifies it across its versions.
        tags: in any form.

    Raises:
        DocumentError: it cannot become a document; what was there under that source stays.
    """
    contents = brought(read(data, source, name), Origin(file=source))
    report = ingest_documents(index, contents.documents, tags=tags)
    return dataclasses.replace(report, failed=contents.failures, skipped=contents.skipped)


def remove_for_good(index: Index, document_ids: str | Iterable[str]) -> None:
    """Trash documents, and purge the trash: as if their hour were over.

    Raises:
        DocumentNotFound: one of the ids is unknown; nothing was removed then.
    """
    trash_documents(index, [document_ids] if isinstance(document_ids, str) else list(document_ids))
    purge_trash(index, _AT_ONCE)
