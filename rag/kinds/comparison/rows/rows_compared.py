"""Sides that are rows of one table: “What do I get with Office that I don't get with Team?”."""

from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.tables.rows import cells
from rag.evidence.sentences import unscored
from rag.kinds.comparison.asked.named_sides import SideAsked
from rag.kinds.comparison.asked.sides import ASKS_TO_COMPARE
from rag.kinds.comparison.side_evidence import SideFound
from rag.kinds.lists.list_items import Item, ListBlock, words_of
from rag.kinds.lists.named.named_rows import named_cell, named_tables, tables_around
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["asks_how_they_differ", "rows_compared"]

_LOOKED_AT = 10
"""Passages whose tables are looked at."""

_FEWEST, _MOST = 2, 4


def rows_compared(
    index: Index, question: Question, candidates: Sequence[Candidate], sides: Sequence[SideAsked]
) -> list[SideFound]:
    """Return the rows of the table that has one for each side, or of which the question names several; else none.

    Of several such tables it is the one whose rows are called by the fewest words that nobody asked for.

    Args:
        index: within one snapshot.
        question: as read.
        candidates: passages, best first.
        sides: that the question compares: a row is a side's that has a cell which is called as that is.
    """
    looked_at = candidates[:_LOOKED_AT]
    if sides and not any(side.is_clause for side in sides):
        blocks = list(tables_around(index, question.text, looked_at))
        tables = [[_row_of(index, block, side) for side in sides] for block in blocks]
        called = [[each for each in rows if each] for rows in tables]
        if all_sides := [rows for rows in called if len(rows) == len(sides)]:
            best = min(all_sides, key=lambda rows: sum(beyond for beyond, _ in rows))
            return _of_sides(sides, [row for _, row in best], question)
        for block in blocks if asks_how_they_differ(question, sides) else ():
            rows = [row for side in sides if (row := _row_with(index, block, side))]
            if len({row.start for row in rows}) == len(sides):
                return _of_sides(sides, rows, question)
    for block in named_tables(index, question.text, looked_at):
        named = [(named_cell(words_of(index, item), question.text), item) for item in block.items]
        if _FEWEST <= len(named) <= _MOST and len({name for name, _ in named}) == len(named):
            return [_found(name, item, question) for name, item in named]
    return []


def _row_of(index: Index, block: ListBlock, side: SideAsked) -> tuple[int, Item] | None:
    """Return the only row of a table that has a side's name for a cell, or in its first; None where none or several do.

    “Kayak” may be called “Kayak, two seats”, also behind the number of the article, and “the fast ferry” be “Fast” in a
    table of ferries. With the row is how many words it is called by beyond the name, and beyond what stands above the
    table.
    """
    rows = [(item, cells(words_of(index, item))) for item in block.items]
    first = block.items[0].row
    above = frozenset(analyse(f"{first.title} {first.heading}"))
    for wanted in map(analyse, dict.fromkeys((side.full_name, side.name))):
        named = frozenset(wanted)
        exact = [(0, item) for item, own in rows if any(analyse(cell) == wanted for cell in own)]
        labels = [(frozenset(analyse(_label(own))), item) for item, own in rows]
        within = [(len(own - named - above), item) for own, item in labels if named <= own]
        below = [(len(own - named - above), item) for own, item in labels if named & own and named <= own | above]
        called = exact or within or below
        if wanted and len(called) == 1:
            return called[0]
    return None


def _label(own: Sequence[str]) -> str:
    """Return the cell that a row is called by: the first, or the one behind it where that is a code or a number."""
    is_code = len(own) > 1 and " " not in own[0] and any(map(str.isdigit, own[0]))
    return own[is_code]


def asks_how_they_differ(question: Question, sides: Sequence[SideAsked]) -> bool:
    """Tell whether nothing is asked but how the sides differ: then whatever a table has on them answers."""
    said = frozenset(analyse(question.text)) - ASKS_TO_COMPARE
    return bool(sides) and said <= frozenset(analyse(" ".join(side.full_name for side in sides)))


def _row_with(index: Index, block: ListBlock, side: SideAsked) -> Item | None:
    """Return the only row of a table that is called by a side's name and a word more: “Alder” is “Alder bicycle”."""
    wanted = frozenset(analyse(side.name))
    rows = [
        item
        for item in block.items
        if any(
            wanted <= (own := frozenset(analyse(cell))) and len(own) <= len(wanted) + 1
            for cell in cells(words_of(index, item))
        )
    ]
    return rows[0] if wanted and len(rows) == 1 else None


def _of_sides(sides: Sequence[SideAsked], rows: Sequence[Item], question: Question) -> list[SideFound]:
    return [_found(side.name, row, question) for side, row in zip(sides, rows, strict=True)]


def _found(name: str, item: Item, question: Question) -> SideFound:
    return SideFound(name, (unscored(item.row, item.start, item.end, question, item.header),), is_met=True)
