"""Sides that are sections of one document under like headings: “What supporters say”, “What critics say”."""

from collections.abc import Sequence

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.store import Index
from rag.evidence.doubts.recency.versions import inner_heading
from rag.evidence.doubts.values import asked_kinds
from rag.investigation.found import Found
from rag.kinds.comparison.asked.named_sides import SideAsked
from rag.kinds.comparison.asked.sides import ASKS_TO_COMPARE, speaks_of_size
from rag.kinds.comparison.side_evidence import LOOKED_AT, MOST_SHOWN, SideFound
from rag.kinds.overview.document_text import read_document
from rag.kinds.overview.quoting import quoted
from rag.kinds.overview.salience import salience
from rag.kinds.overview.selection import chosen

__all__ = ["of_sections"]


def of_sections(index: Index, sides: Sequence[SideAsked], found: Found) -> list[SideFound]:
    """Return what carries the sections that sides are called by, of the first document that has one for each.

    Their headings say the same but for what the sides are called by; nothing where no document has such, and where a
    figure is asked for, which a sentence says.

    Args:
        index: within one snapshot.
        sides: that a question compares.
        found: for the question.
    """
    if len(sides) < 2 or any(side.is_clause or not side.terms for side in sides) or _asks_for_figures(found):
        return []
    for document_id in dict.fromkeys(candidate.row.document_id for candidate in found.candidates[:LOOKED_AT]):
        rows = list(index.chunks.get(index.chunks.ids_of([document_id])).values())
        if headings := _headings(rows, sides):
            each = MOST_SHOWN // len(sides)
            told = []
            for side, heading in zip(sides, headings, strict=True):
                text = read_document(index, document_id, {row.id for row in rows if row.heading == heading})
                taken = text.only(chosen(text, salience(text), each)) if text.sentences else text
                told.append(SideFound(side.name, quoted(index, taken, found), is_met=True))
            return told if all(side.evidence for side in told) else []
    return []


def _asks_for_figures(found: Found) -> bool:
    asked = found.question.text
    return bool(asked_kinds(asked)) or speaks_of_size(asked)


def _headings(rows: Sequence[ChunkRow], sides: Sequence[SideAsked]) -> list[str]:
    """Return the heading of each side, in their order; empty where one has none, or several, or they are not alike."""
    said = {row.heading: frozenset(analyse(inner_heading(row))) for row in rows}
    named = [[heading for heading, terms in said.items() if side.terms <= terms] for side in sides]
    headings = [own[0] for own in named if len(own) == 1]
    beside = {said[heading] - side.terms - ASKS_TO_COMPARE for heading, side in zip(headings, sides, strict=False)}
    return headings if len(set(headings)) == len(sides) and len(beside) == 1 else []
