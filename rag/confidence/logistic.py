"""How likely the evidence answers the question: a small calibrated model on features that a reader can follow."""

import dataclasses
import hashlib
import json
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from index.hardening.nested_json import read_json
from index.hardening.private import write_text
from rag.confidence.features import FEATURES
from rag.errors import CalibrationError

__all__ = ["CONFIDENCE", "UNFITTED", "ConfidenceModel", "forget_model", "load_model", "save_model", "shipped_model"]

_logger = logging.getLogger(__name__)

CONFIDENCE = "confidence.json"
_MOST_ODDS = 30.0

_FEATURES_BEFORE = 4
"""So many have models that were fitted while the reader read single sentences; they say nothing of this one."""


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Logistic regression on standardised features.

    Attributes:
        means: of each feature, where it was fitted.
        scales: standard deviations.
        coefficients: of the standardised features.
        intercept: of the log odds.
        threshold: below this probability an answer abstains.
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    threshold: float

    @property
    def fingerprint(self) -> str:
        """16 hex digits of the sha256 of all values but the threshold."""
        values = repr((self.means, self.scales, self.coefficients, self.intercept))
        return hashlib.sha256(values.encode()).hexdigest()[:16]

    def log_odds(self, values: Sequence[float]) -> float:
        """Return the log odds that evidence with these features answers the question; NaN features weigh nothing."""
        terms = zip(self.coefficients, values, self.means, self.scales, strict=True)
        return self.intercept + sum(
            c * (value - mean) / scale for c, value, mean, scale in terms if not math.isnan(value)
        )

    def probability(self, values: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that evidence with these features answers the question."""
        return 1 / (1 + math.exp(-max(-_MOST_ODDS, min(_MOST_ODDS, self.log_odds(values)))))

    def rescaled(self, slope: float, shift: float, threshold: float) -> "ConfidenceModel":
        """Return the model whose log odds are ``slope`` times this one's, plus ``shift``."""
        coefficients = tuple(slope * coefficient for coefficient in self.coefficients)
        return dataclasses.replace(
            self, coefficients=coefficients, intercept=slope * self.intercept + shift, threshold=threshold
        )


_SAME = (0.0,) * len(FEATURES)
UNFITTED = ConfidenceModel(_SAME, (1.0,) * len(FEATURES), _SAME, 0.0, 0.5)
"""Is as sure of everything; for those who look at the features only."""


def load_model(folder: Path | None = None) -> ConfidenceModel:
    """Return the model that ``footnote calibrate`` left in an index's folder, else the one that ships.

    One that was fitted to the reader of an earlier version is left where it is, and the log says what to do.

    Raises:
        CalibrationError: what lies in the folder is no model of this version's features.
    """
    shipped = _read(json.loads(files("rag").joinpath(f"data/{CONFIDENCE}").read_bytes()))
    path = None if folder is None else folder / CONFIDENCE
    if path is None or not path.exists():
        return shipped
    try:
        values = read_json(path.read_bytes())
        if len(values["means"]) == _FEATURES_BEFORE:
            _logger.warning("%s belongs to an earlier version's reader and is not used: calibrate again", path)
            return shipped
        return _read(values)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CalibrationError(
            f"{path} is not a calibration for this version of Footnote",
            "Run “footnote calibrate” again, or “footnote calibrate --reset”",
        ) from error


@cache
def shipped_model(name: str) -> ConfidenceModel:
    """Return a model of features of its own that ships, by the name of its file in ``rag/data``."""
    return _model(json.loads(files("rag").joinpath(f"data/{name}").read_bytes()))


def save_model(model: ConfidenceModel, folder: Path) -> Path:
    """Leave a model in an index's folder, whole or not at all, and return its path.

    Raises:
        CalibrationError: it cannot be written.
    """
    path, partial = folder / CONFIDENCE, folder / f"{CONFIDENCE}.partial"
    try:
        write_text(partial, json.dumps(dataclasses.asdict(model), indent=1) + "\n")
        partial.replace(path)
    except OSError as error:
        raise CalibrationError(
            f"{path} cannot be written ({error.strerror})", "Give an index in which you may write"
        ) from error
    return path


def forget_model(folder: Path) -> bool:
    """Remove the model from an index's folder; tell whether there was one."""
    path = folder / CONFIDENCE
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def _read(values: dict[str, Any]) -> ConfidenceModel:
    """Return the model of ``FEATURES`` from its JSON; raises ValueError, TypeError or KeyError where it is none."""
    model = _model(values)
    rows = (model.means, model.scales, model.coefficients)
    numbers = (*model.means, *model.scales, *model.coefficients, model.intercept)
    if {len(row) for row in rows} != {len(FEATURES)} or not all(map(math.isfinite, numbers)):
        raise ValueError("not as many finite numbers as features")
    if not all(scale > 0 for scale in model.scales) or not 0 <= model.threshold <= 1:
        raise ValueError("a scale or the threshold is out of range")
    return model


def _model(values: dict[str, Any]) -> ConfidenceModel:
    means, scales, coefficients = (
        tuple(float(value) for value in values[name]) for name in ("means", "scales", "coefficients")
    )
    return ConfidenceModel(means, scales, coefficients, float(values["intercept"]), float(values["threshold"]))
