"""Each corruption makes a sentence say what its source does not, and leaves alone what it cannot change surely."""

import random

import pytest

from rag.training.support.corruptions import CORRUPTIONS, Scene, name_spans

_BY_NAME = dict(CORRUPTIONS)
_PARAGRAPH = "The tower was built in 1904. Later Pedro Gil repaired its 12 windows."
_ELSEWHERE = "The bridge of Las Lajas was painted by Carmen Soto."


def corrupted(name: str, sentence: str) -> str:
    return _BY_NAME[name](Scene(sentence, _PARAGRAPH, _ELSEWHERE, random.Random(7), 0))  # noqa: S311 - no secret


@pytest.mark.parametrize(
    ("name", "sentence", "expected"),
    [
        ("unit swapped", "The tower is 40 metres high.", "The tower is 40 feet high."),
        ("date swapped", "It opened on 5 May 1904.", "It opened on 6 May 1904."),
        (
            "two numbers swapped",
            "It had 12 windows when it opened with 30 rooms.",
            "It had 30 windows when it opened with 12 rooms.",
        ),
        ("two names swapped", "In May Ana Ruiz followed Pedro Gil.", "In May Pedro Gil followed Ana Ruiz."),
        ("negation added", "In 1904 the tower won a prize.", "In 1904 the tower did not win a prize."),
    ],
)
def test_a_corruption_changes_what_it_is_named_after(name: str, sentence: str, expected: str) -> None:
    assert corrupted(name, sentence) == expected


@pytest.mark.parametrize("name", [name for name, _ in CORRUPTIONS if "invented" not in name])
def test_a_sentence_without_what_could_be_changed_is_left_alone(name: str) -> None:
    assert corrupted(name, "Rain fell softly.") in ("", "Rain rose softly.")


@pytest.mark.parametrize("name", [name for name, _ in CORRUPTIONS])
def test_the_same_chance_makes_the_same_of_a_sentence_and_never_the_sentence_itself(name: str) -> None:
    sentence = "In 1931 Ana Ruiz may have sold 40 metres of the tower, which was not more than Pedro Gil had."
    assert corrupted(name, sentence) == corrupted(name, sentence) != sentence


def test_names_are_told_by_their_capitals_within_a_sentence() -> None:
    text = "Yesterday Ana Ruiz met the mayor of Las Lajas."
    assert [text[start:end] for start, end in name_spans(text)] == ["Ana Ruiz", "Las Lajas"]
