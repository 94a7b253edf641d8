"""What an evaluation gave, in a file that later ones are compared with."""

import importlib.metadata
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.hardening import private
from index.hardening.nested_json import read_json
from rag.errors import RunError
from rag.evaluation.figures.by_kind import figures_by_kind
from rag.evaluation.figures.claims import ClaimOutcome, measure_claim, summarise_claims
from rag.evaluation.figures.evaluate import Outcome, measure, summarise
from rag.evaluation.figures.kind_figures import kind_intervals, measure_kind, summarise_kinds
from rag.evaluation.measures.bootstrap import Interval, auroc_interval, difference, mean_interval

__all__ = ["Change", "Run", "changes", "load_run", "make_run", "save_run", "shortfalls", "write_text"]

_FORM = 1

Figures = Mapping[str, float | int | None]
Measured = Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation.

    Attributes:
        question_set: name of the folder.
        split: which half of the questions.
        encoder: name of the encoder.
        threshold: below which answers abstained.
        footnote: version.
        figures: as ``evaluate.summarise`` gives them, ``kind_figures`` of what the kinds of the questions want, and
            ``claims`` of claims.
        intervals: of the figures that are means over questions, and of the areas under the curve.
        questions: by id, what ``evaluate.measure`` and ``kind_figures`` give, or ``claims`` of a claim.
        by_kind: figures of each kind, where there are several.
    """

    question_set: str
    split: str
    encoder: str
    threshold: float
    footnote: str
    figures: dict[str, float | int | None]
    intervals: dict[str, Interval]
    questions: dict[str, dict[str, float | None]]
    by_kind: dict[str, dict[str, float | int | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of two runs: over all questions of each, and the difference over those of both."""

    before: float
    now: float
    difference: float
    interval: Interval


def make_run(
    outcomes: Sequence[Outcome],
    *,
    question_set: str,
    split: str,
    encoder: str,
    threshold: float,
    claims: Sequence[ClaimOutcome] = (),
) -> Run:
    """Return what the outcomes of at least one question or claim amount to."""
    measured = {outcome.case.id: {**measure(outcome), **measure_kind(outcome)} for outcome in outcomes}
    measured |= {outcome.case.id: measure_claim(outcome) for outcome in claims}
    figures = {
        **(summarise(outcomes) | summarise_kinds(outcomes) if outcomes else {}),
        **(summarise_claims(claims) if claims else {}),
    }
    means = dict.fromkeys(name for row in measured.values() for name in row)
    intervals = {
        name: mean_interval(list(_column(measured, name).values())) for name in means if figures[name] is not None
    }
    intervals |= kind_intervals(outcomes)
    for name, sure in (
        ("abstention_auroc", [(outcome.confidence, outcome.case.answerable) for outcome in outcomes]),
        ("support_auroc", [(outcome.support, outcome.case.answerable) for outcome in claims]),
    ):
        if figures.get(name) is not None:
            intervals[name] = auroc_interval(
                [value for value, is_right in sure if is_right], [value for value, is_right in sure if not is_right]
            )
    version = importlib.metadata.version("footnote")
    return Run(
        question_set, split, encoder, threshold, version, figures, intervals, measured, figures_by_kind(outcomes)
    )


def save_run(run: Run, path: Path) -> None:
    """Write a run as JSON.

    Raises:
        RunError: the file cannot be written.
    """
    write_text(path, json.dumps({"form": _FORM, **asdict(run)}, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file, which has words of documents in it, for its owner alone; raises as ``save_run`` does."""
    try:
        private.write_text(path, text)
    except OSError as error:
        raise RunError(f"{path} cannot be written ({error.strerror})", "Give another path") from error


def load_run(path: Path) -> Run:
    """Read a run that ``save_run`` wrote.

    Raises:
        RunError: the file cannot be read, or is no run.
    """
    advice = "Give a file that “footnote eval SET --save FILE” wrote"
    try:
        values: dict[str, Any] = read_json(path.read_text(encoding="utf-8"))
        if values.pop("form") != _FORM:
            raise RunError(f"{path} was written by another version of Footnote", "Evaluate again with --save")
        intervals = {name: (float(low), float(high)) for name, (low, high) in values.pop("intervals").items()}
        run = Run(**values, intervals=intervals)
    except OSError as error:
        raise RunError(f"{path} cannot be read ({error.strerror})", advice) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RunError(f"{path} is not a run", advice) from error
    return run


def changes(before: Run, now: Run) -> dict[str, Change]:
    """Return the figures that are means over questions, as far as the runs have questions in common.

    Raises:
        RunError: they have none.
    """
    if not before.questions.keys() & now.questions.keys():
        raise RunError(
            f"The runs have no question in common ({before.question_set}, {before.split} and {now.question_set},"
            f" {now.split})",
            "Compare runs of one question set",
        )
    found: dict[str, Change] = {}
    for name in now.intervals:
        was, value = before.figures.get(name), now.figures[name]
        both = difference(_column(before.questions, name), _column(now.questions, name))
        if both is not None and was is not None and value is not None:
            found[name] = Change(was, value, *both)
    return found


def shortfalls(figures: Figures, least: Mapping[str, float], most: Mapping[str, float] | None = None) -> list[str]:
    """Return a sentence for every figure that is not what it has to be, or that the questions cannot tell.

    Args:
        figures: by name.
        least: what a figure must not be below, by name.
        most: what a figure must not be above, by name.
    """
    return [
        f"{name} is {_shown(figures.get(name))}, and has to be at {bound} {limit:g}"
        for bound, limits in (("least", least), ("most", most or {}))
        for name, limit in limits.items()
        if (value := figures.get(name)) is None or (value < limit if bound == "least" else value > limit)
    ]


def _column(questions: Measured, name: str) -> dict[str, float]:
    return {identity: value for identity, row in questions.items() if (value := row.get(name)) is not None}


def _shown(value: float | None) -> str:
    return "not known" if value is None else f"{value:.4f}"
