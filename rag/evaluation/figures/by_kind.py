"""The figures of each kind of question, side by side."""

import statistics
from collections.abc import Mapping, Sequence

from rag.evaluation.figures.evaluate import summarise
from rag.evaluation.figures.kind_figures import KIND_METRICS, summarise_kinds
from rag.evaluation.figures.outcomes import Outcome
from rag.evaluation.sets.question_case import KIND_OF

__all__ = ["KindTable", "columns", "figures_by_kind"]

_OF_ALL = ("questions", "refused", "hit@1", "answer_right")
"""Figures that tell something of every kind; the others are of their own kind."""

KindTable = Mapping[str, Mapping[str, float | int | None]]
"""Figures by name, by kind."""


def figures_by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float | int | None]]:
    """Return the figures of each kind, in the order in which the set has them; none where it has fewer than two.

    A kind goes by Footnote's name where there is one, else by the set's word; “refused” is the share of abstentions.
    """
    divided: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        word = outcome.case.kind
        divided.setdefault(str(KIND_OF.get(word, word)) or "unlabelled", []).append(outcome)
    return {kind: _figures(some) for kind, some in divided.items()} if len(divided) > 1 else {}


def columns(table: KindTable) -> list[str]:
    """Return the names of the figures that are known of a kind, those of every kind first."""
    names = (*_OF_ALL, *KIND_METRICS)
    return [name for name in names if any(figures.get(name) is not None for figures in table.values())]


def _figures(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    figures = summarise(outcomes)
    refused = statistics.fmean(outcome.abstained for outcome in outcomes)
    of_all: dict[str, float | int | None] = {**figures, "refused": refused}
    return {name: of_all[name] for name in _OF_ALL} | summarise_kinds(outcomes)
