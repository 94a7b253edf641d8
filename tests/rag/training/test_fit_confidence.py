"""The confidence model is fitted on what was observed, and its threshold follows from what an error costs."""

import numpy as np
import pytest

from rag.evaluation.sets.question_sets import QuestionCase
from rag.training.fit_confidence import ANSWERED_SHARE, cross_validated, fit, threshold_for


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


@pytest.mark.parametrize("wrong_cost", [0.5, 1.0, 2.0, 5.0])
def test_at_the_threshold_to_answer_costs_what_to_refuse_costs(wrong_cost: float) -> None:
    threshold = threshold_for(wrong_cost)
    assert threshold * 1.0 == pytest.approx((1 - threshold) * wrong_cost)


@pytest.mark.slow
def test_the_model_leans_on_the_feature_that_tells(observed) -> None:
    model = fit([observed(3.0, 300, 1), observed(3.0, 300, 2)])
    telling, other = model["coefficients"]
    assert telling > 5 * abs(other)


def test_confidence_is_right_where_as_many_questions_are_answered_as_people_ask(observed) -> None:
    model = fit([observed(0.0, 400, 1)])
    assert 1 / (1 + np.exp(-model["intercept"])) == pytest.approx(ANSWERED_SHARE, abs=0.01)


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
