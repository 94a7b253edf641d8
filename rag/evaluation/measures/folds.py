"""Cross-validation: what models say of questions that they were not fitted on."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

__all__ = ["out_of_fold"]

_FOLDS = 5

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def out_of_fold(count: int, predict: Callable[[Mask, Mask], Floats]) -> Floats:
    """Return a value for each of ``count`` questions, from five fits on four fifths of them.

    Args:
        count: of questions.
        predict: fits on the questions of the first mask, and returns values for those of the second.
    """
    fold = np.arange(count) % _FOLDS
    values = np.zeros(count)
    for left_out in range(_FOLDS):
        values[fold == left_out] = predict(fold != left_out, fold == left_out)
    return values
