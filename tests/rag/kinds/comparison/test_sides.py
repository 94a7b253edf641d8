"""Which sides a question compares is told by its coordination."""

import pytest

from rag.kinds.comparison.extremes import asks_for_extremes
from rag.kinds.comparison.sides import sides_of, speaks_of_two


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What was dearer in the end, the lift or the roof?", ("lift", "roof")),
        ("Is Ridley Lane cheaper than Eastcote?", ("Ridley Lane", "Eastcote")),
        ("Compare the museum with the Louvre", ("museum", "Louvre")),
        (
            "Compare the profit of Alba Ferries in 2018 and Norte Lines in 2020",
            ("Alba Ferries in 2018", "Norte Lines in 2020"),
        ),
        ("Which is older, the Tower of Kells or the Gate?", ("Tower of Kells", "Gate")),
        ("How has the price of a wash changed?", ()),
        ("Wie unterscheiden sich die beiden Berichte?", ()),
    ],
)
def test_the_sides_are_the_phrases_that_are_joined(question: str, names: tuple[str, ...]) -> None:
    assert tuple(side.name for side in sides_of(question)) == names


def test_each_side_is_asked_for_without_the_other() -> None:
    lane, branch = sides_of("Is Ridley Lane cheaper than Eastcote?")
    assert (lane.question, branch.question) == ("Is Ridley Lane cheaper?", "Is Eastcote cheaper?")
    assert lane.is_named
    assert lane.terms.isdisjoint(branch.terms)


def test_a_clause_that_leaves_its_subject_to_the_first_is_looked_up_with_it() -> None:
    first, second = sides_of("What did it cost to cancel under the old terms and what now?")
    assert first.question == "What did it cost to cancel under the old terms"
    assert second.question == "What did it cost to cancel under the old terms, what now?"
    assert first.is_clause


def test_two_without_names_are_told() -> None:
    assert speaks_of_two("How do the two accounts differ?")
    assert not speaks_of_two("How has the price changed?")


def test_superlatives_ask_for_extremes() -> None:
    assert asks_for_extremes("Which is the lowest and which the dearest?")
    assert not asks_for_extremes("What is the interest of the guest in a forest?")
