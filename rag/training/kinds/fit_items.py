"""Fits what tells the items of lists: ``python -m rag.training.kinds.fit_items bench/natural --index KEPT_IN``.

Its questions for lists have the spans of all sentences that answer. The weights printed are those of
``rag.kinds.lists.likely_items``; they are fitted to all, and nothing of the sets that Footnote is measured with.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from index.encoding.load import load_encoder
from index.hardening.terminal import say
from index.store import Index
from rag.confidence.logistic import load_model
from rag.evaluation.sets.question_case import QuestionCase
from rag.evaluation.sets.question_sets import load, open_index
from rag.evidence.sentences import PASSAGES
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.lists.likely_items import FEATURES, item_features
from rag.training.gold_sentences import gold_sentences
from rag.training.regression import fitted

__all__ = ["fit", "main"]

_KIND = "list"

Values = tuple[float, ...]


def fit(examples: Sequence[tuple[Values, bool]]) -> tuple[npt.NDArray[np.float64], float]:
    """Return the weights, (features,), and the intercept of what is an item and what is none, as they come."""
    found = fitted(np.array([values for values, _ in examples]), np.array([label for _, label in examples]), c=1)
    weights = found.model.coef_[0] / found.scales
    return weights, float(found.model.intercept_[0] - weights @ found.means)


def examples(index: Index, cases: Sequence[QuestionCase], names: dict[str, str]) -> Iterator[tuple[Values, bool]]:
    """Yield the features of all sentences that are read for questions, and whether each answers.

    Args:
        index: of the set.
        cases: its questions.
        names: the set's id of each document by its source.
    """
    investigator = Investigator(index, load_model(index.folder))
    for case in cases:
        with index.database.snapshot():
            found = investigator.investigate(Query(case.question), at_least=PASSAGES)
            for piece, values in item_features(index, found.evidence):
                gold = gold_sentences([(piece.start, piece.end)], case, names[piece.row.source])
                yield values, bool(gold)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--index", "kept", type=click.Path(file_okay=False, path_type=Path), required=True, help="To keep it in.")
def main(folder: Path, kept: Path) -> None:
    """Fit on the questions for lists of a set that its documents answer, and print the weights."""
    questions = load(folder)
    index, names = open_index(questions, load_encoder(), kept_in=kept)
    cases = [case for case in questions.cases if case.kind == _KIND and case.answerable]
    weights, intercept = fit(list(examples(index, cases, names)))
    for name, weight in zip(FEATURES, weights, strict=True):
        say(f"{name:12} {weight:7.3f}")
    say(f"{'intercept':12} {intercept:7.3f}")


if __name__ == "__main__":
    main()
