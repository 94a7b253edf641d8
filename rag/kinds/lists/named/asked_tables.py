"""The rows of a table whose columns a question names: “Which boats have a berth by the slip?” of boat, owner, berth."""

import dataclasses
from collections.abc import Iterator, Sequence

from index.search.analysis import analyse
from index.store import Index
from rag.english.words import SAYS_LITTLE, read_words
from rag.evidence.tables.heads import head_of
from rag.kinds.lists.list_items import Item, ListBlock, Shape, blocks_around, words_of
from rag.retrieval.candidates import Candidate
from rag.verification.problems.polarity import NEGATIONS

__all__ = ["asked_tables"]

_TABLE = 40_000
"""Characters of a table that are looked at on either side of a passage: all of it is wanted."""

_FEWEST_COLUMNS = 2
"""Words of the question that are in the head of a table which it asks for."""


def asked_tables(index: Index, question: str, candidates: Sequence[Candidate]) -> Iterator[ListBlock]:
    """Yield the tables of which a question names columns, with the rows alone that have most of its other words.

    Where the question says “not”, they are the rows that have none of these.

    Args:
        index: within one snapshot.
        question: its words.
        candidates: passages whose tables are looked at, best first.
    """
    asked = frozenset(analyse(question)) - SAYS_LITTLE
    seen = set()
    for row in (candidate.row for candidate in candidates):
        for block in blocks_around(index, row, _TABLE):
            if block.key in seen or block.items[0].shape is not Shape.TABLE:
                continue
            seen.add(block.key)
            head, items = _head(index, block)
            columns = asked.intersection(analyse(head))
            above = analyse(f"{block.items[0].row.title} {block.items[0].row.heading}")
            if len(columns) >= _FEWEST_COLUMNS:
                rows = _meant(index, items, asked - columns - frozenset(above), is_negated=_is_negated(question))
                if rows:
                    yield dataclasses.replace(block, items=rows)


def _head(index: Index, block: ListBlock) -> tuple[str, Sequence[Item]]:
    """Return the head of a table, and its rows; where nothing says that it has one, its first line may be it."""
    for item in block.items:  # of a head without figures only the rows with some know
        if item.header:
            return head_of(index, item.row, item.header), block.items
    return words_of(index, block.items[0]), block.items[1:]


def _meant(index: Index, items: Sequence[Item], terms: frozenset[str], *, is_negated: bool) -> tuple[Item, ...]:
    """Return the rows that have most of some terms, or none of them; nothing where no row has one, or all are alike."""
    having = [len(terms.intersection(analyse(words_of(index, item)))) for item in items]
    wanted = 0 if is_negated else max(having)
    rows = tuple(item for item, count in zip(items, having, strict=True) if count == wanted)
    return rows if max(having) and len(rows) < len(items) else ()


def _is_negated(question: str) -> bool:
    return any(word.lower in NEGATIONS or word.lower.endswith("n't") for word in read_words(question))
