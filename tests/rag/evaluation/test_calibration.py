"""Calibrating makes confidence mean what it says on questions like the ones it was given."""

import numpy as np
import pytest

from rag.confidence.logistic import ConfidenceModel
from rag.errors import CalibrationError
from rag.evaluation.calibration import LEAST, calibrate

# Its log odds are its only feature, and it is twice as sure as it may be, and one too high.
SURE = ConfidenceModel((0.0,), (1.0,), (2.0,), 1.0, 0.5)


def asked(count: int) -> tuple[list[tuple[float, ...]], list[bool]]:
    """Return questions whose log odds of being answerable are their feature."""
    random = np.random.default_rng(4)
    values = random.normal(0, 2, count)
    return [(float(value),) for value in values], (random.uniform(size=count) < 1 / (1 + np.exp(-values))).tolist()


def test_log_odds_are_stretched_and_shifted_to_the_truth() -> None:
    model, result = calibrate(SURE, *asked(4000), refuse=0.1)
    assert model.coefficients[0] == pytest.approx(1.0, abs=0.1)
    assert model.intercept == pytest.approx(0.0, abs=0.15)
    assert result.calibration_error < 0.03 < result.calibration_error_before
    assert result.auroc == pytest.approx(0.86, abs=0.03)


def test_the_threshold_refuses_the_stated_share_and_no_more() -> None:
    features, labels = asked(1000)
    model, result = calibrate(SURE, features, labels, refuse=0.2)
    refused = [
        model.probability(values) < model.threshold for values, label in zip(features, labels, strict=True) if label
    ]
    assert result.wrongly_refused == pytest.approx(np.mean(refused), abs=0.002)
    assert 0.19 < result.wrongly_refused <= 0.2
    answered = [model.probability(v) >= model.threshold for v, label in zip(features, labels, strict=True) if not label]
    assert result.wrongly_answered == pytest.approx(np.mean(answered), abs=0.002)


def test_few_questions_change_little() -> None:
    features, labels = asked(60)
    few, _ = calibrate(SURE, [(v[0] / 50,) for v in features], labels, refuse=0.1)
    assert few.coefficients[0] == pytest.approx(SURE.coefficients[0], rel=0.5)


def test_it_takes_questions_of_both_kinds() -> None:
    features = [(0.0,)] * (2 * LEAST)
    with pytest.raises(CalibrationError, match=f"{LEAST} of each"):
        calibrate(SURE, features, [True] * (LEAST + 1) + [False] * (LEAST - 1), refuse=0.1)
