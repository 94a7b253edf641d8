"""What stands for a document where only the catalogue says what is asked: its beginning, its byline, its date line."""

from collections.abc import Callable

from index.search.analysis import analyse
from index.storage.records import ChunkRow, DocumentSummary
from index.store import Index
from index.text.forms.dates import dates
from rag.evidence.doubts.recency.editions import day_of
from rag.evidence.leads import lead_row, lead_spans
from rag.evidence.sentences import Evidence, unscored
from rag.kinds.overview.document_text import is_prose

__all__ = ["byline", "date_line", "opening"]

_LOOKED_AT = 12
"""Sentences at the top of a document among which its byline and its date stand."""


def opening(index: Index, document: DocumentSummary) -> Evidence | None:
    """Return the first sentence of a document that says something beside its title, under which it is listed.

    Where none near the top does, it is the title, where that stands in the text, else the first sentence; None of a
    document without.

    Args:
        index: within one snapshot.
        document: current.
    """
    row = _first_chunk(index, document)
    if row is None:
        return None
    text = index.chunks.text(row)
    says = (
        span
        for span in row.sentences[:_LOOKED_AT]
        if is_prose(text[span[0] - row.start : span[1] - row.start], row.title)
    )
    span = next(says, None)
    return unscored(row, *span) if span else _title(index, row)


def byline(index: Index, document: DocumentSummary, author: str) -> Evidence | None:
    """Return the sentence near a document's top that names its author, else its title or its first sentence."""
    name = set(analyse(author, ""))
    return _near_the_top(index, document, lambda text: name.issubset(analyse(text, "")))


def date_line(index: Index, document: DocumentSummary) -> Evidence | None:
    """Return the sentence near a document's top that says its date, else its title or its first sentence."""
    day = day_of(document)
    return _near_the_top(index, document, lambda text: any(day in terms for _, _, terms in dates(text)))


def _near_the_top(index: Index, document: DocumentSummary, says_it: Callable[[str], bool]) -> Evidence | None:
    row = _first_chunk(index, document)
    if row is not None:
        text = index.chunks.text(row)
        for start, end in row.sentences[:_LOOKED_AT]:
            if says_it(text[start - row.start : end - row.start]):
                return unscored(row, start, end)
    return None if row is None else _title(index, row)


def _title(index: Index, row: ChunkRow) -> Evidence | None:
    if title := lead_spans(index, row).title:
        return unscored(lead_row(row, title, 0), *title)
    return unscored(row, *row.sentences[0]) if row.sentences else None


def _first_chunk(index: Index, document: DocumentSummary) -> ChunkRow | None:
    ids = index.chunks.ids_of([document.id])[:1]
    return index.chunks.get(ids)[ids[0]] if ids else None
