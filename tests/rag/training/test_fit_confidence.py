"""The confidence model is fitted on what was observed, and its threshold refuses no more than it may."""

import numpy as np
import pytest

from rag.evaluation.question_sets import QuestionCase
from rag.training.fit_confidence import REFUSED, cross_validated, fit, threshold_for


@pytest.fixture
def outcome(outcome_of):
    return lambda answerable, features: outcome_of(QuestionCase("q", "Is it so?", answerable), features=features)


@pytest.fixture
def observed(outcome):
    """As many answerable as other questions; only the first feature tells them apart, by so many deviations."""

    def make(signal: float, count: int, seed: int):
        random = np.random.default_rng(seed)
        labels = [True, False] * (count // 2)
        return [outcome(label, (random.normal() + signal * label, random.normal())) for label in labels]

    return make


def test_the_threshold_refuses_no_more_of_the_answerable_than_it_may() -> None:
    random = np.random.default_rng(5)
    labels = np.array([True, False] * 200)
    probabilities, weights = random.uniform(size=400), random.uniform(0.5, 2, size=400)
    threshold = threshold_for(probabilities, labels, weights)
    share = weights[labels & (probabilities < threshold)].sum() / weights[labels].sum()
    assert REFUSED - 0.02 < share <= REFUSED


def test_questions_weigh_when_the_threshold_is_chosen() -> None:
    labels, probabilities = np.array([True, True, False, True]), np.array([0.1, 0.3, 0.4, 0.8])
    assert threshold_for(probabilities, labels, np.array([1.0, 9.0, 9.0, 9.0])) == 0.3
    assert threshold_for(probabilities, labels, np.array([9.0, 1.0, 1.0, 1.0])) == 0.1


@pytest.mark.slow
def test_the_model_leans_on_the_feature_that_tells(observed) -> None:
    model = fit([observed(3.0, 300, 1), observed(3.0, 300, 2)])
    telling, other = model["coefficients"]
    assert telling > 5 * abs(other)


def test_cross_validation_shows_no_skill_where_there_is_none(observed) -> None:
    some, none = cross_validated([observed(3.0, 300, 1), observed(0.0, 300, 2)])
    assert some is not None
    assert none is not None
    assert some > 0.95
    assert 0.4 < none < 0.6


def test_an_unknown_feature_counts_as_the_mean(observed, outcome) -> None:
    known = observed(3.0, 300, 1)
    with_unknown = [*known, outcome(True, (float("nan"), 0.0)), outcome(False, (float("nan"), 0.0))]
    first, second = fit([known])["coefficients"], fit([with_unknown])["coefficients"]
    assert first == pytest.approx(second, abs=0.1)
