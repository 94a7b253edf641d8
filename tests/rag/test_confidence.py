import math

import numpy as np
import pytest

from rag.confidence import FEATURES, ConfidenceModel, load_model


def test_the_probability_is_the_logistic_of_the_standardised_features() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        means, coefficients, values = random.normal(size=(3, 4))
        scales = random.uniform(0.1, 2, size=4)
        model = ConfidenceModel(tuple(means), tuple(scales), tuple(coefficients), 0.3, 0.5)
        odds = 0.3 + coefficients @ ((values - means) / scales)
        assert model.probability(tuple(values)) == pytest.approx(float(1 / (1 + np.exp(-odds))), abs=1e-9)


def test_a_feature_that_is_not_known_weighs_nothing() -> None:
    model = ConfidenceModel((0.0, 0.0), (1.0, 1.0), (2.0, 5.0), 0.0, 0.5)
    assert model.probability((1.0, math.nan)) == pytest.approx(1 / (1 + math.exp(-2)))


def test_far_out_features_stay_probabilities() -> None:
    model = ConfidenceModel((0.0,), (1.0,), (1.0,), 0.0, 0.5)
    assert 0 < model.probability((-1e9,)) < 1e-9
    assert 1 - 1e-9 < model.probability((1e9,)) <= 1


def test_the_model_that_ships_has_a_value_for_every_feature() -> None:
    model = load_model()
    assert {len(values) for values in (model.means, model.scales, model.coefficients)} == {len(FEATURES)}
    assert all(scale > 0 for scale in model.scales)
    assert 0 < model.threshold < 1
