"""Each rewording says the same in other words, and leaves alone what it cannot change surely."""

import random

import pytest

from rag.training.support.rewordings import REWORDINGS, Rewordable

_BY_NAME = dict(REWORDINGS)


def reworded(name: str, sentence: str, title: str = "The tower") -> str:
    return _BY_NAME[name](Rewordable(sentence, title, random.Random(7), 0))  # noqa: S311 - no secret


@pytest.mark.parametrize("name", list(_BY_NAME))
def test_the_same_chance_makes_the_same_of_a_sentence_and_never_the_sentence_itself(name: str) -> None:
    sentence = "In May 1904, the tower, which is large, was not built because it is near twelve rooms (of the city)."
    assert reworded(name, sentence) == reworded(name, sentence) != sentence


def test_numbers_and_names_survive_every_rewording_but_those_that_drop_or_rewrite_them() -> None:
    sentence = "Ana Ruiz also built the large tower in the city."
    for name in _BY_NAME:
        made = reworded(name, sentence)
        assert not made or "Ruiz" in made, name
