"""Counted parts of a year have one short form, however they are written."""

import pytest

from rag.english.numbered_periods import numbered_periods


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Harvest of Q3 2031", {"q3"}),
        ("What was sown in the second quarter?", {"q2"}),
        ("from the first to the 4th quarter", {"q1", "q4"}),
        ("Is it less in the second half than in the first?", {"h1", "h2"}),
        ("quarter 2 and quarter 3", {"q2", "q3"}),
        ("The first boat and the second", set()),
        ("The first boat came in the second quarter", {"q2"}),
        ("The eighth quarter", set()),
    ],
)
def test_parts_are_found_with_their_numbers(text: str, found: set[str]) -> None:
    assert numbered_periods(text) == found
