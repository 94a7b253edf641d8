"""Fits confidence to a user's own questions: the shipped model's log odds, stretched and shifted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from rag.confidence.logistic import ConfidenceModel
from rag.errors import CalibrationError
from rag.evaluation.measures.curves import calibration_error
from rag.evaluation.measures.folds import out_of_fold
from rag.evaluation.measures.ranking import auroc

__all__ = ["LEAST", "Calibration", "calibrate"]

LEAST = 10
"""Questions of each kind, answerable and not, without which nothing can be said."""

_PRIOR = 1.0
"""How strongly the shipped model is believed, in the weight of a question: few questions change little."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What calibrating gave.

    Attributes:
        questions: how many there were.
        answerable: how many of them the documents answer.
        auroc: how well confidence tells them apart, which calibrating does not change.
        calibration_error_before: of the shipped model on these questions.
        calibration_error: where every question's confidence comes from a model fitted on the others.
        threshold_before: of the shipped model.
        threshold: the new one.
        wrongly_refused: share of the answerable questions below it.
        wrongly_answered: share of the others above it.
    """

    questions: int
    answerable: int
    auroc: float
    calibration_error_before: float
    calibration_error: float
    threshold_before: float
    threshold: float
    wrongly_refused: float
    wrongly_answered: float


def calibrate(
    model: ConfidenceModel, features: Sequence[tuple[float, ...]], answerable: Sequence[bool], refuse: float
) -> tuple[ConfidenceModel, Calibration]:
    """Return the model fitted to labelled questions by Platt's method (Platt 1999, section 2), and what that gave.

    Args:
        model: the one that ships.
        features: of each question, of those where something was found.
        answerable: whether the documents answer it.
        refuse: share of the answerable questions that may be refused, 0 to 1.

    Raises:
        CalibrationError: there are too few questions of a kind.
    """
    labels = np.array(answerable, bool)
    if min(labels.sum(), (~labels).sum()) < LEAST:
        raise CalibrationError(
            f"There are {labels.sum()} answerable questions and {(~labels).sum()} others; it takes {LEAST} of each",
            "Add questions with “answerable”: true or false, as people ask them",
        )
    odds = np.array([model.log_odds(values) for values in features])
    slope, shift = _fit(odds, labels)
    new = _sigmoid(slope * odds + shift)
    threshold = float(np.quantile(new[labels], refuse, method="lower"))
    before, after = _sigmoid(odds), _cross_validated(odds, labels)
    told = auroc(odds[labels].tolist(), odds[~labels].tolist())
    errors = [calibration_error(some.tolist(), labels.tolist()) for some in (before, after)]
    return model.rescaled(slope, shift, threshold), Calibration(
        questions=len(labels),
        answerable=int(labels.sum()),
        auroc=told or 0.0,
        calibration_error_before=errors[0] or 0.0,
        calibration_error=errors[1] or 0.0,
        threshold_before=model.threshold,
        threshold=threshold,
        wrongly_refused=float((new[labels] < threshold).mean()),
        wrongly_answered=float((new[~labels] >= threshold).mean()),
    )


def _fit(odds: Floats, labels: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and shift of the largest posterior, with a normal prior around 1 and 0."""
    signs = np.where(labels, 1.0, -1.0)

    def loss(parameters: Floats) -> float:
        slope, shift = parameters
        return float(
            np.logaddexp(0, -signs * (slope * odds + shift)).sum() + _PRIOR / 2 * ((slope - 1) ** 2 + shift**2)
        )

    slope, shift = minimize(loss, np.array([1.0, 0.0]), bounds=[(0.05, 20.0), (-20.0, 20.0)]).x
    return float(slope), float(shift)


def _cross_validated(odds: Floats, labels: npt.NDArray[np.bool_]) -> Floats:
    def predict(seen: npt.NDArray[np.bool_], others: npt.NDArray[np.bool_]) -> Floats:
        slope, shift = _fit(odds[seen], labels[seen])
        return _sigmoid(slope * odds[others] + shift)

    return out_of_fold(len(labels), predict)


def _sigmoid(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float64)
