"""The least and the most of a column: which of all is the cheapest, and which the dearest."""

import dataclasses
import re
from collections.abc import Iterator, Sequence

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.store import Index
from index.text.tables.heads import column_names
from index.text.tables.rows import cells
from rag.english.quantities import NAMES_PRICE, PRICE, QuantityKind, quantities
from rag.english.word_lists import IN_FORCE, NOT_ASKED_FOR, OF_PRICE
from rag.evidence.sentences import Evidence
from rag.evidence.tables.heads import head_of, header_of
from rag.retrieval.question import Question

__all__ = ["asks_for_extremes", "asks_nothing_else", "extremes"]

_SUPERLATIVE = re.compile(r"\b(?:[a-z]{3,}est|best|worst|most|least)\b", re.IGNORECASE)
_NO_SUPERLATIVES = frozenset(
    "arrest attest behest contest digest divest earnest forest guest harvest honest infest inquest interest invest"
    " manifest modest protest quest request suggest tempest".split()
)
_COUNTED = (QuantityKind.AMOUNT, QuantityKind.SHARE, QuantityKind.YEAR)
"""A bare 1160 is read as a year."""

_COSTS = frozenset({"cost", "costs"})
_IDLE = NOT_ASKED_FOR | IN_FORCE | _COSTS
"""Words that ask for nothing which a table of prices has not: “What does the biggest plan cost now?”"""

_FEWEST_ROWS = 3
_LOOKED_AT = 3


def asks_for_extremes(text: str) -> bool:
    """Tell whether a question asks for the most or the least of something."""
    return any(match[0].lower() not in _NO_SUPERLATIVES for match in _SUPERLATIVE.finditer(text))


def extremes(index: Index, question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the rows of a table with the least and the most in the column that is asked for; empty where none is.

    Args:
        index: within one snapshot.
        question: as read.
        evidence: best first; the table is that of the first row among the best of them.
    """
    row = next((piece for piece in evidence[:_LOOKED_AT] if piece.header), None)
    if row is None:
        return ()
    valued = _values(index, question, row)
    if not valued:
        return ()
    least, most = min(valued, key=lambda each: each[0]), max(valued, key=lambda each: each[0])
    return (least[1], most[1]) if least[0] < most[0] else ()


def asks_nothing_else(index: Index, question: Question, row: Evidence) -> bool:
    """Tell whether all words of a question are a table's: of “the cheapest with radiators” not every row is asked."""
    head = head_of(index, row.row, row.header) if row.header else ""
    known = set(analyse(f"{head} {row.row.title} {row.row.heading}"))
    rest = [each for each in question.words if not _SUPERLATIVE.fullmatch(each.text) and each.text.lower() != "fewest"]
    return all(each.text.lower() in _IDLE or not known.isdisjoint(each.terms) for each in rest)


def _values(index: Index, question: Question, like: Evidence) -> list[tuple[float, Evidence]]:
    """Return the rows of a table with their value in the column of numbers that shares most words with the question.

    Where it asks for the cheapest, and no column shares a word, that is the first column of prices.
    """
    assert like.header is not None  # noqa: S101 — asked for only then
    rows = index.chunks.get(index.chunks.ids_of([like.row.document_id]))
    for column, is_price in _columns(question, head_of(index, like.row, like.header)):
        found = []
        for row in rows.values():
            for start, end in row.sentences:
                cell = _cell(index, row, (start, end), like.header, column)
                value = _value(cell)
                if value is not None and (not is_price or PRICE.search(cell)):
                    found.append((value, dataclasses.replace(like, row=row, start=start, end=end)))
        if len(found) >= _FEWEST_ROWS:
            return found
    return []


_MEASURED = {
    **dict.fromkeys(("longest", "shortest"), "length duration"),
    **dict.fromkeys(("oldest", "newest", "youngest"), "built year age born"),
    **dict.fromkeys(("tallest", "highest"), "height"),
    **dict.fromkeys(("heaviest", "lightest"), "weight"),
}
"""What a superlative is of, where no column has its word."""


def _columns(question: Question, head: str) -> Iterator[tuple[int, bool]]:
    """Yield the columns whose names share words with the question, those that share most first, then those of prices.

    With each is whether its values must be prices.
    """
    said = [word.text.lower() for word in question.words]
    asked = set(question.terms).union(*(analyse(_MEASURED[word]) for word in said if word in _MEASURED))
    shared = [len(asked.intersection(analyse(cell))) for cell in column_names(head)]
    for column in sorted(range(len(shared)), key=lambda place: -shared[place]):
        if shared[column]:
            yield column, False
    if not (OF_PRICE | _COSTS).isdisjoint(said):
        named = [column for column, name in enumerate(column_names(head)) if NAMES_PRICE.search(name)]
        yield from ((column, False) for column in named if not shared[column])
        yield from ((column, True) for column in range(len(shared)) if not shared[column])


def _cell(index: Index, row: ChunkRow, span: tuple[int, int], header: tuple[int, int], column: int) -> str:
    """Return a cell of a row of the table with this head; empty where the row is of another, or ends before it."""
    text = index.chunks.text(row)
    if header_of(row, *span, text) != header:
        return ""
    found = cells(text[span[0] - row.start : span[1] - row.start])
    return found[column] if column < len(found) else ""


def _value(cell: str) -> float | None:
    """Return the one number that a cell has."""
    found = [each for each in quantities(cell) if each.kind in _COUNTED]
    return float(found[0].value[0]) if len(found) == 1 else None
