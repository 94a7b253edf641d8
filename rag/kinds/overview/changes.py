"""What the newest version of a document says that the one before it does not, in all of it or in a section."""

from collections.abc import Sequence

from index.storage.records import ChunkRow, DocumentSummary
from index.store import Index
from rag.evidence.doubts.recency.versions import without_figures
from rag.kinds.overview.asked.named import versions_of
from rag.kinds.overview.document_text import DocumentText, read_document
from rag.kinds.overview.selection import new_places

__all__ = ["new_in", "section_in_versions"]


def new_in(index: Index, versions: Sequence[DocumentSummary]) -> DocumentText | None:
    """Return the sentences of the newest version that the one before it does not have; None where there are none.

    Args:
        index: within one snapshot.
        versions: at least two, the newest first.
    """
    newest, before = (read_document(index, version.id) for version in versions[:2])
    places = new_places(newest, before)
    return newest.only(places) if places else None


def section_in_versions(index: Index, section: ChunkRow, listed: Sequence[DocumentSummary]) -> list[DocumentText]:
    """Return what changed in a section, first in the words of the version before; empty where nothing did.

    Args:
        index: within one snapshot.
        section: a chunk of it.
        listed: the documents that may answer, that of the section among them.
    """
    versions = versions_of(index, section, listed)[:2]
    if len(versions) == 1:
        return []
    newer, older = (_under(read_document(index, version.id), section.heading) for version in versions)
    pairs = ((older, newer), (newer, older))
    changed = [text.only(new_places(text, other)) for text, other in pairs]
    return changed if all(text.sentences for text in changed) else []


def _under(text: DocumentText, heading: str) -> DocumentText:
    """Return the sentences that stand under a heading, whatever its number."""
    name = without_figures(heading)
    return text.only([n for n, each in enumerate(text.sentences) if without_figures(each.row.heading) == name])
