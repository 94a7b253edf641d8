"""The rows of a table that have one cell in common, which a question asks for: “Who works in sales?”."""

import itertools
import re
from collections.abc import Iterator, Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.tables.heads import column_names
from index.text.tables.rows import cells, says_figure
from rag.english.word_lists import DOCUMENT_NOUNS, FUNCTION_WORDS, GENERAL_VERBS, WEEKDAYS, any_of
from rag.kinds.lists.list_items import Item, ListBlock, words_of
from rag.kinds.lists.named.asked_party import headed_rows
from rag.kinds.lists.named.named_rows import tables_around
from rag.retrieval.candidates import Candidate
from rag.verification.problems.polarity import NEGATIONS

__all__ = ["rows_of_cell"]

_LOOKED_AT = 10
"""Passages whose tables are looked at."""

_FEWEST, _MOST = 2, 30

_DAY = re.compile(rf"\b(?:{any_of(WEEKDAYS)})\b", re.IGNORECASE)
_LISTED = re.compile(r"[,;/]| and ")
_ASKS = re.compile(r"\W*(?:(?:and|so)\s+)?(?:who|which|what|list|name|show|give|all|every)\b", re.IGNORECASE)
_SAYS_LITTLE = frozenset(
    analyse(
        " ".join(
            FUNCTION_WORDS
            | GENERAL_VERBS
            | DOCUMENT_NOUNS
            | frozenset(
                "work works belong belongs sell sells offer offers have has contain contains include includes people"
                " person everyone all".split()
            )
        )
    )
)
"""Words that say no more of rows than that they are there: “Which spare parts do you sell?”."""


def rows_of_cell(index: Index, question: str, candidates: Sequence[Candidate]) -> tuple[Item, ...]:
    """Return the rows of the first table in which one column has a cell that a question asks for, in several rows.

    Such a cell may list other things beside: “goods-in, production”.

    All that the question says besides stands in the name of that column, or above the table. The cell is one by which
    rows are sorted: others of its column come again too, or the question has the column's name.

    Args:
        index: within one snapshot.
        question: its words.
        candidates: passages whose tables are looked at, best first.

    Returns:
        Nothing where no table has such rows, or all of its rows are such, and where the question asks for others than
        these.
    """
    if not _ASKS.match(question) or not NEGATIONS.isdisjoint(question.lower().split()):
        return ()
    asked = _terms(question) - _SAYS_LITTLE
    blocks = list(tables_around(index, question, candidates[:_LOOKED_AT]))
    for block in (*blocks, *_joined(index, blocks)):
        if found := _rows(index, block, asked):
            return found
    return ()


def _joined(index: Index, blocks: Sequence[ListBlock]) -> Iterator[ListBlock]:
    """Yield the tables of one document that have the same head as one, such as those of two weeks."""
    found: dict[tuple[str, str], list[list[Item]]] = {}
    for block in blocks:
        head, rows = headed_rows(index, block)
        found.setdefault((block.items[0].row.document_id, head), []).append(rows)
    for some in found.values():
        if len(some) > 1:
            items = sorted(itertools.chain(*some), key=lambda item: item.start)
            yield ListBlock(tuple(items), None, announced=False, whole=False)


def _rows(index: Index, block: ListBlock, asked: frozenset[str]) -> tuple[Item, ...]:
    head, items = headed_rows(index, block)
    names = column_names(head)
    above = _terms(f"{block.items[0].row.title} {block.items[0].row.heading}")
    lines = [cells(words_of(index, item)) for item in items]
    best: tuple[int, tuple[Item, ...]] = 0, ()
    for column, name in enumerate(map(_terms, names)):
        values = [line[column] if column < len(line) else "" for line in lines]
        own = list(map(_parts, values))
        filled = [value for value in values if value]
        listed = [part for parts in own for part in parts]
        comes_again = len(set(filled)) < len(filled) or len(set(listed)) < len(listed)
        is_sorted_by = comes_again or not asked.isdisjoint(name)
        for wanted in {each for each in frozenset().union(*own) if each <= asked} if is_sorted_by else ():
            meant = tuple(item for item, parts in zip(items, own, strict=True) if wanted in parts)
            is_some = _FEWEST <= len(meant) <= min(_MOST, len(items) - 1)
            worth = len(wanted) + len(asked & name)
            if is_some and asked <= wanted | name | above and worth > best[0]:
                best = worth, meant
    return best[1]


def _parts(cell: str) -> frozenset[frozenset[str]]:
    """Return the terms of a cell, and of each of the things that it lists: “heads of department, team leaders”."""
    if says_figure(cell):
        return frozenset()
    days = [found[0] for found in _DAY.finditer(cell)]  # “Thursday 15.30–16.45” is of a Thursday
    return frozenset(_terms(each) - _SAYS_LITTLE for each in (cell, *_LISTED.split(cell), *days)) - {frozenset()}


def _terms(text: str) -> frozenset[str]:
    return frozenset(analyse(text))
