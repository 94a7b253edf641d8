"""How well the right things stand above the others."""

import math
from collections.abc import Sequence

__all__ = ["auroc", "ndcg"]


def ndcg(ranking: Sequence[str], relevant: Sequence[str], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain, 0 to 1 (Järvelin and Kekäläinen 2002, section 2.2)."""
    wanted = set(relevant)
    gain = sum(1 / math.log2(rank + 1) for rank, item in enumerate(ranking[:depth], start=1) if item in wanted)
    return gain / sum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), depth) + 1))


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Return the probability that a positive's score is above a negative's, ties as half; None without both.

    It is the Mann-Whitney U as a share of all pairs (Hanley and McNeil 1982).
    """
    if not positives or not negatives:
        return None
    from scipy.stats import mannwhitneyu  # more than a second to import, and only evaluations need it

    wins = mannwhitneyu(positives, negatives, method="asymptotic").statistic
    return float(wins) / (len(positives) * len(negatives))
