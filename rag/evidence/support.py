"""What an answer quotes: evidence with what it needs to be understood, and where else the same words stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.storage.records import ChunkRow
from index.store import Index
from rag.evidence.sentences import Evidence
from rag.evidence.tables.heads import head_text
from rag.retrieval.candidates import Candidate

__all__ = ["Span", "Support", "overlaps", "supports"]

_MOST_COPIES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """Words of a document, ``document.text[start:end] == quote``, in the document that ``row`` is a chunk of.

    ``page`` is where most of them stand, counted from 1, where the format has pages.
    """

    row: ChunkRow
    start: int
    end: int
    quote: str
    page: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """What stands behind one sentence of an answer.

    Attributes:
        words: the evidence, with the sentences before it that a pronoun in it refers to.
        header: of the table that it is a row of.
        copies: where the same words stand in documents that repeat this one.
    """

    words: Span
    header: Span | None = None
    copies: tuple[Span, ...] = ()


def supports(index: Index, chosen: Sequence[Evidence], candidates: Sequence[Candidate]) -> list[Support]:
    """Return what to quote of each piece of evidence, in the given order; no two quotes overlap.

    Args:
        index: within one snapshot.
        chosen: in reading order.
        candidates: the passages that it was found in, with their copies.
    """
    copies_of = {candidate.row.id: candidate.copies for candidate in candidates}
    found = []
    for piece in chosen:
        text = index.chunks.text(piece.row)
        start = piece.quoted_from
        if any(other is not piece and overlaps(piece, start, other) for other in chosen):
            start = piece.start
        words = _span(index, piece.row, start, text[start - piece.row.start : piece.end - piece.row.start], piece.start)
        header = None
        if piece.header is not None:
            header = _span(index, piece.row, piece.header[0], head_text(piece.row, piece.header, text))
        rows = copies_of.get(piece.row.id, ())[:_MOST_COPIES]
        copies = [copy for row in rows if (copy := _same_words(index, row, words.quote))]
        found.append(Support(words, header, tuple(copies)))
    return found


def _span(index: Index, row: ChunkRow, start: int, quote: str, said_from: int | None = None) -> Span:
    """Return a quote's span; its page is that of what says it, not of the sentences before that it needs."""
    end = start + len(quote)
    said = start if said_from is None else said_from
    return Span(row, start, end, quote, index.pages.of_most(row.document_id, row.version, said, end))


def overlaps(piece: Evidence, start: int, other: Evidence) -> bool:
    """Tell whether a piece that began at ``start`` would hold some of another."""
    same = (piece.row.document_id, piece.row.version) == (other.row.document_id, other.row.version)
    return same and start < other.end and other.start < piece.end


def _same_words(index: Index, row: ChunkRow, quote: str) -> Span | None:
    """Return where a quote stands in a chunk, whatever the white space between its words."""
    match = re.search(r"\s+".join(map(re.escape, quote.split())), index.chunks.text(row))
    return _span(index, row, row.start + match.start(), match[0]) if match else None
