"""What training changed ships as one file."""

import numpy as np
import pytest

from rag.reading.trained_weights import load_weights


def test_what_ships_says_what_it_learned_from() -> None:
    assert "natural_twins" in load_weights().learned_from


@pytest.mark.parametrize("head", ["sentence", "span", "supports"])
def test_heads_read_the_last_states(head: str) -> None:
    weights = load_weights()
    outputs = {"sentence": 1, "span": 2, "supports": 1}[head]
    assert getattr(weights, head)(np.zeros((5, 384), np.float32)).shape == (5, outputs)
