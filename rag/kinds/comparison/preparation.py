"""Both sides of a comparison, with the evidence of each."""

import dataclasses
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from rag.evidence.doubts.conflicts import EvidenceConflict
from rag.evidence.plain.answers import LEAST_CONFIDENCE
from rag.evidence.sentences import Evidence, find, quotes
from rag.evidence.support import overlaps
from rag.evidence.tables.heads import cells_with_names, head_of
from rag.investigation.found import Investigation, combined
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared
from rag.kinds.comparison.asked.named_sides import SideAsked
from rag.kinds.comparison.asked.sides import is_side_who_asks, sides_of, speaks_of_two
from rag.kinds.comparison.counterparts import said_of_both
from rag.kinds.comparison.documents_compared import of_documents
from rag.kinds.comparison.figures_of_sides import larger_figure, only_one_has_values
from rag.kinds.comparison.rows.columns_compared import columns_compared
from rag.kinds.comparison.rows.extremes import asks_for_extremes, asks_nothing_else, extremes
from rag.kinds.comparison.rows.lines_compared import lines_compared
from rag.kinds.comparison.rows.rows_compared import asks_how_they_differ, rows_compared
from rag.kinds.comparison.side_evidence import SideFound, of_sides, told_together
from rag.kinds.comparison.sides_as_documents import of_titles
from rag.kinds.comparison.sides_as_sections import of_sections
from rag.kinds.comparison.versions.compared import versions_compared
from rag.kinds.comparison.versions.told_change import told_change
from rag.kinds.overview.asked.focus import beyond_name
from rag.reading.close_reading import MOST_READ

__all__ = ["change_told", "prepare", "rows_with_extremes"]

_TWO = 2
_ENOUGH = 0.75
_ENOUGH_AS_NAMED = 0.5
"""What share of the threshold is enough, and where both sides are met by their names, or the question speaks of two
documents: confidence is of single facts, and takes a question about two for one that no sentence answers. Of 37
comparisons that the documents do not answer 19 are answered, and 17 were when half was enough for all sides that words
meet; of 117 that they do 0.85, and 0.72 (bench/natural, every other question)."""

_ENOUGH_AS_ROWS = 0.4
"""The same where both sides are rows of one table: a reader of prose believes rows less."""


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return what the answer is made of; None where it is answered as a fact is.

    Sides are those that the question says; where it says none, documents or sections are, the earlier first.
    """
    sides = sides_of(asked.query.text)
    if not sides and is_side_who_asks(asked.query.text):
        return None
    whole = investigator.investigate(asked.query, at_least=MOST_READ)
    if unknown := _unknown(sides, investigator):
        return Prepared(whole, (), nothing=f"Nothing in the documents is about {unknown.name}.")
    index, candidates = investigator.index, whole.found.candidates
    columns = columns_compared(index, whole.found.question, candidates, sides)
    if rows := columns or _rows(whole, sides, asked, investigator):
        return _prepared(whole, whole, [SideFound("", rows)], investigator)
    if versions := versions_compared(asked.query, whole, investigator):
        answered = dataclasses.replace(whole, confidence=max(whole.confidence, LEAST_CONFIDENCE))
        return _prepared(answered, whole, versions, investigator)
    if whole.confidence >= _ENOUGH * asked.threshold and (change := told_change(whole, index)):
        answered = dataclasses.replace(whole, confidence=max(whole.confidence, asked.threshold))
        return _prepared(answered, whole, [SideFound("", (change,))], investigator)
    parts, found = (
        list[Investigation](),
        rows_compared(index, whole.found.question, candidates, sides)
        or lines_compared(index, whole.found.question, candidates, sides),
    )
    share = _ENOUGH_AS_ROWS if found else _ENOUGH
    if not found and asks_how_they_differ(whole.found.question, sides):
        parts, found = of_titles(asked.query, sides, whole, investigator)
    together = None if found else told_together(sides, whole, index)
    if together and whole.confidence >= asked.threshold:
        return _prepared(whole, whole, [SideFound("", (together,))], investigator)
    if not found:
        parts, found = of_titles(asked.query, sides, whole, investigator)
    if not found:
        found = of_sections(index, sides, whole.found)
    if not found and sides:
        parts, found = of_sides(asked.query, sides, whole, investigator)
    are_met = len(found) >= max(2, len(sides)) and all(side.is_met for side in found)
    speaks_of_documents = False
    if len(found) < 2:
        parts, found = of_documents(asked.query, whole, investigator)
        speaks_of_documents = speaks_of_two(asked.query.text)
    # The best of several is surer by chance: only what is named is known to be what was asked about.
    sure = max(part.confidence for part in (whole, *parts)) if are_met else whole.confidence
    share = min(share, _ENOUGH_AS_NAMED) if are_met or speaks_of_documents else _ENOUGH
    if speaks_of_documents and found and all(side.is_met for side in found):
        whole, share = dataclasses.replace(whole, confidence=max(whole.confidence, LEAST_CONFIDENCE)), 0.0
    if sum(len(side.evidence) for side in found) < 2 or sure < share * asked.threshold:
        return None
    return _prepared(combined([whole, *parts], asked.threshold), whole, found, investigator)


def change_told(investigator: Investigator, whole: Investigation) -> Prepared | None:
    """Return the sentence that tells how a value changed, where a question asks how it did; None elsewhere."""
    change = told_change(whole, investigator.index)
    return _prepared(whole, whole, [SideFound("", (change,))], investigator) if change else None


def rows_with_extremes(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return the rows with the least and the most, where a question asks for those; None where it does not."""
    if not asks_for_extremes(asked.query.text):
        return None  # before anything is looked up: every question that is not surely answered comes here
    whole = investigator.investigate(asked.query)
    rows = extremes(investigator.index, whole.found.question, whole.evidence)
    if not rows or not asks_nothing_else(investigator.index, whole.found.question, rows[0]):
        return None
    return _prepared(whole, whole, [SideFound("", rows)], investigator)


def _unknown(sides: Sequence[SideAsked], investigator: Investigator) -> SideAsked | None:
    """Return a side with a proper name of which no document has a word."""
    known = investigator.index.search.document_frequency
    return next((side for side in sides if side.is_named and not any(map(known, side.terms))), None)


def _rows(
    whole: Investigation, sides: Sequence[SideAsked], asked: Asked, investigator: Investigator
) -> tuple[Evidence, ...]:
    """Return the rows with the least and the most, where the question asks for those of all rows of a table."""
    if not asks_for_extremes(asked.query.text) or any(not side.is_clause for side in sides):
        return ()
    return extremes(investigator.index, whole.found.question, whole.evidence)


def _prepared(
    whole: Investigation, asked: Investigation, found: Sequence[SideFound], investigator: Investigator
) -> Prepared:
    """Return what the answer is made of.

    Args:
        whole: what was looked up.
        asked: what of it was looked up for the question as it is.
        found: the sides.
        investigator: within one snapshot of its index.
    """
    pairs = [(piece, side.name) for side in found for piece in side.evidence]
    evidence = tuple(piece for piece, _ in pairs)
    groups = tuple(name for _, name in pairs)
    said = quotes(investigator.index, evidence)
    lead = only_one_has_values(whole.found.question.text, groups, said) or _larger(asked, pairs, investigator)
    return Prepared(
        investigation=dataclasses.replace(whole, evidence=evidence),
        evidence=evidence,
        groups=groups if len(set(groups)) > 1 else (),
        lead=lead,
        conflicts=tuple(_unshown(investigator.conflicts(whole), evidence)),
    )


def _larger(asked: Investigation, pairs: Sequence[tuple[Evidence, str]], investigator: Investigator) -> str:
    """Return which of two sides has the larger figure in what is said of both; empty where that cannot be told."""
    sides = list(dict.fromkeys(name for _, name in pairs))
    if len(sides) != _TWO:
        return ""
    index = investigator.index
    one, other = ([piece for piece, name in pairs if name == side] for side in sides)
    beyond = beyond_name(asked.found.question, frozenset(analyse(" ".join(sides))))  # what is asked of both
    everything = find(beyond, asked.found.candidates, passages=len(asked.found.candidates))
    worth = {(each.row.id, each.start): each.maxsim for each in everything}
    both = said_of_both(one, other, worth)
    said = [_with_names(index, piece) for piece in both or ()]
    return larger_figure(asked.found.question.text, sides, said) if both else ""


def _with_names(index: Index, piece: Evidence) -> str:
    [quote] = quotes(index, [piece])
    if piece.header is None:
        return quote
    return cells_with_names(head_of(index, piece.row, piece.header), quote)


def _unshown(conflicts: Sequence[EvidenceConflict], evidence: Sequence[Evidence]) -> list[EvidenceConflict]:
    """Return the conflicts of which the comparison itself does not show both sides."""
    return [
        conflict
        for conflict in conflicts
        if not all(any(overlaps(side, side.start, piece) for piece in evidence) for side in conflict.sides)
    ]
