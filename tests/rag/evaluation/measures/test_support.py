"""How well citations meet gold sentences, on examples worked out by hand."""

import pytest

from rag.evaluation.measures.support import support_scores

GOLD = [("a", 0, 100), ("a", 200, 300), ("b", 0, 50)]


def test_sentences_are_one_where_they_share_half_of_the_shorter() -> None:
    # The first meets a gold one but for its end; the second shares 49 of 100; the third is of another document.
    cited = [("a", 10, 110), ("a", 251, 351), ("c", 0, 50)]
    assert support_scores(cited, GOLD) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert support_scores([("a", 250, 350)], GOLD)[0] == 1.0


def test_one_citation_may_meet_two_sentences_and_two_may_meet_one() -> None:
    assert support_scores([("a", 0, 300)], GOLD) == pytest.approx((1.0, 2 / 3, 0.8))
    assert support_scores([("b", 0, 20), ("b", 20, 50)], GOLD) == pytest.approx((1.0, 1 / 3, 0.5))


def test_nothing_cited_is_worth_nothing_and_neighbours_share_nothing() -> None:
    assert support_scores([], GOLD) == (0.0, 0.0, 0.0)
    assert support_scores([("a", 100, 200)], GOLD) == (0.0, 0.0, 0.0)
