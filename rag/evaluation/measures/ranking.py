"""How well the right things stand above the others."""

import math
import statistics
from collections.abc import Sequence

__all__ = ["auroc", "ndcg"]


def ndcg(ranking: Sequence[str], relevant: Sequence[str], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain, 0 to 1 (Järvelin and Kekäläinen 2002, section 2.2)."""
    wanted = set(relevant)
    gain = sum(1 / math.log2(rank + 1) for rank, item in enumerate(ranking[:depth], start=1) if item in wanted)
    return gain / sum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), depth) + 1))


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Return the probability that a positive's score is above a negative's, ties as half; None without both."""
    if not positives or not negatives:
        return None
    ranked = sorted([(score, 1) for score in positives] + [(score, 0) for score in negatives])
    ranks: dict[float, list[int]] = {}
    for rank, (score, _) in enumerate(ranked, start=1):
        ranks.setdefault(score, []).append(rank)
    total = sum(statistics.fmean(ranks[score]) for score in positives)
    count = len(positives)
    return (total - count * (count + 1) / 2) / (count * len(negatives))
