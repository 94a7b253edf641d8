"""Sides that are lines of one section, each called by what stands before its colon: “Oak: 12 years”, “Larch: 8”."""

import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.tables.rows import is_row
from rag.evidence.sentences import unscored
from rag.kinds.comparison.asked.named_sides import SideAsked
from rag.kinds.comparison.side_evidence import SideFound
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["lines_compared"]

_LOOKED_AT = 10
"""Passages whose lines are looked at."""

_LABEL = re.compile(r"\W{0,3}(?P<name>[^\W_][^:|\n]{0,58}?[^\W_]):\s+\S")
"""“• Oak: …”: what a line is called by, however long it is."""


def lines_compared(
    index: Index, question: Question, candidates: Sequence[Candidate], sides: Sequence[SideAsked]
) -> list[SideFound]:
    """Return the lines of the first passage that has one for each side, called by its whole name; else none.

    Args:
        index: within one snapshot.
        question: as read.
        candidates: passages, best first.
        sides: that the question compares.
    """
    if not sides or any(side.is_clause for side in sides):
        return []
    for row in (candidate.row for candidate in candidates[:_LOOKED_AT]):
        text = index.chunks.text(row)
        named: dict[frozenset[str], list[tuple[int, int]]] = {}
        for start, end in row.sentences:
            words = text[start - row.start : end - row.start]
            if (label := _LABEL.match(words)) and not is_row(words):
                named.setdefault(frozenset(analyse(label["name"])), []).append((start, end))
        lines = [named.get(frozenset(analyse(side.full_name)), []) for side in sides]
        if all(len(each) == 1 for each in lines):
            return [
                SideFound(side.name, (unscored(row, start, end, question),), is_met=True)
                for side, [(start, end)] in zip(sides, lines, strict=True)
            ]
    return []
