"""The confidence model is what its formula says, and one in an index's folder is used or refused."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from rag.confidence.features import FEATURES
from rag.confidence.logistic import UNFITTED, ConfidenceModel, forget_model, load_model, save_model
from rag.errors import CalibrationError


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


def test_a_rescaled_model_has_its_log_odds_stretched_and_shifted() -> None:
    model = ConfidenceModel((1.0, 2.0), (2.0, 4.0), (0.5, -3.0), 0.25, 0.5)
    rescaled = model.rescaled(2.0, -1.0, 0.3)
    for values in ((0.0, 0.0), (3.0, math.nan), (-1.0, 7.0)):
        assert rescaled.log_odds(values) == pytest.approx(2 * model.log_odds(values) - 1)
    assert rescaled.threshold == 0.3


def test_an_index_has_its_own_model_until_it_is_forgotten(tmp_path: Path) -> None:
    assert load_model(tmp_path) == load_model()
    own = load_model().rescaled(0.5, 0.1, 0.25)
    save_model(own, tmp_path)
    assert load_model(tmp_path) == own
    assert forget_model(tmp_path)
    assert not forget_model(tmp_path)
    assert load_model(tmp_path) == load_model()


def test_a_model_of_an_earlier_reader_is_left_where_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    four = [0.5] * 4
    path = tmp_path / "confidence.json"
    path.write_text(json.dumps({"means": four, "scales": four, "coefficients": four, "intercept": 0, "threshold": 0.3}))
    assert load_model(tmp_path) == load_model()
    assert "calibrate again" in caplog.text
    assert path.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"means": [0.0]},
        {"scales": [0.0] * len(FEATURES)},
        {"threshold": 1.5},
        {"intercept": float("inf")},
        {"coefficients": ["x"] * len(FEATURES)},
        {"coefficients": None},
    ],
)
def test_a_model_that_cannot_be_used_says_what_to_run(tmp_path: Path, change: dict[str, object]) -> None:
    path = save_model(UNFITTED, tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(CalibrationError, match="calibrate --reset"):
        load_model(tmp_path)
    path.write_text("no json")
    with pytest.raises(CalibrationError, match="is not a calibration"):
        load_model(tmp_path)
