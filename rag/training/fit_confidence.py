"""Fits the confidence model on the even-hashed questions of sets: ``python -m rag.training.fit_confidence SET…``."""

import json
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from index.encoding.load import load_encoder
from index.hardening.terminal import say
from rag.asking.assistant import Assistant
from rag.confidence.logistic import UNFITTED
from rag.evaluation.evaluate import Outcome, observe
from rag.evaluation.measures.folds import out_of_fold
from rag.evaluation.measures.ranking import auroc
from rag.evaluation.question_sets import for_the_reader, load, open_index, split_of
from rag.reading.lora import load_adapter

__all__ = ["REFUSED", "cross_validated", "fit", "threshold_for"]

Array = npt.NDArray[Any]

REFUSED = 0.1
"""Share of the answerable questions that may be refused, to refuse as many of the others as that buys.

Where a refusal and a wrong answer count the same (Youden 1950), a third of the answerable are refused: a reader who
sees the cited words can tell a wrong answer, but not what a refusal withheld.
"""

_FULL_WEIGHT = 300
"""A set of fewer questions than these weighs less, in proportion: its model would fit its accidents."""


def fit(outcomes: list[list[Outcome]]) -> dict[str, Any]:
    """Return the model's values (logistic regression); in a set, the answerable and the others weigh the same.

    Args:
        outcomes: of each set, questions of both kinds.
    """
    values, labels, groups = _table(outcomes)
    weights = _weights(labels, groups)
    means, scales, model = _fitted(values, labels, weights)
    probabilities = model.predict_proba((values - means) / scales)[:, 1]
    return {
        "means": means.round(6).tolist(),
        "scales": scales.round(6).tolist(),
        "coefficients": model.coef_[0].round(6).tolist(),
        "intercept": round(float(model.intercept_[0]), 6),
        "threshold": round(threshold_for(probabilities, labels, weights), 3),
    }


def cross_validated(outcomes: list[list[Outcome]]) -> list[float | None]:
    """Return each set's AUROC where every question's confidence comes from a model that has not seen it."""
    values, labels, groups = _table(outcomes)

    def predict(seen: Array, others: Array) -> Array:
        means, scales, model = _fitted(values[seen], labels[seen], _weights(labels[seen], groups[seen]))
        probabilities: Array = model.predict_proba((values[others] - means) / scales)[:, 1]
        return probabilities

    found = out_of_fold(len(labels), predict)
    of = [groups == number for number in range(len(outcomes))]
    return [auroc(found[some & labels].tolist(), found[some & ~labels].tolist()) for some in of]


def threshold_for(probabilities: Array, labels: Array, weights: Array) -> float:
    """Return the probability below which ``REFUSED`` of the answerable questions lie, by weight."""
    answerable = np.flatnonzero(labels)
    ordered = answerable[np.argsort(probabilities[answerable], kind="stable")]
    shares = np.cumsum(weights[ordered]) / weights[ordered].sum()
    return float(probabilities[ordered[int(np.searchsorted(shares, REFUSED, side="right"))]])


def _table(outcomes: list[list[Outcome]]) -> tuple[Array, Array, Array]:
    """Return features (n, features) with the mean for what is not known, labels (n,) and the set's number (n,)."""
    rows = [(o.features, o.case.answerable, number) for number, some in enumerate(outcomes) for o in some if o.features]
    values = np.array([row[0] for row in rows])
    known = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    return known, np.array([row[1] for row in rows]), np.array([row[2] for row in rows])


def _weights(labels: Array, groups: Array) -> Array:
    weights = np.zeros(len(labels))
    for group in set(groups.tolist()):
        share = min(1.0, (groups == group).sum() / _FULL_WEIGHT)
        for label in (True, False):
            members = (groups == group) & (labels == label)
            weights[members] = share / max(members.sum(), 1)
    scaled: Array = weights / weights.mean()
    return scaled


def _fitted(values: Array, labels: Array, weights: Array) -> tuple[Array, Array, Any]:
    from sklearn.linear_model import LogisticRegression

    means, scales = values.mean(axis=0), values.std(axis=0)
    scales[scales == 0] = 1
    return means, scales, LogisticRegression(C=10, max_iter=1000).fit((values - means) / scales, labels, weights)


@click.command()
@click.option("--limit", default=800, show_default=True, help="Use at most so many questions of each set.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.argument("sets", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(sets: tuple[Path, ...], limit: int, output: Path | None) -> None:
    """Fit on even-hashed questions that the reader was not trained on, and write data/confidence.json."""
    target = output or Path(__file__).parents[1] / "data" / "confidence.json"
    encoder = load_encoder()
    outcomes = []
    learned_from = load_adapter().learned_from
    for folder in sets:
        questions = load(folder)
        made, doc_id_of = open_index(questions, encoder)
        taught = folder.resolve().name in learned_from
        even = [c for c in questions.cases if split_of(c) == "even" and not (taught and for_the_reader(c))]
        even = even[:: max(1, len(even) // limit)]
        outcomes.append(observe(Assistant(made, model=UNFITTED), even, doc_id_of))
        say(f"{folder.name}: {len(even)} questions", err=True)
    for folder, value in zip(sets, cross_validated(outcomes), strict=True):
        say(f"{folder.name}: AUROC {value:.3f}, cross-validated" if value is not None else folder.name, err=True)
    target.write_text(json.dumps(fit(outcomes), indent=1) + "\n", encoding="utf-8")
    say(target.read_text(encoding="utf-8"), err=True)


if __name__ == "__main__":
    main()
