"""Which words of a sentence are the items that it enumerates, on the real reader."""

import pytest

from rag.kinds.lists.enumeration import enumerated
from rag.reading.cross_encoder import loaded_reader


def items(question: str, sentence: str) -> list[str]:
    text = f"Nothing else is known. {sentence}"
    found = enumerated(loaded_reader(), question, text, (len(text) - len(sentence), len(text)))
    return [text[first:last] for first, last in found]


@pytest.mark.slow
def test_an_enumeration_is_cut_at_commas_and_coordinators_and_without_what_stands_around_it() -> None:
    sentence = "It stars Diane Kirk, Jane Ford, Candice Bloom, and Mary Stone as four friends in a book club."
    assert items("Who are the four actresses in the film?", sentence) == [
        "Diane Kirk",
        "Jane Ford",
        "Candice Bloom",
        "Mary Stone",
    ]


@pytest.mark.slow
def test_one_place_with_a_comma_in_its_name_and_a_clause_that_needs_its_sentence_are_not_cut() -> None:
    assert items("Where was he born?", "He was born in Lisbon, Portugal.") == []
    clauses = "It calls you when a conflict arises between two members, or when the disk of the hub is nearly full."
    assert items("On what occasions does it call?", clauses) == []


@pytest.mark.slow
def test_a_clause_that_follows_is_no_item() -> None:
    assert items("What do the divers get?", "“You offer us a bonus and no boats,” he said.") == []
