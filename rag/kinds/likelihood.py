"""How likely something is by a regression whose weights stand in the code that asks."""

import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

__all__ = ["by_likelihood", "likelihood"]

T = TypeVar("T")


def likelihood(values: Sequence[float], weights: Sequence[float], intercept: float) -> float:
    """Return the probability, 0 to 1, that logistic regression gives.

    Args:
        values: of the features.
        weights: as many.
        intercept: of the log odds.
    """
    return 1 / (1 + math.exp(-intercept - sum(w * value for w, value in zip(weights, values, strict=True))))


def by_likelihood(
    featured: Iterable[tuple[T, Sequence[float]]], weights: Sequence[float], intercept: float
) -> list[tuple[float, T]]:
    """Return things with their probabilities, the likeliest first; equal ones stay as they were.

    Args:
        featured: things with the values of their features.
        weights: as many as features.
        intercept: of the log odds.
    """
    found = [(likelihood(values, weights, intercept), thing) for thing, values in featured]
    return sorted(found, key=lambda pair: -pair[0])
