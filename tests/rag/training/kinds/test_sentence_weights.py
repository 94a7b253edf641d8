"""Weights are fitted to examples that can be worked out by hand."""

import numpy as np

from rag.training.kinds.sentence_weights import fit


def test_what_tells_items_weighs_and_what_does_not_weighs_nothing() -> None:
    random = np.random.default_rng(5)
    noise = random.normal(size=400)
    behind = -np.abs(random.normal(size=400)) * 4
    weights, intercept = fit([((b, n), b > -2) for b, n in zip(behind.tolist(), noise.tolist(), strict=True)])
    assert weights[0] > 5 * abs(weights[1])
    assert weights[0] * -1 + intercept > 0 > weights[0] * -4 + intercept
