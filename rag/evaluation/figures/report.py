"""An evaluation as one page: figures, curves, and the questions to look at first."""

import itertools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from index.hardening.legibility import visible
from rag.evaluation.figures.by_kind import columns
from rag.evaluation.figures.evaluate import Outcome, measure
from rag.evaluation.figures.runs import Run
from rag.evaluation.measures.curves import reliability, risk_coverage

__all__ = ["Case", "cases_to_look_at", "render", "would_be_right"]

_WORST = 10
"""Of each kind."""

_WIDTH, _HEIGHT = 320, 220
"""Of a chart's plane, in its own units."""

_LATENCY_BARS = 24


@dataclass(frozen=True, slots=True)
class Case:
    """A question to look at.

    Attributes:
        heading: what went wrong, for the reader.
        outcomes: worst first.
    """

    heading: str
    outcomes: tuple[Outcome, ...]


def render(run: Run, outcomes: Sequence[Outcome]) -> str:
    """Return a self-contained HTML page: no script, nothing fetched, every text escaped."""
    environment = Environment(
        loader=PackageLoader("rag.evaluation.figures"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    confidences = [outcome.confidence for outcome in outcomes]
    right = [would_be_right(outcome) for outcome in outcomes]
    curve = risk_coverage(confidences, right)
    refused = sum(confidence < run.threshold for confidence in confidences)
    chosen = next((point for point in reversed(curve) if point[2] >= run.threshold), None)
    return environment.get_template("report.html").render(
        run=run,
        kind_columns=columns(run.by_kind),
        width=_WIDTH,
        height=_HEIGHT,
        risk=_path([(coverage, risk) for coverage, risk, _ in curve]),
        chosen=chosen,
        refused=refused,
        bins=reliability(confidences, right),
        latency=_histogram([outcome.milliseconds for outcome in outcomes]),
        cases=[case for case in cases_to_look_at(outcomes) if case.outcomes],
    )


def would_be_right(outcome: Outcome) -> bool:
    """Tell whether an answer, abstained from or not, would have cited one of three sentences that hold the answer.

    Where a set names documents only, whether the first document is one of them.
    """
    measured = measure(outcome)
    return bool(measured["hit@1"] if measured["evidence@3"] is None else measured["evidence@3"])


def cases_to_look_at(outcomes: Sequence[Outcome]) -> list[Case]:
    """Return the worst questions by kind: each kind's most telling ones first, ten at most."""
    answered = sorted((o for o in outcomes if not o.abstained), key=lambda o: -o.confidence)
    refused = sorted((o for o in outcomes if o.abstained and o.case.answerable), key=lambda o: o.confidence)
    return [
        Case("Answered, though the documents do not answer", _first(o for o in answered if not o.case.answerable)),
        Case(
            "Answered with the wrong words",
            _first(o for o in answered if o.case.answerable and not would_be_right(o)),
        ),
        Case("Refused, though the right words were found", _first(o for o in refused if would_be_right(o))),
        Case("Refused, and the right words were not found", _first(o for o in refused if not would_be_right(o))),
    ]


def _first(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    return tuple(itertools.islice(outcomes, _WORST))


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Return an SVG path through points of the unit square, with its origin below."""
    return " ".join(
        f"{'M' if number == 0 else 'L'}{x * _WIDTH:.1f} {(1 - y) * _HEIGHT:.1f}" for number, (x, y) in enumerate(points)
    )


@dataclass(frozen=True, slots=True)
class _Histogram:
    """Counts in bars of equal width from 0 to ``most``; what lies above is counted in the last bar."""

    bars: tuple[float, ...]
    most: float
    median: float


def _histogram(milliseconds: Sequence[float]) -> _Histogram:
    ordered = sorted(milliseconds)
    most = max(ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))], 1.0)
    counts = [0] * _LATENCY_BARS
    for value in ordered:
        counts[min(int(value / most * _LATENCY_BARS), _LATENCY_BARS - 1)] += 1
    highest = max(counts)
    return _Histogram(tuple(count / highest for count in counts), most, statistics.median(ordered))
