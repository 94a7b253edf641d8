"""Tables that say who does what: the rows, or the cells, of who a question asks about."""

import dataclasses
import re
from collections.abc import Iterator, Sequence, Set

from index.search.analysis import analyse
from index.store import Index
from index.text.tables.rows import EDGE, cells
from rag.english.subjects import asked_subject
from rag.english.words import SAYS_LITTLE
from rag.evidence.tables.heads import head_of
from rag.kinds.lists.list_items import Item, ListBlock, words_of
from rag.kinds.lists.named.named_rows import tables_around
from rag.retrieval.candidates import Candidate

__all__ = ["asked_party", "cell_spans", "headed_rows", "said_in"]

_YES = re.compile(r"yes|y|x|true|[✓✔✅☑☒•●]", re.IGNORECASE)
_NO = re.compile(r"no|n|false|n/?a|[-–—✗✘❌☐\s]*", re.IGNORECASE)
"""Marks in the cells of a column that tell whether it holds of a row."""


def asked_party(index: Index, question: str, candidates: Sequence[Candidate]) -> Iterator[ListBlock]:
    """Yield the tables that say who does what, with what is of who a question asks about alone.

    All that the question asks stands above the table or in its head. Who it is, is a whole cell of some rows, or heads
    a column: then its rows are those that are marked there, or the column's cells are what is listed.

    Args:
        index: within one snapshot.
        question: English.
        candidates: passages whose tables are looked at, best first.
    """
    asked = frozenset(analyse(question)) - SAYS_LITTLE
    found = asked_subject(question)
    who = (found.doing | found.owning) & asked
    if not who:
        return
    for block in tables_around(index, question, candidates):
        row = block.items[0].row
        head, rows = headed_rows(index, block)
        items = _with_cell(index, rows, who) or _of_column(index, rows, cells(head), who)
        above = frozenset(analyse(f"{row.title} {row.heading} {head}"))
        in_rows = frozenset(analyse(" ".join(words_of(index, item) for item in items)))
        if items and asked <= above | (who & in_rows):
            yield dataclasses.replace(block, items=tuple(items), before=None, announced=False)


def headed_rows(index: Index, block: ListBlock) -> tuple[str, list[Item]]:
    """Return the head of a table and its rows, with it; its first line is it where nothing says that it has one."""
    for item in block.items:
        if item.header:
            return head_of(index, item.row, item.header), list(block.items)
    first, *rest = block.items
    span = first.start, first.end
    headed = [dataclasses.replace(item, header=span if item.row.id == first.row.id else item.row.head) for item in rest]
    return words_of(index, first), headed


def _with_cell(index: Index, rows: Sequence[Item], who: Set[str]) -> list[Item]:
    """Return the rows of which a whole cell is who is asked about; none where all are, or a single one."""
    found = [
        item
        for item in rows
        if any((terms := frozenset(analyse(cell))) and terms <= who for cell in cells(words_of(index, item)))
    ]
    return found if 1 < len(found) < len(rows) else []


def _of_column(index: Index, rows: Sequence[Item], head: Sequence[str], who: Set[str]) -> list[Item]:
    """Return what is in the column that who is asked about heads: the rows marked there, or its cells."""
    columns = [place for place, name in enumerate(head) if place and (t := frozenset(analyse(name))) and t <= who]
    if len(columns) != 1:
        return []
    [column] = columns
    cut = [(item, spans[column]) for item in rows if len(spans := cell_spans(index, item)) > column]
    values = [(item, span, said_in(index, item, span)) for item, span in cut]
    if all(_YES.fullmatch(said) or _NO.fullmatch(said) for _, _, said in values):
        return [item for item, _, said in values if _YES.fullmatch(said)]
    return [
        dataclasses.replace(item, start=span[0], end=span[1], header=None)
        for item, span, said in values
        if not _NO.fullmatch(said)
    ]


def cell_spans(index: Index, item: Item) -> list[tuple[int, int]]:
    """Return where the cells of a row stand in its document, without the white space around them."""
    text, found, start = words_of(index, item), list[tuple[int, int]](), 0
    for end in [*(edge.start() for edge in EDGE.finditer(text)), len(text)]:
        cell = text[start:end]
        first = start + len(cell) - len(cell.lstrip())
        found.append((item.start + first, item.start + max(first, start + len(cell.rstrip()))))
        start = end + 1
    return found


def said_in(index: Index, item: Item, span: tuple[int, int]) -> str:
    """Return the words of a cell of a row, by its place in the document."""
    return words_of(index, item)[span[0] - item.start : span[1] - item.start]
