"""What answers so plainly that no reader need judge it."""

from collections.abc import Sequence

from index.store import Index
from index.text.tables.rows import is_row
from rag.evidence.doubts.injection import gives_orders
from rag.evidence.plain.asked_cell import has_asked_cell
from rag.evidence.plain.asked_field import is_asked_field
from rag.evidence.plain.asked_heading import below_the_question
from rag.evidence.plain.asked_line import has_asked_number
from rag.evidence.plain.asked_part import begins_with_asked_part
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
        piece
        for piece, words in zip(first, quotes(index, first), strict=True)
        if _is_it(index, question, piece, words) and not gives_orders(index, piece.row)
    ]
    return found if len(found) <= _MOST else []


def _is_it(index: Index, question: Question, piece: Evidence, words: str) -> bool:
    """Tell whether a row, a clause or a line is the one that is asked for."""
    above = f"{piece.row.title}\n{piece.row.heading}"
    if is_asked_field(question, words, above, index.chunks.text(piece.row)):
        return True
    if not is_row(words):
        return begins_with_asked_part(question, words) or has_asked_number(question, words, above)
    text = index.chunks.text(piece.row)
    head = head_text(piece.row, piece.header, text) if piece.header else ""
    return has_asked_cell(question, head, words, f"{above}\n{_beside(piece, text)}")


def _beside(piece: Evidence, text: str) -> str:
    """Return what a chunk says beside its tables, and of the lines that divide them the one that a row stands under."""
    row, group = piece.row, group_of(piece.row, piece.start, text)
    lines = [(span, text[span[0] - row.start : span[1] - row.start]) for span in row.sentences]
    return "\n".join(line for span, line in lines if span == group or not (is_row(line) or is_group(row, span, text)))
