"""What counts as having said yes or no."""

import pytest

from rag.evaluation.measures.polarity import said


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Yes. The museum is open.", True),
        ("No, it is shut on Mondays.", False),
        ("no", False),
        ("“No.” It said so twice.", False),
        ("YES — with a ticket.", True),
        ("No sign that anyone set the fire was found.", None),
        ("Not on Mondays.", None),
        ("Yesterday it was open.", None),
        ("It is open. Yes.", None),
        ("", None),
    ],
)
def test_only_the_word_with_a_mark_behind_it_says_so(answer: str, expected: bool | None) -> None:
    assert said(answer) is expected
