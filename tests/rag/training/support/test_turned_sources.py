"""What is made of a sentence to be its source denies or doubts it."""

import random

import pytest

from rag.training.support.corruptions import Scene
from rag.training.support.turned_sources import TURNED

_BY_NAME = dict(TURNED)


def _turned(kind: str, sentence: str, half: int = 0) -> str:
    return _BY_NAME[kind](Scene(sentence, sentence, "", random.Random(1), half))  # noqa: S311 - no secret


@pytest.mark.parametrize(
    ("kind", "sentence", "half", "expected"),
    [
        ("denial left out", "The lighthouse could be seen.", 0, "The lighthouse could not be seen."),
        ("possibility left out", "The old mill is for sale.", 0, "The old mill may be for sale."),
        ("possibility left out", "The old mill was sold.", 1, "The old mill might have been sold."),
    ],
)
def test_the_first_verb_is_denied_or_made_possible(kind: str, sentence: str, half: int, expected: str) -> None:
    assert _turned(kind, sentence, half) == expected


def test_a_doubt_stands_behind_the_verb_or_in_front_of_the_whole() -> None:
    sentence = "The mill has been sold."
    hedged = _turned("hedge left out", sentence)
    assert hedged != sentence
    assert hedged.startswith("The mill has ")
    assert hedged.endswith(" been sold.")
    assert _turned("hearsay left out", sentence).endswith(" the mill has been sold.")


def test_the_halves_of_the_lists_share_no_doubt() -> None:
    sentence = "The mill has been sold."
    chances = [random.Random(seed) for seed in range(40)]  # noqa: S311 - no secret
    hearsay = _BY_NAME["hearsay left out"]
    made = [{hearsay(Scene(sentence, sentence, "", chance, half)) for chance in chances} for half in (0, 1)]
    assert not made[0] & made[1]
    assert min(map(len, made)) > 1
