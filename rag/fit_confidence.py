"""Fits the confidence model: ``python -m rag.fit_confidence SET…`` on the even-hashed questions of question sets."""

import json
from pathlib import Path

import click
import numpy as np

from index.encoders import load_encoder
from rag.assistant import Assistant
from rag.evaluate import Outcome, observe
from rag.question_sets import load, open_index, split_of

__all__ = ["fit", "threshold_for"]

_REFUSED = 0.2
"""Share of the answerable questions that may be refused, to refuse as many of the others as that buys."""


def fit(outcomes: list[list[Outcome]]) -> dict[str, object]:
    """Return the model's values, each set and each of answerable and not weighing the same (logistic regression).

    Args:
        outcomes: of each set, questions of both kinds.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it has no types

    rows = [(o.features, o.case.answerable, number) for number, some in enumerate(outcomes) for o in some if o.features]
    values = np.array([row[0] for row in rows])
    values = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    labels = np.array([row[1] for row in rows])
    groups = np.array([row[2] for row in rows])
    means, scales = values.mean(axis=0), values.std(axis=0)
    scales[scales == 0] = 1
    weights = np.zeros(len(rows))
    for group in set(groups.tolist()):
        for label in (True, False):
            members = (groups == group) & (labels == label)
            weights[members] = len(rows) / max(members.sum(), 1)
    model = LogisticRegression(C=1.0, max_iter=1000).fit((values - means) / scales, labels, weights / weights.mean())
    probabilities = model.predict_proba((values - means) / scales)[:, 1]
    return {
        "means": means.round(6).tolist(),
        "scales": scales.round(6).tolist(),
        "coefficients": model.coef_[0].round(6).tolist(),
        "intercept": round(float(model.intercept_[0]), 6),
        "threshold": round(threshold_for(probabilities, labels, weights), 3),
    }


def threshold_for(probabilities: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> float:
    """Return the probability below which ``_REFUSED`` of the answerable questions lie, by weight."""
    answerable = np.flatnonzero(labels)
    ordered = answerable[np.argsort(probabilities[answerable], kind="stable")]
    shares = np.cumsum(weights[ordered]) / weights[ordered].sum()
    return float(probabilities[ordered[int(np.searchsorted(shares, _REFUSED))]])


@click.command()
@click.option("--limit", default=800, show_default=True, help="Use at most so many questions of each set.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.argument("sets", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(sets: tuple[Path, ...], limit: int, output: Path | None) -> None:
    """Fit on the even half of every set and write data/confidence.json."""
    target = output or Path(__file__).parent / "data" / "confidence.json"
    encoder = load_encoder()
    outcomes = []
    for folder in sets:
        questions = load(folder)
        made, doc_id_of = open_index(questions, encoder)
        even = [case for case in questions.cases if split_of(case) == "even"]
        even = even[:: max(1, len(even) // limit)]
        outcomes.append(observe(Assistant(made), even, doc_id_of))
        click.echo(f"{folder.name}: {len(even)} questions", err=True)
    target.write_text(json.dumps(fit(outcomes), indent=1) + "\n", encoding="utf-8")
    click.echo(target.read_text(encoding="utf-8"), err=True)


if __name__ == "__main__":
    main()
