"""What answers so plainly that no reader need judge it: what is below the question itself, and rows it singles out."""

from collections.abc import Sequence

from index.store import Index
from index.text.tables.rows import is_row
from rag.evidence.asked_cell import has_asked_cell
from rag.evidence.asked_heading import below_the_question
from rag.evidence.sentences import Evidence, quotes
from rag.evidence.tables.heads import head_text
from rag.evidence.tables.lines import group_of, is_group
from rag.retrieval.question import Question

__all__ = ["LEAST_CONFIDENCE", "plain_answers"]

LEAST_CONFIDENCE = 0.9
"""How likely such evidence answers, at least."""

_LOOKED_AT = 16
_MOST_ROWS = 5
"""More rows that fit say that something else was asked."""


def plain_answers(index: Index, question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that plainly answers, best first; empty where none does.

    Args:
        index: within one snapshot.
        question: as read.
        evidence: best first.
    """
    if below := below_the_question(question.text, evidence):
        return below
    rows = [piece for piece in evidence[:_LOOKED_AT] if piece.header and _is_asked_row(index, question, piece)]
    return rows if len(rows) <= _MOST_ROWS else []


def _is_asked_row(index: Index, question: Question, piece: Evidence) -> bool:
    assert piece.header is not None  # noqa: S101 — asked for only then
    text = index.chunks.text(piece.row)
    [words] = quotes(index, [piece])
    above = f"{piece.row.title}\n{piece.row.heading}\n{_beside(piece, text)}"
    return has_asked_cell(question, head_text(piece.row, piece.header, text), words, above)


def _beside(piece: Evidence, text: str) -> str:
    """Return what a chunk says beside its tables, and of the lines that divide them the one that a row stands under."""
    row, group = piece.row, group_of(piece.row, piece.start, text)
    lines = [(span, text[span[0] - row.start : span[1] - row.start]) for span in row.sentences]
    return "\n".join(line for span, line in lines if span == group or not (is_row(line) or is_group(row, span, text)))
