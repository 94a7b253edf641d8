"""Words are taken out of what stands around them."""

import pytest

from rag.english.words import without_possessive


@pytest.mark.parametrize(
    ("name", "bare"),
    [("Ada's", "Ada"), ("Ada’s", "Ada"), ("the twins’", "the twins"), ("James", "James"), ("it’s a", "it’s a")],
)
def test_what_something_belongs_to_is_called_without_the_ending(name: str, bare: str) -> None:
    assert without_possessive(name) == bare
