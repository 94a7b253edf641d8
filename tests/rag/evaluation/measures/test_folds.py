"""No question is judged by a fit that has seen it."""

import numpy as np
import pytest

from rag.evaluation.measures.folds import Mask, out_of_fold


@pytest.mark.parametrize("count", [5, 12, 103])
def test_each_question_is_judged_once_by_a_fit_on_all_that_were_not_judged_with_it(count: int) -> None:
    fits: list[tuple[Mask, Mask]] = []

    def predict(seen: Mask, judged: Mask) -> np.ndarray:
        fits.append((seen, judged))
        return np.flatnonzero(judged).astype(float)

    assert out_of_fold(count, predict).tolist() == list(range(count))
    assert all((seen != judged).all() for seen, judged in fits)
    assert (np.sum([judged for _, judged in fits], axis=0) == 1).all()


def test_a_fit_has_four_fifths_of_the_questions_to_learn_from() -> None:
    sizes: list[int] = []

    def predict(seen: Mask, judged: Mask) -> np.ndarray:
        sizes.append(int(seen.sum()))
        return np.zeros(int(judged.sum()))

    out_of_fold(50, predict)
    assert sizes == [40] * 5
