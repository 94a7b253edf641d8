"""What confidence is worth: risk against coverage, and confidence against truth."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Bin", "calibration_error", "reliability", "risk_coverage"]

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose confidence lies in one tenth of the scale.

    Attributes:
        low: where the tenth begins.
        high: where it ends.
        count: how many questions lie there, from 1.
        confidence: their mean confidence.
        share: of them whose outcome was true.
    """

    low: float
    high: float
    count: int
    confidence: float
    share: float


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, float]]:
    """Return (coverage, risk, threshold) for every threshold, strictest first (El-Yaniv and Wiener 2010, section 2).

    Coverage is the share of the questions that are answered, risk the share of those answers that are wrong.

    Args:
        confidences: of each question; those of equal confidence are answered together.
        right: whether its answer would be.
    """
    ordered = sorted(zip(confidences, right, strict=True), reverse=True)
    points: list[tuple[float, float, float]] = []
    wrong = 0
    for number, (confidence, is_right) in enumerate(ordered, start=1):
        wrong += not is_right
        if number == len(ordered) or ordered[number][0] != confidence:
            points.append((number / len(ordered), wrong / number, confidence))
    return points


def reliability(confidences: Sequence[float], outcomes: Sequence[bool]) -> list[Bin]:
    """Return the tenths of the scale that have questions in them (Guo et al. 2017, section 2)."""
    inside: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, outcome in zip(confidences, outcomes, strict=True):
        inside[min(int(confidence * _BINS), _BINS - 1)].append((confidence, outcome))
    return [
        Bin(
            place / _BINS,
            (place + 1) / _BINS,
            len(some),
            sum(confidence for confidence, _ in some) / len(some),
            sum(outcome for _, outcome in some) / len(some),
        )
        for place, some in enumerate(inside)
        if some
    ]


def calibration_error(confidences: Sequence[float], outcomes: Sequence[bool]) -> float | None:
    """Return the expected calibration error, 0 to 1: how far confidence is from truth (Guo et al. 2017, equation 3)."""
    bins = reliability(confidences, outcomes)
    total = sum(some.count for some in bins)
    return sum(some.count * abs(some.share - some.confidence) for some in bins) / total if total else None
