"""Logistic regression on standardised features, as the models of confidence and of support are fitted and stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

__all__ = ["Regression", "fitted"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """What was fitted.

    Attributes:
        means: (features,), where it was fitted.
        scales: (features,), standard deviations; 1 of a feature that is the same everywhere.
        model: scikit-learn's, of standardised features.
    """

    means: Array
    scales: Array
    model: Any

    def probabilities(self, values: Array) -> Array:
        """Return how likely each row of features, (n, features), is of the label, (n,)."""
        found: Array = self.model.predict_proba((values - self.means) / self.scales)[:, 1]
        return found

    def stored(self, threshold: float) -> dict[str, Any]:
        """Return the values of a ``rag.confidence.logistic.ConfidenceModel``, as its file has them."""
        return {
            "means": self.means.round(6).tolist(),
            "scales": self.scales.round(6).tolist(),
            "coefficients": self.model.coef_[0].round(6).tolist(),
            "intercept": round(float(self.model.intercept_[0]), 6),
            "threshold": round(threshold, 3),
        }


def fitted(
    values: Array, labels: Array, weights: Sequence[float] | Array | None = None, *, c: float = 10
) -> Regression:
    """Return the regression of labels, (n,), on features, (n, features).

    Args:
        values: features.
        labels: booleans.
        weights: of each row; all the same when None.
        c: inverse of the regularisation, as scikit-learn has it.
    """
    from sklearn.linear_model import LogisticRegression

    means, scales = values.mean(axis=0), values.std(axis=0)
    scales[scales == 0] = 1
    model = LogisticRegression(C=c, max_iter=2000).fit((values - means) / scales, labels, weights)
    return Regression(means, scales, model)
