"""Sides that are documents of their own: what each of them says of what is compared."""

import dataclasses
from collections.abc import Mapping, Sequence

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from rag.evidence.sentences import Evidence, unscored
from rag.evidence.support import overlaps
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.collection.called import is_called, up_to_noun
from rag.kinds.comparison.asked.named_sides import SideAsked
from rag.kinds.comparison.rows.rows_compared import asks_how_they_differ
from rag.kinds.comparison.rows.tables_compared import tables_compared
from rag.kinds.comparison.sections_compared import sections_compared
from rag.kinds.comparison.side_evidence import SideFound, in_order
from rag.kinds.lists.named.cells_of_day import cells_of_day
from rag.kinds.overview.asked.focus import focus
from rag.kinds.overview.asked.named import name_terms
from rag.kinds.overview.document_text import read_document
from rag.kinds.overview.quoting import quoted
from rag.kinds.overview.selection import chosen
from rag.reading.close_reading import MOST_READ

__all__ = ["of_titles"]

_NAMED = 0.6
"""The share of a side's words in a document's title from which the document is the side."""

_LOOKED_AT = 30
_TWO = 2
_OF_ONE = 2
_ALIKE = 0.5
"""What a sentence loses that is just like one that was taken of the same side."""


def of_titles(
    query: Query, sides: Sequence[SideAsked], whole: Investigation, investigator: Investigator
) -> tuple[list[Investigation], list[SideFound]]:
    """Return what was looked up in the documents that sides are named after; nothing unless each has one of its own.

    Of two with like tables, where nothing is asked but how they differ, it is the rows in which these do.

    Args:
        query: as asked.
        sides: of its question.
        whole: what was found for it as it is.
        investigator: within one snapshot of its index.
    """
    sources = [_source(side, whole) for side in sides]
    if "" in sources:
        sources = _sources_of_named(sides, whole)
    if "" in sources:
        sources = _alike(sides, whole)
    if len(sides) < 2 or "" in sources or len(set(sources)) < len(sides):
        return [], []
    documents = {each.row.source: each.row.document_id for each in whole.found.candidates}
    if len(sides) == _TWO and asks_how_they_differ(whole.found.question, sides):
        tables = tables_compared(investigator.index, whole.found.question, [documents[each] for each in sources])
        if tables:
            named = zip(sides, tables, strict=True)
            return [], [SideFound(side.name, rows, is_met=True) for side, rows in named if rows]
    if days := _on_a_day(sides, sources, whole, investigator):
        return [], days
    if len(sides) == _TWO:
        asked = frozenset(analyse(query.text)).difference(*(side.terms for side in sides))
        sections = sections_compared(investigator.index, asked, [documents[each] for each in sources], whole.found)
        if sections:
            named = zip(sides, sections, strict=True)
            return [], [SideFound(side.name, pieces, is_met=True) for side, pieces in named]
    parts, found = [], []
    for side, source in zip(sides, sources, strict=True):
        filters = dataclasses.replace(query.filters, sources=(source,))
        part = investigator.investigate(
            dataclasses.replace(query.reworded(side.question), filters=filters), at_least=MOST_READ
        )
        parts.append(part)
        found.append(SideFound(side.name, _best(side, part, investigator), is_met=True))
    return parts, [side for side in found if side.evidence]


def _on_a_day(
    sides: Sequence[SideAsked], sources: Sequence[str], whole: Investigation, investigator: Investigator
) -> list[SideFound]:
    """Return what the timetable of each side has on the day that a question asks about; nothing unless each has one."""
    question, found = whole.found.question, []
    for side, source in zip(sides, sources, strict=True):
        own = [each for each in whole.found.candidates if each.row.source == source]
        cells = cells_of_day(investigator.index, side.question, own)
        pieces = tuple(unscored(cell.row, cell.start, cell.end, question) for cell in cells)
        found.append(SideFound(side.name, pieces, is_met=True))
    return found if all(side.evidence for side in found) else []


def _source(side: SideAsked, whole: Investigation) -> str:
    """Return the source of the document that is titled or called as a side is; empty where none is, or several are."""
    if not side.terms or side.is_clause:
        return ""
    rows = {candidate.row.source: candidate.row for candidate in whole.found.candidates[:_LOOKED_AT]}
    # The name of a file may say more than its title: “car-repair-estimate.docx” of “Estimate 2025-0318”.
    for names in ({source: frozenset(analyse(row.title)) for source, row in rows.items()}, _names(rows)):
        shares = {source: len(side.terms & own) / len(side.terms) for source, own in names.items()}
        best = max(shares.values(), default=0.0)
        meant = [source for source, share in shares.items() if share == best]
        if best >= _NAMED:
            return meant[0] if len(meant) == 1 else ""
    noun = up_to_noun(side.name)
    called = [each.row.source for each in whole.found.candidates if noun and is_called(noun, each.row)]
    return called[0] if len(set(called)) == 1 else ""


def _sources_of_named(sides: Sequence[SideAsked], whole: Investigation) -> list[str]:
    """Return the sources of documents that are alike but for whose they are, each side's own, by its name in them."""
    sources = {candidate.row.document_id: candidate.row.source for candidate in whole.found.candidates}
    named = {document: terms for document, terms in whole.found.namesakes.items() if document in sources}
    found = []
    for side in sides:
        own = [sources[document] for document, terms in named.items() if not side.terms.isdisjoint(terms)]
        found.append(own[0] if len(own) == 1 and not side.is_clause else "")
    return found


def _alike(sides: Sequence[SideAsked], whole: Investigation) -> list[str]:
    """Return the sources of documents whose titles are alike but for what the sides are called, one for each side.

    Of several with “S2” in their titles, “Operating manual S2” is the side beside “Operating manual S4”. Empty ones
    where none are, or several series of them.
    """
    titles = {each.row.source: frozenset(analyse(each.row.title)) for each in whole.found.candidates[:_LOOKED_AT]}
    series: dict[frozenset[str], list[list[str]]] = {}
    for place, side in enumerate(sides):
        for source, title in titles.items():
            if side.terms and not side.is_clause and side.terms <= title:
                of_sides = series.setdefault(title - side.terms, [[] for _ in sides])
                of_sides[place].append(source)
    whole_series = [of_sides for of_sides in series.values() if all(len(each) == 1 for each in of_sides)]
    return [source for [source] in whole_series[0]] if len(whole_series) == 1 else [""] * len(sides)


def _names(rows: Mapping[str, ChunkRow]) -> dict[str, frozenset[str]]:
    return {source: name_terms(row) for source, row in rows.items()}


def _best(side: SideAsked, part: Investigation, investigator: Investigator) -> tuple[Evidence, ...]:
    """Return the sentences of a document that say most of what is asked of it, in their order."""
    rows = {candidate.row.id for candidate in part.found.candidates}
    if not rows:
        return ()
    text = read_document(investigator.index, part.found.candidates[0].row.document_id, rows)
    if not text.sentences:
        return ()
    called = name_terms(text.sentences[0].row)
    called = side.terms & called or side.terms  # “notice period Ada”: her name alone tells which contract
    values = focus(investigator.index, part, text, called)
    taken = text.only(chosen(text, values, _OF_ONE, alike=_ALIKE, spread=0.0))
    found = quoted(investigator.index, taken, part.found)
    best = next((piece for piece in part.evidence[:1] if piece.header), None)
    if best is None or any(overlaps(piece, piece.start, best) for piece in found):
        return found
    return in_order([best, *found])  # a row has few words that compare with those of a question
