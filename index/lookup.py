"""Which document somebody means."""

from pathlib import Path

from index.errors import DocumentNotFound
from index.origins import is_called
from index.store import Index

__all__ = ["document_id_of"]


def document_id_of(index: Index, given: str) -> str:
    """Return the id of a document given by id, by source, or by the end of one source alone.

    Raises:
        DocumentNotFound: none is meant, or more than one.
    """
    documents, origins = index.documents(), index.origins()
    for test in (
        lambda d: given in (d.id, d.source),
        lambda d: d.source == str(Path(given).resolve()),
        lambda d: is_called(given, d.source, origins[d.id][1].file if d.id in origins else ""),
    ):
        matches = [document.id for document in documents if test(document)]
        if len(matches) == 1:
            return matches[0]
    raise DocumentNotFound(f"There is no one document “{given}”", "List the documents with “footnote documents list”")
