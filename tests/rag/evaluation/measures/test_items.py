"""The F1 of a list's items, on examples worked out by hand."""

import pytest

from rag.evaluation.measures.items import ItemCounts, alike, f1, overlapping


def test_items_are_alike_whatever_their_case_marks_and_articles() -> None:
    assert alike(["The Penis,", "testicles", "a Testicles"], ["penis", "testicles", "ovum"]) == ItemCounts(2, 2, 2, 3)


def test_overlapping_items_count_by_their_longest_common_run() -> None:
    # “red fox” in “quick red fox”: 7 of its 13 characters are wanted, and of the 7 wanted all are given.
    counts = overlapping(["quick red fox"], ["red fox", "owl"])
    assert (counts.given, counts.wanted) == (1, 2)
    assert counts.given_right == pytest.approx(7 / 13)
    # “owl” shares one letter with it.
    assert counts.wanted_met == pytest.approx(1 + 1 / 3)


def test_an_answer_without_items_still_counts_as_one_that_is_wrong() -> None:
    assert alike([], ["owl", "fox"]) == overlapping([], ["owl", "fox"]) == ItemCounts(0, 1, 0, 2)
    assert overlapping(["..."], []) == ItemCounts(1, 1, 1, 1)


def test_f1_is_of_all_items_together_not_a_mean_over_questions() -> None:
    counts = [alike(["owl"], ["owl"]), alike(["cat", "dog", "elk"], ["hen"])]
    # Precision 1/4, recall 1/2; the mean of the two questions' own would be 1/2.
    assert f1(counts) == pytest.approx(2 * 0.25 * 0.5 / 0.75)
    assert f1([alike([], ["owl"])]) == 0.0
