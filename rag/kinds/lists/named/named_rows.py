"""The rows of a table that a question singles out by what stands in them."""

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from index.storage.records import ChunkRow
from index.store import Index
from index.text.tables.rows import cells
from rag.evidence.doubts.recency.editions import edition_of
from rag.evidence.doubts.recency.ordering import newer_versions_first
from rag.kinds.lists.list_items import WINDOW, Item, ListBlock, Shape, blocks_around, words_of
from rag.retrieval.candidates import Candidate

__all__ = ["named_cell", "named_rows", "named_tables", "tables_around", "tables_with"]

_WORD = re.compile(r"[^\W_]+")
_TABLE = 40_000
"""Characters of a table that are looked at on either side of a passage: all of it is wanted."""

_FEWEST_CHARACTERS = 4
"""Of a cell that a question names: “No” and “12” stand in too many."""


def named_tables(index: Index, question: str, candidates: Sequence[Candidate]) -> Iterator[ListBlock]:
    """Yield the tables of which the question names a whole cell, such as who sent the bills, with those rows alone.

    Args:
        index: within one snapshot.
        question: its words.
        candidates: passages whose tables are looked at.
    """
    naming = [
        each
        for each in candidates
        if any(named_cell(line, question) for line in index.chunks.text(each.row).splitlines())
    ]
    for block in tables_around(index, question, naming):
        rows = named_rows(index, question, block)
        meant = tuple(item for item in rows if named_cell(words_of(index, item), question))
        if 0 < len(meant) < len(block.items):
            yield dataclasses.replace(block, items=meant)


def tables_around(index: Index, question: str, candidates: Sequence[Candidate]) -> Iterator[ListBlock]:
    """Yield the tables that passages have a part of, whole and each once, in the order of the passages.

    That of a later version of a document comes before that of an older one, unless the question means the old one.

    Args:
        index: within one snapshot.
        question: its words.
        candidates: passages.
    """
    rows = newer_versions_first(question, [each.row for each in candidates], functools.partial(edition_of, index))
    yield from tables_with(index, rows, _TABLE)


def tables_with(index: Index, rows: Iterable[ChunkRow], window: int = WINDOW) -> Iterator[ListBlock]:
    """Yield the tables that chunks have a part of, each once, in the order of the chunks.

    Args:
        index: within one snapshot.
        rows: the chunks.
        window: characters of a table that are looked at on either side of a chunk.
    """
    seen = set()
    for row in rows:
        for block in blocks_around(index, row, window):
            if block.key not in seen and block.items[0].shape is Shape.TABLE:
                seen.add(block.key)
                yield block


def named_rows(index: Index, question: str, block: ListBlock) -> Sequence[Item]:
    """Return the rows of a table that a name or number of the question singles out; all where none does.

    What the whole table is about, by its title or heading, singles out none.

    Args:
        index: within one snapshot.
        question: its words.
        block: a list, of which all items are returned, or a table.
    """
    if block.items[0].shape is not Shape.TABLE:
        return block.items
    first = block.items[0].row
    above = frozenset(_WORD.findall(f"{first.title} {first.heading}"))
    names = [word for word in _WORD.findall(question)[1:] if word[0].isupper() or word[0].isdigit()]
    rows = [frozenset(_WORD.findall(words_of(index, item))) for item in block.items]
    telling = [name for name in names if name not in above and 0 < sum(name in row for row in rows) < len(rows)]
    meant = [item for item, row in zip(block.items, rows, strict=True) if all(name in row for name in telling)]
    return meant or block.items


def named_cell(line: str, question: str) -> str:
    """Return the cell of a table's line that a question names with a name or a number; empty where it names none.

    Args:
        line: with marks between its cells.
        question: whose first word may be a capital by its place, and names nothing.
    """
    found = cells(line)
    if len(found) < 2:
        return ""
    asked = _WORD.findall(question)
    for cell in found:
        words = _WORD.findall(cell)
        if len(cell) < _FEWEST_CHARACTERS or not any(word[0].isupper() or word[0].isdigit() for word in words):
            continue
        if any(asked[place : place + len(words)] == words for place in range(1, len(asked))):
            return cell
    return ""
