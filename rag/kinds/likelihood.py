"""How likely something is by a regression whose weights stand in the code that asks."""

import math
from collections.abc import Sequence

__all__ = ["likelihood"]


def likelihood(values: Sequence[float], weights: Sequence[float], intercept: float) -> float:
    """Return the probability, 0 to 1, that logistic regression gives.

    Args:
        values: of the features.
        weights: as many.
        intercept: of the log odds.
    """
    return 1 / (1 + math.exp(-intercept - sum(w * value for w, value in zip(weights, values, strict=True))))
