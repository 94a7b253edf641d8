"""What is said of a ranking, against values worked out by hand and scikit-learn's."""

import math

import pytest
from sklearn.metrics import roc_auc_score

from rag.evaluation.measures.ranking import auroc, ndcg


def test_auroc_is_that_of_scikit_learn_with_ties() -> None:
    positives, negatives = [0.9, 0.5, 0.5, 0.2], [0.5, 0.1, 0.3]
    expected = roc_auc_score([1] * 4 + [0] * 3, positives + negatives)
    assert auroc(positives, negatives) == pytest.approx(expected)
    assert auroc([], negatives) is None


def test_ndcg_of_a_worked_example() -> None:
    assert ndcg(["x", "a", "y", "b"], ["a", "b"]) == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    )
    assert ndcg(["x"], ["a"]) == 0.0
