"""Confidence intervals by the bootstrap: how far a figure would move with other questions of the same kind."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["LEVEL", "Interval", "auroc_interval", "difference", "f1_interval", "mean_interval"]

LEVEL = 0.95
"""Of every interval."""

_RESAMPLES = 2_000
_SEED = 7

Interval = tuple[float, float]
"""From, to."""

Floats = npt.NDArray[np.float64]


def mean_interval(values: Sequence[float]) -> Interval:
    """Return the percentile interval of the mean (Efron and Tibshirani 1993, section 13.3); one value gives itself."""
    counts = _counts(len(values))
    return _percentiles(counts @ np.asarray(values, np.float64) / len(values))


def auroc_interval(positives: Sequence[float], negatives: Sequence[float]) -> Interval:
    """Return the interval of the area under the curve, positives and negatives drawn each on their own.

    Args:
        positives: scores that should be high; at least one.
        negatives: scores that should be low; at least one.
    """
    scores = np.concatenate([np.asarray(positives, np.float64), np.asarray(negatives, np.float64)])
    levels, place = np.unique(scores, return_inverse=True)
    drawn_up = _at_levels(_counts(len(positives)), place[: len(positives)], len(levels))
    drawn_down = _at_levels(_counts(len(negatives)), place[len(positives) :], len(levels))
    # A positive beats the negatives of all lower levels, and half of those of its own.
    below = np.cumsum(drawn_down, axis=1) - drawn_down / 2
    return _percentiles((drawn_up * below).sum(axis=1) / (len(positives) * len(negatives)))


def f1_interval(counts: Sequence[Sequence[float]]) -> Interval:
    """Return the interval of an F1 whose precision and recall are ratios of sums over questions.

    Args:
        counts: (questions, 4): what is right of what was given, how much was given, what is met of what is wanted, how
            much is wanted; what is given and wanted is at least 1.
    """
    right, given, met, wanted = (_counts(len(counts)) @ np.asarray(counts, np.float64)).T
    precision, recall = right / given, met / wanted
    both = precision + recall
    return _percentiles(np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0))


def difference(before: Mapping[str, float], now: Mapping[str, float]) -> tuple[float, Interval] | None:
    """Return how much larger a mean is now, and the interval of that, over the questions of both; None without any.

    The questions are drawn in pairs, so that what is hard in both runs cancels.
    """
    both = sorted(before.keys() & now.keys())
    if not both:
        return None
    changes = np.array([now[identity] - before[identity] for identity in both])
    return float(changes.mean()), mean_interval(changes.tolist())


def _counts(size: int) -> Floats:
    """Return (resamples, size): how often each of so many is drawn; the same for the same size."""
    drawn = np.random.default_rng(_SEED).multinomial(size, np.full(size, 1 / size), _RESAMPLES)
    return drawn.astype(np.float64)


def _at_levels(counts: Floats, place: npt.NDArray[np.intp], levels: int) -> Floats:
    """Return (resamples, levels): how many were drawn of each score."""
    summed = np.zeros((len(counts), levels))
    np.add.at(summed.T, place, counts.T)
    return summed


def _percentiles(values: Floats) -> Interval:
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
