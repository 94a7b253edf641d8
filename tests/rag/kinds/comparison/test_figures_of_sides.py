"""Which of two sides has more is said where both have one figure that can be compared, and nowhere else."""

import pytest

from rag.kinds.comparison.figures_of_sides import larger_figure, only_one_has_values

GROUPS = ("museum", "aquarium")
PRICES = ("A ticket costs 9 euros.", "They ask 14 euros for a ticket.")


def test_both_figures_are_said_with_the_side_of_the_larger() -> None:
    said = larger_figure("Which is cheaper, the museum or the aquarium?", GROUPS, PRICES)
    assert said == "“aquarium” has the larger figure: 14 euros, beside 9 euros."
    turned = larger_figure("How much is a ticket for each?", GROUPS[::-1], PRICES[::-1])
    assert turned == said


def test_a_scale_counts_and_what_stands_behind_an_amount_does_not() -> None:
    quotes = ("Its income was $25 million in 2018.", "Its income was $500,000 for the year.")
    said = larger_figure("Which had the higher income?", ("Alba", "Norte"), quotes)
    assert said == "“Alba” has the larger figure: $25 million, beside $500,000."


ROWS = ("Item: Rope; Price: 14.00; Unit: coil of 10 metres", "Item: Canvas; Price: 18.50; Unit: roll of 100 metres")


@pytest.mark.parametrize("question", ["What costs more, rope or canvas?", "Which is dearer, canvas or rope?"])
def test_of_rows_with_fields_it_is_the_field_that_is_asked_for(question: str) -> None:
    said = larger_figure(question, ("rope", "canvas"), ROWS)
    assert said == "“canvas” has the larger figure: 18.50, beside 14.00."


@pytest.mark.parametrize(
    ("question", "groups", "quotes"),
    [
        ("Which is cheaper?", ("rope", "canvas"), tuple(row.replace("Price", "Code") for row in ROWS)),
        ("Which costs more?", GROUPS, ("The rope has 10 metres.", "The canvas has 100 metres.")),
        ("Which opened earlier, the museum or the aquarium?", GROUPS, PRICES),
        ("Which is cheaper?", GROUPS, ("A ticket costs 9 euros.", "It has 40 tanks.")),
        ("Which is cheaper?", GROUPS, ("A ticket costs 9 euros, or 5 euros for children.", "It is 14 euros.")),
        ("Which is cheaper?", GROUPS, ("A ticket costs 9 euros.", "A ticket costs nine euros.")),
        ("Which is cheaper?", ("museum", "aquarium", "zoo"), (*PRICES, "It is 3 euros.")),
        ("How much is one and how much the other?", ("How much is one", "How much the other"), PRICES),
        ("Which is cheaper?", ("", ""), PRICES),
    ],
)
def test_nothing_is_said_where_it_cannot_be_told(
    question: str, groups: tuple[str, ...], quotes: tuple[str, ...]
) -> None:
    assert larger_figure(question, groups, quotes) == ""


def test_one_side_alone_may_have_a_value() -> None:
    quotes = ("A ticket costs 9 euros.", "It has a shop.")
    assert only_one_has_values("How much is a ticket?", GROUPS, quotes) == "Only “museum” has a value for it."
    assert only_one_has_values("How much is a ticket?", GROUPS, PRICES) == ""
    assert only_one_has_values("Who likes it?", GROUPS, quotes) == ""
    assert only_one_has_values("How much is a ticket?", ("", ""), quotes) == ""
