"""What answers so plainly that no reader need judge it."""

from collections.abc import Sequence

from index.store import Index
from index.text.tables.rows import is_row
from rag.evidence.doubts.injection import gives_orders
from rag.evidence.plain.asked_cell import asked_cell
from rag.evidence.plain.asked_field import asked_field
from rag.evidence.plain.asked_heading import below_the_question
from rag.evidence.plain.asked_line import has_asked_number
from rag.evidence.plain.asked_part import begins_with_asked_part
from rag.evidence.plain.asked_price import asked_price
from rag.evidence.sentences import Evidence, quotes
from rag.evidence.tables.heads import head_text
from rag.evidence.tables.lines import group_of, is_group
from rag.retrieval.question import Question

__all__ = ["LEAST_CONFIDENCE", "plain_answers"]

LEAST_CONFIDENCE = 0.9
"""How likely such evidence answers, at least."""

_LOOKED_AT = 16
_MOST = 5
"""More rows or lines that fit say that something else was asked."""


def plain_answers(index: Index, question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that plainly answers, best first; empty where none does, or what does gives orders.

    Args:
        index: within one snapshot.
        question: as read.
        evidence: best first.
    """
    below = below_the_question(question.text, evidence)
    if below and not any(gives_orders(index, piece.row) for piece in below):
        return below
    first = evidence[:_LOOKED_AT]
    found = [
        (piece, named)
        for piece, words in zip(first, quotes(index, first), strict=True)
        if (named := _by_what(index, question, piece, words)) is not None and not gives_orders(index, piece.row)
    ]
    # Who asks for the vice-treasurer does not ask for the treasurer, whose cell has no other words.
    kept = [piece for piece, named in found if not any(named and named < other for _, other in found)]
    return kept if len(kept) <= _MOST else []


def _by_what(index: Index, question: Question, piece: Evidence, words: str) -> frozenset[str] | None:
    """Return the terms of the cell, or of the field's name, by which a row or a line is the one that is asked for.

    Returns:
        Empty of a clause, or a line of a list of numbers, that is asked for; None of what is not.
    """
    above = f"{piece.row.title}\n{piece.row.heading}"
    if name := asked_field(question, words, above, index.chunks.text(piece.row)):
        return name
    if not is_row(words):
        is_it = begins_with_asked_part(question, words) or has_asked_number(question, words, above)
        return frozenset() if is_it else None
    text = index.chunks.text(piece.row)
    head = head_text(piece.row, piece.header, text) if piece.header else ""
    around = f"{above}\n{_beside(piece, text)}"
    return asked_cell(question, head, words, around) or asked_price(question, head, words, around, piece) or None


def _beside(piece: Evidence, text: str) -> str:
    """Return what a chunk says beside its tables, and of the lines that divide them the one that a row stands under."""
    row, group = piece.row, group_of(piece.row, piece.start, text)
    lines = [(span, text[span[0] - row.start : span[1] - row.start]) for span in row.sentences]
    return "\n".join(line for span, line in lines if span == group or not (is_row(line) or is_group(row, span, text)))
