"""What a comparative compares by is known of its adjective."""

import pytest

from rag.english.comparatives import measured_by


@pytest.mark.parametrize(
    ("word", "measure"),
    [
        ("heavy", "weight"),
        ("heavier", "weight"),
        ("heaviest", "weight"),
        ("faster", "speed"),
        ("wider", "width"),
        ("hotter", "temperature"),
        ("number", ""),
        ("er", ""),
    ],
)
def test_degrees_have_the_name_of_what_is_measured(word: str, measure: str) -> None:
    assert measured_by(word) == measure
