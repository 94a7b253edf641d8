"""The sides of a comparison are told by what joins them."""

import pytest

from rag.kinds.comparison.extremes import asks_for_extremes
from rag.kinds.comparison.sides import sides_of


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Which is older, the lift or the roof?", ["lift", "roof"]),
        ("How much was asked for and how much was given?", ["How much was asked for", "How much was given"]),
        ("Compare the museum with the Louvre", ["museum", "Louvre"]),
        ("Is the Alba cheaper than the Bruma?", ["Alba", "Bruma"]),
    ],
)
def test_sides(question: str, names: list[str]) -> None:
    assert [side.name for side in sides_of(question)] == names


@pytest.mark.parametrize(
    "question", ["How has the price changed since 2023?", "Which is the oldest?", "¿Cuál es mejor?"]
)
def test_what_names_no_two_sides_has_none(question: str) -> None:
    assert sides_of(question) == ()


def test_a_side_is_asked_for_without_the_other() -> None:
    first, second = sides_of("Which is older, the lift or the roof?")
    assert "roof" not in first.question
    assert "lift" not in second.question


def test_superlatives_ask_for_extremes() -> None:
    assert asks_for_extremes("Which is the cheapest and which the dearest?")
    assert not asks_for_extremes("What is the rest of the guest list?")
