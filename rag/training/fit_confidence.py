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
from rag.evaluation.figures.evaluate import Outcome, observe
from rag.evaluation.measures.folds import out_of_fold
from rag.evaluation.measures.ranking import auroc
from rag.evaluation.sets.question_sets import load, open_index, part_of
from rag.training.regression import Regression, fitted

__all__ = ["ANSWERED_SHARE", "WRONG_COST", "cross_validated", "fit", "threshold_for"]

Array = npt.NDArray[Any]

WRONG_COST = 2.0
"""What an answer to a question that nothing answers costs, where a refusal of one that is answered costs 1: who reads a
wrong answer has to find out, who reads a refusal sees the nearest sentences."""

ANSWERED_SHARE = 2 / 3
"""Of the questions that people ask, how many their documents answer: as in natural_a, _b and _c, whose authors wrote
what they would have asked. Sets that are made to mislead have fewer."""

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def fit(outcomes: list[list[Outcome]]) -> dict[str, Any]:
    """Return the model's values: logistic regression, in which answerable questions are ``ANSWERED_SHARE`` of all.

    Args:
        outcomes: of each set, questions of both kinds.
    """
    values, labels, _ = _table(outcomes)
    return _fitted(values, labels).stored(threshold_for(WRONG_COST))


def cross_validated(outcomes: list[list[Outcome]]) -> list[float | None]:
    """Return each set's AUROC where every question's confidence comes from a model that has not seen it."""
    values, labels, groups = _table(outcomes)

    def predict(seen: Array, others: Array) -> Array:
        return _fitted(values[seen], labels[seen]).probabilities(values[others])

    found = out_of_fold(len(labels), predict)
    of = [groups == number for number in range(len(outcomes))]
    return [auroc(found[some & labels].tolist(), found[some & ~labels].tolist()) for some in of]


def threshold_for(wrong_cost: float) -> float:
    """Return the probability from which to answer costs less than to refuse (Elkan 2001, section 2), 0 to 1.

    Args:
        wrong_cost: of an answer to a question that nothing answers, in refusals of one that is answered.
    """
    return wrong_cost / (1 + wrong_cost)


def _table(outcomes: list[list[Outcome]]) -> tuple[Array, Array, Array]:
    """Return features (n, features) with the mean for what is not known, labels (n,) and the set's number (n,)."""
    rows = [(o.features, o.case.answerable, number) for number, some in enumerate(outcomes) for o in some if o.features]
    values = np.array([row[0] for row in rows])
    known = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    return known, np.array([row[1] for row in rows]), np.array([row[2] for row in rows])


def _fitted(values: Array, labels: Array) -> Regression:
    weights = np.where(labels, ANSWERED_SHARE / labels.mean(), (1 - ANSWERED_SHARE) / (1 - labels.mean()))
    return fitted(values, labels, weights)


@click.command()
@click.option("--limit", default=800, show_default=True, help="Use at most so many questions of each set.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.option("--by-document", multiple=True, type=_FOLDER, help="A set that is divided by document.")
@click.argument("by_question", nargs=-1, type=_FOLDER)
def main(by_question: tuple[Path, ...], by_document: tuple[Path, ...], limit: int, output: Path | None) -> None:
    """Fit on questions that are kept for it, of sets that are divided by question, and write data/confidence.json."""
    target = output or Path(__file__).parents[1] / "data" / "confidence.json"
    encoder = load_encoder()
    outcomes = []
    sets = [*by_question, *by_document]
    for folder in sets:
        questions = load(folder)
        made, doc_id_of = open_index(questions, encoder)
        kept = [c for c in questions.cases if part_of(c, by_document=folder in by_document) == "confidence"]
        kept = kept[:: max(1, len(kept) // limit)]
        outcomes.append(observe(Assistant(made, model=UNFITTED), kept, doc_id_of))
        say(f"{folder.name}: {len(kept)} questions", err=True)
    for folder, value in zip(sets, cross_validated(outcomes), strict=True):
        say(f"{folder.name}: AUROC {value:.3f}, cross-validated" if value is not None else folder.name, err=True)
    target.write_text(json.dumps(fit(outcomes), indent=1) + "\n", encoding="utf-8")
    say(target.read_text(encoding="utf-8"), err=True)


if __name__ == "__main__":
    main()
