"""All rows of a table where a question asks for something of each: “How long is each kind of record kept?”."""

import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.tables.heads import column_names
from rag.english.word_lists import FUNCTION_WORDS, GENERAL_VERBS
from rag.evidence.sentences import Evidence
from rag.kinds.lists.list_items import Item
from rag.kinds.lists.named.asked_party import headed_rows
from rag.kinds.lists.named.named_rows import named_rows, tables_around, tables_with
from rag.retrieval.candidates import Candidate

__all__ = ["rows_of_each", "table_of_each"]

_EACH = re.compile(r"\b(?:each|every|all)((?:\s+[^\W_]+){1,4})", re.IGNORECASE)
_SAYS_LITTLE = frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS | {"each", "every"})))
_LOOKED_AT = 10
"""Passages whose tables are looked at."""

_FEWEST_COLUMNS = 2


def rows_of_each(index: Index, question: str, piece: Evidence) -> tuple[Item, ...]:
    """Return the rows of the table that a piece of evidence is a row of, where something of each of them is asked.

    What is said of each are the things in the first column, by its name: “each month” does not ask for all rows of a
    table of payments that is called by what they are for.

    Args:
        index: within one snapshot.
        question: its words, English.
        piece: that answers best.

    Returns:
        The rows in order, or those that a name of the question singles out; empty where nothing of each is asked.
    """
    if piece.header is None or not (asked := _EACH.search(question)):
        return ()
    for block in tables_with(index, [piece.row]):
        head, rows = headed_rows(index, block)
        if any(item.row.id == piece.row.id and item.start <= piece.start < item.end for item in rows):
            return tuple(named_rows(index, question, block)) if _is_of_each(asked[1], column_names(head)) else ()
    return ()


def table_of_each(index: Index, question: str, candidates: Sequence[Candidate]) -> tuple[Item, ...]:
    """Return the rows of the first table that has all of a question in its head and above it, and what it asks of each.

    “All stops of line 4” asks for the things themselves, of a table that is called line 4.

    Args:
        index: within one snapshot.
        question: its words, English.
        candidates: passages whose tables are looked at, best first.
    """
    if not (found := _EACH.search(question)):
        return ()
    asked = frozenset(analyse(question)) - _SAYS_LITTLE
    for block in tables_around(index, question, candidates[:_LOOKED_AT]):
        head, rows = headed_rows(index, block)
        columns = column_names(head)
        names = [frozenset(analyse(name)) for name in columns]
        above = frozenset(analyse(f"{rows[0].row.title} {rows[0].row.heading}")) if rows else frozenset[str]()
        are_named = sum(not name.isdisjoint(asked) for name in names) >= _FEWEST_COLUMNS
        are_named = are_named or not asked.difference(*names[:1]).isdisjoint(above)
        if _is_of_each(found[1], columns) and are_named and asked <= above.union(*names):
            return tuple(rows)
    return ()


def _is_of_each(said: str, columns: Sequence[str]) -> bool:
    """Tell whether what is said behind “each” are the things in the first of a table's columns."""
    each = frozenset(analyse(said)) - _SAYS_LITTLE
    return bool(columns) and not each.isdisjoint(analyse(columns[0]))
