"""A question that wants the last answer otherwise keeps its subject and its kind."""

import datetime

import pytest

from rag.answers.turns import Turn
from rag.asking.continued import continued

TODAY = datetime.date(2025, 6, 15)
SUMMARY = Turn("Summarise the letter about the roof", "The roof leaks. It is to be mended in May.")
LISTED = Turn("Which rooms does the house have?", "3 items. The hall with its stairs. The long kitchen. The loft.")


@pytest.mark.parametrize(
    ("asked", "whole"),
    [
        ("and in more detail?", "Summarise the letter about the roof, in more detail"),
        ("In two sentences, please", "Summarise the letter about the roof, In two sentences, please"),
        ("shorter", "Summarise the letter about the roof, shorter"),
    ],
)
def test_another_form_is_wanted(asked: str, whole: str) -> None:
    found = continued(asked, [SUMMARY], TODAY)
    assert found
    assert (found.text, found.dates) == (whole, None)


def test_other_dates_are_wanted_and_last_through_a_further_wish() -> None:
    first = Turn("only from 2024", "The roof leaks.")
    found = continued("and shorter?", [SUMMARY, first], TODAY)
    assert found
    assert found.text == "Summarise the letter about the roof, only from 2024, shorter"
    assert found.dates
    assert (found.dates.after, found.dates.before) == ("2024-01-01", "2024-12-31")


def test_an_item_is_named_by_its_number() -> None:
    found = continued("what about the second one?", [LISTED], TODAY)
    assert found
    assert found.text == "Tell me more about this: The long kitchen."
    assert continued("what about the fourth one?", [LISTED], TODAY) is None


@pytest.mark.parametrize("asked", ["And the cellar?", "Who wrote it?", "Is it short?", "What does the roof cost?"])
def test_what_asks_something_itself_is_left(asked: str) -> None:
    assert continued(asked, [SUMMARY], TODAY) is None


def test_what_follows_a_fact_is_left_to_the_rules_for_facts() -> None:
    assert continued("and in more detail?", [Turn("When was the roof mended?", "In May.")], TODAY) is None
