"""Intervals against what theory says of them, and against scikit-learn drawn by hand."""

import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from rag.evaluation.measures.bootstrap import auroc_interval, difference, f1_interval, mean_interval


def test_the_interval_of_a_share_is_that_of_the_normal_approximation() -> None:
    values = [1.0] * 300 + [0.0] * 100
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    low, high = mean_interval(values)
    assert low == pytest.approx(0.75 - half, abs=0.006)
    assert high == pytest.approx(0.75 + half, abs=0.006)


def test_what_never_varies_has_no_width() -> None:
    assert mean_interval([0.5]) == (0.5, 0.5)
    assert auroc_interval([0.9, 0.8], [0.1]) == (1.0, 1.0)
    assert auroc_interval([0.4], [0.4]) == (0.5, 0.5)


@pytest.mark.slow
def test_the_interval_of_the_area_is_that_of_resamples_drawn_one_by_one() -> None:
    random = np.random.default_rng(11)
    positives, negatives = random.normal(1, 1, 80).round(1).tolist(), random.normal(0, 1, 60).round(1).tolist()
    areas = []
    for _ in range(1500):
        up, down = random.choice(positives, 80), random.choice(negatives, 60)
        areas.append(roc_auc_score([1] * 80 + [0] * 60, [*up, *down]))
    low, high = auroc_interval(positives, negatives)
    assert low == pytest.approx(np.quantile(areas, 0.025), abs=0.015)
    assert high == pytest.approx(np.quantile(areas, 0.975), abs=0.015)


def test_the_interval_of_f1_is_that_of_the_share_where_precision_and_recall_are_one() -> None:
    # Each question gives one item and wants one, so that F1 is the share of those that are right.
    counts = [(1.0, 1, 1.0, 1)] * 300 + [(0.0, 1, 0.0, 1)] * 100
    assert f1_interval(counts) == pytest.approx(mean_interval([1.0] * 300 + [0.0] * 100))
    assert f1_interval([(0.0, 1, 0.0, 2)]) == (0.0, 0.0)


def test_a_difference_is_taken_over_the_questions_of_both_runs() -> None:
    before = {"a": 0.0, "b": 1.0, "c": 0.0, "gone": 1.0}
    now = {"a": 1.0, "b": 1.0, "c": 1.0, "new": 0.0}
    found = difference(before, now)
    assert found is not None
    change, (low, high) = found
    assert change == pytest.approx(2 / 3)
    assert 0 <= low < change < high <= 1
    assert difference({"a": 1.0}, {"b": 1.0}) is None


def test_a_change_that_every_question_shares_is_certain_though_the_questions_differ() -> None:
    before = {str(number): float(number % 2) for number in range(40)}
    assert difference(before, {identity: value + 0.5 for identity, value in before.items()}) == (0.5, (0.5, 0.5))
