"""Digits that would be other numbers as plain ones are known, and no work grows faster than a sentence."""

import re
import sys
import unicodedata

import pytest

from index.hardening.disguises import RAISED, disguises
from rag.english.words import plain


def test_raised_digits_are_those_of_unicode() -> None:
    numbers = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) == "No"]
    folded = {each for each in numbers if unicodedata.decomposition(each).startswith("<")}
    assert {each for each in numbers if re.match(f"[{RAISED}]", each)} == folded


def test_a_text_made_plain_keeps_raised_digits_and_folds_all_else() -> None:
    assert plain("10⁶ ①  ﬁve  ４１２ ½") == "10⁶ ① five 412 ½"


@pytest.mark.parametrize("hard", ["a\u0336", "4\u0301", ".,", "4\u0661", "é ", "٤٫", "é", "é1,"])
def test_a_long_sentence_is_judged_with_work_in_proportion(hard: str) -> None:
    counted: list[int] = []
    for times in (500, 5_000):
        calls = 0

        def count(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(count)
        try:
            disguises(hard * times, ["quoted"])
        finally:
            sys.setprofile(None)
        counted.append(calls)
    assert counted[1] <= 12 * counted[0] + 100
