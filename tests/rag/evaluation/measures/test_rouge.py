"""ROUGE on examples worked out by hand."""

import pytest

from rag.evaluation.measures.rouge import rouge


def test_rouge_counts_stemmed_words_pairs_and_the_longest_common_order() -> None:
    # Words: “boats sail at dawn” against “the boat sailed from the port at dawn”: all 4 of its stems among 8.
    scores = rouge("Boats sail at dawn.", ["The boat sailed from the port at dawn."])
    assert scores["rouge_1"] == pytest.approx(2 * 1 * 0.5 / 1.5)
    # Pairs: “boat sail” and “at dawn”, 2 of 3 and 2 of 7.
    assert scores["rouge_2"] == pytest.approx(2 * (2 / 3) * (2 / 7) / (2 / 3 + 2 / 7))
    assert scores["rouge_l"] == pytest.approx(2 / 3)
    assert rouge("At dawn sail boats.", ["Boats sail at dawn."])["rouge_l"] == pytest.approx(0.5)


def test_the_reference_that_gives_the_most_counts_and_nothing_said_is_worth_nothing() -> None:
    assert rouge("Boats sail.", ["Otters sleep.", "Boats sail."])["rouge_2"] == 1.0
    assert set(rouge("", ["Boats sail."]).values()) == {0.0}


@pytest.mark.parametrize(
    ("answer", "reference", "expected"),
    [("船在黎明出发", "船在黎明出发", 1.0), ("船在", "船在黎明", 2 / 3), ("Лодки плывут", "Лодки спят", 0.5)],
)
def test_other_scripts_are_compared_by_their_own_words_and_characters(
    answer: str, reference: str, expected: float
) -> None:
    assert rouge(answer, [reference])["rouge_1"] == pytest.approx(expected)
