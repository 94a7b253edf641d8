"""What the documents hold for a query is looked up: as its kind asks for it, else as the sentences that answer."""

import dataclasses
import datetime
from collections.abc import Sequence
from functools import partial

from index.store import Index
from rag.answers.answer import FOR_DOCUMENTS, Conflict, Grade, NearestSentence
from rag.answers.kind import Kind
from rag.asking.by_kind import kind_of, prepared
from rag.asking.findings import Findings, passages_of
from rag.asking.implied.days import about_days
from rag.asking.implied.documents import about_document
from rag.asking.implied.latest import about_latest
from rag.asking.understanding import understand
from rag.confidence.grades import grade_of
from rag.evidence.doubts.conflicts import EvidenceConflict
from rag.evidence.doubts.recency.ordering import asks_for_earlier
from rag.evidence.sentences import Evidence, choose
from rag.evidence.support import supports
from rag.follow_ups.readings import QuestionReading
from rag.investigation.found import Investigation, combined, in_turn
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import Asked, Prepared
from rag.kinds.comparison.preparation import change_told, rows_with_extremes
from rag.kinds.lists.preparation import rows_in_common, whole_list
from rag.retrieval.dates.implied_dates import days_in_words
from rag.writing import extractive
from rag.writing.nearest import MOST_NEAREST, nearest

__all__ = ["look_up"]

_MAY_ASK_FOR_A_ROW = frozenset({Kind.FACT, Kind.LIST, Kind.COLLECTION})
"""Kinds as which “Which boat is the cheapest?” is told; a reader of prose finds no sentence that says so."""

_AS_SURE = 0.1
"""How much less sure an answer out of the document may be that a question seems to call by what it is."""


def look_up(
    query: Query,
    meant: Sequence[QuestionReading],
    investigator: Investigator,
    threshold: float,
    *,
    began: float,
    is_written: bool,
) -> Findings:
    """Return what the documents hold for a query.

    Args:
        query: as asked.
        meant: the ways that its question may be meant, likeliest first, at least one.
        investigator: within one snapshot of its index.
        threshold: confidence from which evidence answers.
        began: when the query came, by ``time.perf_counter``.
        is_written: whether a language model is to write the answer, where its kind lets one.

    Raises:
        EncoderMismatch: the encoder is not the index's.
    """
    first = query.reworded(meant[0].text.strip())
    kind, aspect = kind_of(first, investigator)
    if kind is Kind.NOT_FOR_US:
        nothing = Prepared(investigator.unsearched(first), (), nothing=FOR_DOCUMENTS)
        return _as_prepared(query, first.text, kind, nothing, investigator.index, began=began, is_written=False)
    today = datetime.datetime.now().astimezone().date()
    # A question about the documents themselves reads its days itself.
    days = about_days(first, investigator, today) if kind is not Kind.COLLECTION else None
    find = partial(
        _of_kind,
        asked_for=(kind, aspect),
        investigator=investigator,
        threshold=threshold,
        began=began,
        is_written=is_written,
    )
    if days:
        narrowed, dates = days
        of_days = dataclasses.replace(query, filters=narrowed.filters)
        found = find(of_days, [QuestionReading(narrowed.text)])
        if found.grade is Grade.ANSWERED:
            lead = f"Documents {days_in_words(dates)}: {found.lead}".rstrip()
            return dataclasses.replace(found, lead=lead)
    if kind is Kind.COMPARISON:
        return find(query, meant)
    # What stands in a document is asked for then, and not which documents there are.
    within = kind_of(first, investigator, but=Kind.COLLECTION) if kind is Kind.COLLECTION else (kind, aspect)
    latest = about_latest(first, kind, investigator.index)
    if latest:
        of_latest = dataclasses.replace(query, filters=latest.query.filters)
        in_latest = find(of_latest, [QuestionReading(latest.query.text)], asked_for=within)
        if in_latest.grade is Grade.ANSWERED:
            return dataclasses.replace(in_latest, lead=f"In {latest.said}: {in_latest.lead}".rstrip())
        other = find(query, meant)
        if other.grade is not Grade.ANSWERED or other.kind is Kind.COLLECTION:
            if other.grade is Grade.ANSWERED or in_latest.grade is not Grade.UNSURE:
                return other
            return dataclasses.replace(in_latest, nothing=f"Nothing in {latest.said}, clearly says what was asked.")
        lead = f"Nothing was found in {latest.said}. Elsewhere: {other.lead}".rstrip()
        return dataclasses.replace(other, lead=lead)
    called = about_document(first, kind, investigator)
    if called is None:
        return find(query, meant)
    in_it = find(dataclasses.replace(query, filters=called.query.filters), meant, asked_for=within)
    if called.is_certain and in_it.grade is Grade.UNSURE:
        return in_it  # what another document says was not asked for
    whole = None if called.is_certain or within != (kind, aspect) else find(query, meant)
    if in_it.grade is Grade.ANSWERED and (whole is None or _is_as_sure(in_it, whole)):
        return dataclasses.replace(in_it, lead=f"In {_listed(called.titles)}: {in_it.lead}".rstrip())
    return whole or find(query, meant)


def _is_as_sure(found: Findings, other: Findings) -> bool:
    """Tell whether what a document says that a question seems to mean is about as sure as what stands anywhere.

    Fewer passages make what is found in them surer than it is: what all of them together leave open stays so.
    """
    is_open = other.grade is Grade.UNSURE
    return not is_open and found.investigation.confidence >= other.investigation.confidence - _AS_SURE


def _listed(titles: Sequence[str]) -> str:
    return " and ".join(f"“{title}”" for title in titles)


def _of_kind(
    query: Query,
    meant: Sequence[QuestionReading],
    asked_for: tuple[Kind, str],
    investigator: Investigator,
    threshold: float,
    *,
    began: float,
    is_written: bool,
) -> Findings:
    """Return what the documents hold for a query of a kind and an aspect of it."""
    first, (kind, aspect) = query.reworded(meant[0].text.strip()), asked_for
    made = prepared(kind, Asked(first, aspect, threshold), investigator)
    if made:
        return _as_prepared(query, first.text, kind, made, investigator.index, began=began, is_written=is_written)
    facts = _as_facts(query, meant, kind, investigator, threshold, began=began, is_written=is_written)
    as_asked, made = Asked(first, "", threshold), None
    if facts.grade is Grade.ANSWERED:
        made = whole_list(investigator, facts.investigation)
        if made is None and kind is Kind.FACT:
            made = change_told(investigator, facts.investigation)
    elif facts.grade is Grade.UNSURE and kind in _MAY_ASK_FOR_A_ROW:
        made = rows_with_extremes(as_asked, investigator) or rows_in_common(as_asked, investigator)
    if made is None:
        return facts
    looked_up = facts.looked_up if facts.grade is Grade.ANSWERED else first.text
    return _as_prepared(query, looked_up, kind, made, investigator.index, began=began, is_written=is_written)


def _as_prepared(
    query: Query, looked_up: str, kind: Kind, made: Prepared, index: Index, *, began: float, is_written: bool
) -> Findings:
    """Return what the answer to a question of some kind is made of."""
    found = made.investigation
    return Findings(
        query=query,
        looked_up=looked_up,
        investigation=found,
        grade=Grade.ANSWERED if made.evidence else Grade.NOT_COVERED,
        passages=passages_of(found.found, found.evidence),
        supports=tuple(supports(index, made.evidence, found.found.candidates)),
        # A model may leave out some of what carries a text, and none of what was asked for.
        best=() if kind is Kind.OVERVIEW else tuple(range(len(made.evidence))),
        conflicts=tuple(_conflict(index, each) for each in made.conflicts),
        unanswered=(),
        nearest=(),
        # What the catalogue says is complete as it is.
        is_written=is_written and kind is not Kind.COLLECTION,
        began=began,
        kind=kind,
        groups=made.groups,
        lead=made.lead,
        nothing=made.nothing,
    )


def _as_facts(
    query: Query,
    meant: Sequence[QuestionReading],
    kind: Kind,
    investigator: Investigator,
    threshold: float,
    *,
    began: float,
    is_written: bool,
) -> Findings:
    """Return what an answer of the sentences that answer is made of, whatever kind was asked for."""
    index = investigator.index
    looked_up, parts = understand(query, meant, investigator, threshold)
    graded = [(part, _grade(part, threshold)) for part in parts]
    answered = [part for part, grade in graded if grade is Grade.ANSWERED]
    unsure = [part for part, grade in graded if grade is Grade.UNSURE and not answered]
    whole = combined(parts, threshold)
    conflicts = [found for part in answered for found in investigator.conflicts(part)]
    chosen = _chosen(answered, conflicts)
    return Findings(
        query=query,
        looked_up=looked_up,
        investigation=whole,
        grade=Grade.ANSWERED if answered else Grade.UNSURE if unsure else Grade.NOT_COVERED,
        passages=passages_of(whole.found, whole.evidence),
        supports=tuple(supports(index, chosen, whole.found.candidates)),
        best=tuple(place for place, piece in enumerate(chosen) if _is_best(piece, answered)),
        conflicts=tuple(_conflict(index, each) for each in conflicts),
        unanswered=tuple(part.found.question.text for part in parts if part not in answered and answered),
        nearest=_nearest(index, unsure),
        is_written=is_written,
        began=began,
        kind=kind,
    )


def _grade(part: Investigation, threshold: float) -> Grade:
    # Passages without a sentence say nothing, however near they are.
    return grade_of(part.confidence, threshold, part.found.candidates if part.evidence else ())


def _nearest(index: Index, parts: Sequence[Investigation]) -> tuple[NearestSentence, ...]:
    """Return the sentences that come nearest to the parts of a question, of each part in turn."""
    found = [nearest(index, part.found.question, part.evidence, part.found.candidates) for part in parts]
    return tuple(in_turn(found, lambda sentence: sentence))[:MOST_NEAREST]


def _conflict(index: Index, disagreement: EvidenceConflict) -> Conflict:
    sides = supports(index, disagreement.sides, ())
    return extractive.conflict_of(disagreement, [side.words for side in sides])


def _chosen(answered: Sequence[Investigation], conflicts: Sequence[EvidenceConflict]) -> list[Evidence]:
    """Return the evidence for an answer, in reading order, none of it twice."""
    chosen: dict[tuple[int, int], Evidence] = {}
    for part in answered:
        # What held before stands beside the answer, and is no part of it unless it was asked for.
        is_wanted = asks_for_earlier(part.found.question.text)
        others = [found.sides for found in conflicts if is_wanted or not found.of_versions]
        wanted = [*part.together[1:], *(other for best, other in others if best in part.evidence)]
        for piece in choose(part.found.question, part.evidence, wanted):
            chosen.setdefault((piece.row.id, piece.start), piece)
    return list(chosen.values())


def _is_best(piece: Evidence, answered: Sequence[Investigation]) -> bool:
    """Tell whether a piece of evidence is what answers one of the parts best."""
    return any((piece.row.id, piece.start) == (part.evidence[0].row.id, part.evidence[0].start) for part in answered)
