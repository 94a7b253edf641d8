"""Weights of regressions that tell sentences of a kind of answer, fitted to a set whose answers are all marked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoding.load import load_encoder
from index.hardening.terminal import say
from index.store import Index
from rag.evaluation.sets.question_case import QuestionCase
from rag.evaluation.sets.question_sets import load, open_index
from rag.evidence.sentences import Evidence
from rag.training.gold_sentences import gold_sentences
from rag.training.regression import fitted

__all__ = ["Examples", "Values", "fit", "labelled", "print_weights"]

Values = tuple[float, ...]
Examples = Callable[[Index, Sequence[QuestionCase], dict[str, str]], Iterable[tuple[Values, bool]]]
"""Makes the features of sentences, and whether each answers, of an index, questions, and a set's ids by sources."""


def fit(examples: Sequence[tuple[Values, bool]]) -> tuple[npt.NDArray[np.float64], float]:
    """Return the weights, (features,), and the intercept of what is wanted and what is not, as they come."""
    found = fitted(np.array([values for values, _ in examples]), np.array([label for _, label in examples]), c=1)
    weights = found.model.coef_[0] / found.scales
    return weights, float(found.model.intercept_[0] - weights @ found.means)


def labelled(
    featured: Iterable[tuple[Evidence, Values]], case: QuestionCase, names: dict[str, str]
) -> Iterator[tuple[Values, bool]]:
    """Yield the features of sentences, and whether each answers a question.

    Args:
        featured: sentences with their features.
        case: the question.
        names: the set's id of each document by its source.
    """
    for piece, values in featured:
        yield values, bool(gold_sentences([(piece.start, piece.end)], case, names[piece.row.source]))


def print_weights(
    folder: Path, kept: Path, kind: str, examples: Examples, features: Sequence[str], *, every: int = 1
) -> None:
    """Fit to the questions of a kind that a set's documents answer, and print the weights.

    Args:
        folder: of the set.
        kept: where its index is kept.
        kind: as the set names it.
        examples: makes what is fitted to.
        features: their names, in order.
        every: only every so many questions are fitted to.
    """
    questions = load(folder)
    index, names = open_index(questions, load_encoder(), kept_in=kept)
    cases = [case for case in questions.cases if case.kind == kind and case.answerable][::every]
    weights, intercept = fit(list(examples(index, cases, names)))
    for name, weight in zip(features, weights, strict=True):
        say(f"{name:12} {weight:7.3f}")
    say(f"{'intercept':12} {intercept:7.3f}")
