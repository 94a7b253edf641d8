"""Measures what an answer of its kind has to be: a complete list, the right yes or no, an overview that carries."""

import statistics
from collections.abc import Sequence

from rag.answers.kind import Kind
from rag.evaluation.figures.outcomes import Outcome, citations_of
from rag.evaluation.measures.bootstrap import Interval, f1_interval
from rag.evaluation.measures.coverage import groups_met, has_enough
from rag.evaluation.measures.items import ItemCounts, alike, f1, overlapping
from rag.evaluation.measures.polarity import said
from rag.evaluation.measures.rouge import ROUGE, is_installed, rouge
from rag.evaluation.measures.support import support_scores

__all__ = ["KIND_METRICS", "kind_intervals", "lacks_rouge", "measure_kind", "summarise_kinds"]

_ITEM_METRICS = {"item_f1": alike, "item_overlap_f1": overlapping}

KIND_METRICS = (
    "kind_told",
    *_ITEM_METRICS,
    "items_covered",
    "complete",
    "yes_no_said",
    "yes_no_right",
    "yes_no_wrong",
    "support_precision",
    "support_recall",
    "support_f1",
    *ROUGE,
    "key_points_covered",
    "documents_cited",
)
"""The keys of ``summarise_kinds``, of those that the questions can tell."""

_CITES_ALL = (Kind.COMPARISON, Kind.COLLECTION)


def measure_kind(outcome: Outcome) -> dict[str, float]:
    """Return what one question says of each share that is a mean over questions, 0 to 1, as far as its set can tell.

    What an abstention lacks counts as lacking, where the documents answer.
    """
    case, answer = outcome.case, outcome.answer
    found: dict[str, float] = {}
    # A kind that was asked for was not told.
    if case.kind_wanted is not None and answer.settings.kind is None:
        found["kind_told"] = float(answer.kind is case.kind_wanted)
    if not case.answerable:
        return found
    return found | _of_items(outcome) | _of_yes_no(outcome) | _of_overview(outcome) | _of_documents(outcome)


def summarise_kinds(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Return the figures that the questions can tell, in the order of ``KIND_METRICS``; shares are 0 to 1."""
    rows = [measure_kind(outcome) for outcome in outcomes]
    means = {name: [row[name] for row in rows if name in row] for name in KIND_METRICS}
    values: dict[str, float | int | None] = {name: statistics.fmean(some) for name, some in means.items() if some}
    values |= {name: f1(counts) for name, counts in _item_counts(outcomes).items() if counts}
    return {name: values[name] for name in KIND_METRICS if name in values}


def kind_intervals(outcomes: Sequence[Outcome]) -> dict[str, Interval]:
    """Return the intervals of the figures that are no means over questions."""
    return {
        name: f1_interval([(each.given_right, each.given, each.wanted_met, each.wanted) for each in counts])
        for name, counts in _item_counts(outcomes).items()
        if counts
    }


def lacks_rouge(outcomes: Sequence[Outcome]) -> bool:
    """Tell whether there are overviews to compare with, and not the library that does it."""
    return not is_installed() and any(_is_compared(outcome) for outcome in outcomes)


def _item_counts(outcomes: Sequence[Outcome]) -> dict[str, list[ItemCounts]]:
    """Return what each list adds to the figures of items: a sentence of an answer is an item."""
    lists = [
        each for each in outcomes if each.case.answerable and each.case.kind_wanted is Kind.LIST and each.case.answers
    ]
    return {
        name: [count([sentence.text for sentence in each.answer.sentences], each.case.answers) for each in lists]
        for name, count in _ITEM_METRICS.items()
    }


def _of_items(outcome: Outcome) -> dict[str, float]:
    expected, answer = outcome.case.expected, outcome.answer
    if not (expected.items or expected.documents):
        return {}
    quotes = [] if expected.stated else [citation.quote for citation in citations_of(answer)]
    met = 0 if outcome.abstained else groups_met(" ".join([*quotes, answer.answer]), expected.items)
    enough = has_enough(_cited(outcome), expected.documents, expected.least, alone=expected.alone)
    covered = {"items_covered": met / len(expected.items)} if expected.items else {}
    return covered | {"complete": float(not outcome.abstained and met >= expected.need and enough)}


def _of_yes_no(outcome: Outcome) -> dict[str, float]:
    affirmed = outcome.case.affirmed
    if affirmed is None:
        return {}
    word = None if outcome.abstained else said(outcome.answer.answer)
    found = {"yes_no_said": float(word is not None), "yes_no_wrong": float(word is (not affirmed))}
    return found if word is None else found | {"yes_no_right": float(word is affirmed)}


def _of_overview(outcome: Outcome) -> dict[str, float]:
    case = outcome.case
    found: dict[str, float] = {}
    if case.support:
        cited, gold = ([(s.doc_id, s.start, s.end) for s in some] for some in (outcome.cited_spans, case.support))
        names = ("support_precision", "support_recall", "support_f1")
        found |= dict(zip(names, support_scores(cited, gold), strict=True))
    if _is_compared(outcome) and is_installed():
        said_words = " ".join(sentence.text for sentence in outcome.answer.sentences)
        found |= rouge(said_words, case.references)
    if case.key_points:
        found["key_points_covered"] = statistics.fmean(outcome.key_points)
    return found


def _is_compared(outcome: Outcome) -> bool:
    case = outcome.case
    return case.answerable and case.kind_wanted is Kind.OVERVIEW and bool(case.references)


def _of_documents(outcome: Outcome) -> dict[str, float]:
    case = outcome.case
    wanted = case.expected.documents or case.doc_ids
    if case.kind_wanted not in _CITES_ALL or not wanted:
        return {}
    least = case.expected.least or len(wanted)
    return {"documents_cited": float(has_enough(_cited(outcome), wanted, least))}


def _cited(outcome: Outcome) -> set[str]:
    return {span.doc_id for span in outcome.cited_spans}
