"""Fits the model of support: python -m rag.training.support.fit_verify SET… (data/verify.json)."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from index.encoding.load import load_encoder
from index.hardening.terminal import say
from rag.evaluation.question_sets import load, split_of
from rag.training.support.support_examples import SupportExample, examples
from rag.verification.verifier import Inspection, Verifier

__all__ = ["PASSED", "fit_support"]

PASSED = 0.97
"""Share of the supported that pass the model, of those that break no rule: a wrong refusal is replaced by the evidence
itself, and costs less than what is let through."""

_FULL_WEIGHT = 30
"""A kind of fewer examples than these weighs less, in proportion."""

Array = npt.NDArray[np.float64]


def fit_support(made: Sequence[tuple[SupportExample, Inspection]]) -> dict[str, Any]:
    """Return the model's values: logistic regression; both labels and their kinds weigh the same, rare kinds less.

    Args:
        made: examples with what was seen of them. Left out are those that are verbatim or that break a rule: the model
            has no say in them.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [(example, seen) for example, seen in made if seen.features and not seen.problems]
    values = np.array([seen.features for _, seen in rows])
    labels = np.array([example.supported for example, _ in rows])
    weights = _weights([example for example, _ in rows])
    means, scales = values.mean(axis=0), values.std(axis=0)
    scales[scales == 0] = 1
    model = LogisticRegression(C=10, max_iter=2000).fit((values - means) / scales, labels, weights)
    probabilities = model.predict_proba((values - means) / scales)[:, 1]
    return {
        "means": means.round(6).tolist(),
        "scales": scales.round(6).tolist(),
        "coefficients": model.coef_[0].round(6).tolist(),
        "intercept": round(float(model.intercept_[0]), 6),
        "threshold": round(_quantile(probabilities[labels], weights[labels], 1 - PASSED), 3),
    }


def _weights(made: Sequence[SupportExample]) -> Array:
    counts = Counter((example.supported, example.kind) for example in made)
    share = {key: min(1.0, count / _FULL_WEIGHT) for key, count in counts.items()}
    of_label = {label: sum(value for key, value in share.items() if key[0] is label) for label in (True, False)}
    found = np.array([share[key] / counts[key] / of_label[key[0]] for key in ((e.supported, e.kind) for e in made)])
    scaled: Array = found / found.mean()
    return scaled


def _quantile(values: Array, weights: Array, share: float) -> float:
    order = np.argsort(values)
    place = int(np.searchsorted(np.cumsum(weights[order]) / weights.sum(), share))
    return float(values[order][min(place, len(values) - 1)])


@click.command()
@click.option("--limit", default=50, show_default=True, help="Use at most so many questions of each set.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.argument("sets", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(sets: tuple[Path, ...], limit: int, output: Path | None) -> None:
    """Fit on even-hashed questions, and write data/verify.json."""
    target = output or Path(__file__).parents[2] / "data" / "verify.json"
    verifier = Verifier(load_encoder())
    made: list[tuple[SupportExample, Inspection]] = []
    for folder in sets:
        questions = load(folder)
        even: list[Any] = [case for case in questions.cases if case.answerable and split_of(case) == "even"]
        found = list(examples(questions, even[:: max(1, len(even) // limit)][:limit]))
        made += [(e, verifier.inspect(e.sentence, e.cited, e.question)) for e in found]
        say(f"{folder.name}: {len(found)} examples", err=True)
    target.write_text(json.dumps(fit_support(made), indent=1) + "\n", encoding="utf-8")
    say(target.read_text(encoding="utf-8"), err=True)


if __name__ == "__main__":
    main()
