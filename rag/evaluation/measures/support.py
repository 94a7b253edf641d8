"""How well what is cited is what a full answer rests on."""

from collections.abc import Sequence

__all__ = ["Span", "support_scores"]

Span = tuple[str, int, int]
"""Of a document: its id, the first code point, one past the last."""

_LEAST_SHARED = 0.5
"""Of the shorter of two stretches: every set divides sentences a little differently, and some name whole turns."""


def support_scores(cited: Sequence[Span], gold: Sequence[Span]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over sentences, 0 to 1 (as of supporting facts: Yang et al. 2018, section 5.1).

    A sentence that is cited is right, and one of the gold ones met, where they share half of the shorter of both.

    Args:
        cited: none of them twice; may be empty, and is worth nothing then.
        gold: at least one.
    """
    precision = _share(cited, gold)
    recall = _share(gold, cited)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(some: Sequence[Span], others: Sequence[Span]) -> float:
    return sum(any(_are_one(each, other) for other in others) for each in some) / len(some) if some else 0.0


def _are_one(one: Span, other: Span) -> bool:
    shared = min(one[2], other[2]) - max(one[1], other[1])
    shorter = min(one[2] - one[1], other[2] - other[1])
    return one[0] == other[0] and shared > 0 and shared >= _LEAST_SHARED * shorter
