"""Sides that are rows of one table: “What do I get with Office that I don't get with Team?”."""

from collections.abc import Sequence

from index.store import Index
from rag.evidence.sentences import unscored
from rag.kinds.comparison.side_evidence import SideFound
from rag.kinds.lists.list_items import words_of
from rag.kinds.lists.named.named_rows import named_cell, named_tables
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["rows_compared"]

_LOOKED_AT = 10
"""Passages whose tables are looked at."""

_FEWEST, _MOST = 2, 4


def rows_compared(index: Index, question: Question, candidates: Sequence[Candidate]) -> list[SideFound]:
    """Return the rows of the first table of which the question names several, each by a cell of its own; else none.

    Args:
        index: within one snapshot.
        question: as read.
        candidates: passages, best first.
    """
    for block in named_tables(index, question.text, candidates[:_LOOKED_AT]):
        named = [(named_cell(words_of(index, item), question.text), item) for item in block.items]
        if _FEWEST <= len(named) <= _MOST and len({name for name, _ in named}) == len(named):
            return [
                SideFound(name, (unscored(item.row, item.start, item.end, question, item.header),), is_met=True)
                for name, item in named
            ]
    return []
