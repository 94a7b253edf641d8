"""Marks of vowels belong to the letter that they stand over."""

import pytest

from index.parse.pdf.raised.joining import JOINT
from index.parse.pdf.text_layer.accents import Box
from index.parse.pdf.text_layer.vowel_marks import with_marks_behind, with_marks_joined


def box(left: float, right: float) -> Box:
    return left, 0.0, right, 10.0


BEFORE, SPACE, BEHIND = box(20, 26), box(19, 19), box(8, 18)


@pytest.mark.parametrize(
    ("mark", "between"),
    [(box(12, 15), JOINT), (box(22, 24), JOINT), (box(40, 42), " ")],
    ids=["behind", "front", "none"],
)
def test_a_space_in_front_of_a_mark_is_none(mark: Box, between: str) -> None:
    boxes = [BEFORE, SPACE, mark, BEHIND]
    assert with_marks_joined("ي \u064bض", boxes.__getitem__) == f"ي{between}\u064bض"


def test_a_mark_stands_behind_its_letter() -> None:
    assert with_marks_behind("ي\u064bضا", [BEFORE, box(12, 15), BEHIND, box(2, 7)].__getitem__) == "يض\u064bا"
    assert with_marks_behind("ي\u064bضا", [BEFORE, box(22, 24), BEHIND, box(2, 7)].__getitem__) == "ي\u064bضا"
    assert with_marks_joined("a b", [BEFORE, SPACE, BEHIND].__getitem__) == "a b"
