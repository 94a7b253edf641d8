"""Fits the models of support: python -m rag.training.support.fit_verify SET… --claims SET (data/verify*.json)."""

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
from rag.evaluation.figures.claims import CLAIM
from rag.evaluation.sets.question_sets import load, part_of
from rag.reading.cross_encoder import Reader
from rag.training.regression import fitted
from rag.training.support.support_examples import SupportExample, claim_examples, examples
from rag.verification.verifier import ALIGNED, READ, Inspection, Verifier

__all__ = ["PASSED", "fit_support"]

PASSED = {READ: 0.93, ALIGNED: 0.97}
"""Share of the supported that pass each model, of those that break no rule: a wrong refusal is replaced by the evidence
itself, and costs less than what is let through. Claims in words of their own, which alignment alone cannot judge, teach
the first model only."""

_FULL_WEIGHT = 30
"""A kind of fewer examples than these weighs less, in proportion."""

Array = npt.NDArray[np.float64]


def fit_support(made: Sequence[tuple[SupportExample, Inspection]], passed: float) -> dict[str, Any]:
    """Return the model's values: logistic regression; both labels and their kinds weigh the same, rare kinds less.

    Args:
        made: examples with what was seen of them. Left out are those that are verbatim or that break a rule: the model
            has no say in them.
        passed: share of the supported that pass.
    """
    rows = [(example, seen) for example, seen in made if seen.features and not seen.problems]
    values = np.array([seen.features for _, seen in rows])
    labels = np.array([example.supported for example, _ in rows])
    weights = _weights([example for example, _ in rows])
    regression = fitted(values, labels, weights)
    probabilities = regression.probabilities(values)
    return regression.stored(_quantile(probabilities[labels], weights[labels], 1 - passed))


def _weights(made: Sequence[SupportExample]) -> Array:
    """Return weights with which both labels count the same, of each the kinds, and claims as much as all the others."""
    counts = Counter((example.supported, example.kind) for example in made)
    share = {key: min(1.0, count / _FULL_WEIGHT) for key, count in counts.items()}
    for label in (True, False):
        if (label, CLAIM) in counts:
            others = sum(value for (its_label, kind), value in share.items() if its_label is label and kind != CLAIM)
            share[label, CLAIM] = max(1.0, others)
    of_label = {label: sum(value for key, value in share.items() if key[0] is label) for label in (True, False)}
    found = np.array([share[key] / counts[key] / of_label[key[0]] for key in ((e.supported, e.kind) for e in made)])
    scaled: Array = found / found.mean()
    return scaled


def _quantile(values: Array, weights: Array, share: float) -> float:
    order = np.argsort(values)
    place = int(np.searchsorted(np.cumsum(weights[order]) / weights.sum(), share))
    return float(values[order][min(place, len(values) - 1)])


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--limit", default=50, show_default=True, help="Use at most so many questions of each set.")
@click.option("--most-claims", default=700, show_default=True, help="Use at most so many claims of each set.")
@click.option("--claims", multiple=True, type=_FOLDER, help="A set of claims, each against its document.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Write into this folder instead.")
@click.argument("sets", nargs=-1, required=True, type=_FOLDER)
def main(sets: tuple[Path, ...], claims: tuple[Path, ...], limit: int, most_claims: int, output: Path | None) -> None:
    """Fit on what is kept for it, with the reader and without, and write data/verify.json and verify_alone.json."""
    made: list[SupportExample] = []
    for folder in sets:
        questions = load(folder)
        kept = [c for c in questions.cases if c.answerable and part_of(c, by_document=False) == "confidence"]
        made += examples(questions, kept[:: max(1, len(kept) // limit)][:limit])
        say(f"{folder.name}: {len(made)} examples so far", err=True)
    for folder in claims:
        made += claim_examples(folder, most_claims)
        say(f"{folder.name}: {len(made)} examples so far", err=True)
    alone = [each for each in made if each.kind != CLAIM]
    for name, reader, some in ((READ, Reader(), made), (ALIGNED, None, alone)):
        verifier = Verifier(load_encoder(), reader)
        seen = [(each, verifier.inspect(each.sentence, each.cited, each.question)) for each in some]
        target = (output or Path(__file__).parents[2] / "data") / name
        target.write_text(json.dumps(fit_support(seen, PASSED[name]), indent=1) + "\n", encoding="utf-8")
        say(f"{target}: {target.read_text(encoding='utf-8')}", err=True)


if __name__ == "__main__":
    main()
