"""How likely something is by weights and an intercept."""

import math

from rag.kinds.likelihood import by_likelihood, likelihood


def test_it_is_the_logistic_function_of_the_weighted_sum() -> None:
    assert likelihood((1.0, 2.0), (0.0, 0.0), 0.0) == 0.5
    assert math.isclose(likelihood((1.0, 2.0), (3.0, -0.5), -1.0), 1 / (1 + math.exp(-1.0)))
    assert likelihood((5.0,), (1.0,), 0.0) > likelihood((4.0,), (1.0,), 0.0)


def test_the_likeliest_comes_first_and_equal_ones_stay() -> None:
    found = by_likelihood([("a", (0.0,)), ("b", (2.0,)), ("c", (0.0,))], (1.0,), 0.0)
    assert [thing for _, thing in found] == ["b", "a", "c"]
    assert found[1][0] == 0.5
