"""What is fitted gives the same probabilities as the model that reads what was stored."""

import numpy as np
import pytest

from rag.confidence.logistic import ConfidenceModel
from rag.training.regression import fitted


def test_what_is_stored_is_what_was_fitted() -> None:
    random = np.random.default_rng(5)
    labels = np.arange(200) % 2 == 0
    values = np.stack([random.normal(size=200) + labels, np.ones(200)], axis=1)
    regression = fitted(values, labels)
    stored = regression.stored(0.5)
    model = ConfidenceModel(
        tuple(stored["means"]),
        tuple(stored["scales"]),
        tuple(stored["coefficients"]),
        stored["intercept"],
        stored["threshold"],
    )
    for row, probability in zip(values, regression.probabilities(values), strict=True):
        assert model.probability(tuple(row)) == pytest.approx(probability, abs=1e-4)
    assert stored["scales"][1] == 1.0


def test_a_label_that_weighs_more_is_likelier() -> None:
    values, labels = np.zeros((40, 1)), np.arange(40) % 2 == 0
    assert fitted(values, labels, np.where(labels, 3.0, 1.0)).probabilities(values)[0] == pytest.approx(0.75, abs=0.01)
