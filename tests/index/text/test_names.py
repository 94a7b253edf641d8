"""A name that is given means an author whose name has all of its words."""

import pytest

from index.text.names import composed, is_by, people


@pytest.mark.parametrize("wanted", ["José Núñez", "jose nunez", "NÚÑEZ", "Nunez, José"])
def test_case_accents_and_order_do_not_matter(wanted: str) -> None:
    assert is_by(["Ada Byron", "José Núñez"], [wanted])


@pytest.mark.parametrize("wanted", ["José Byron", "Nun", "", "…"])
def test_words_of_two_authors_parts_of_words_and_no_words_mean_nobody(wanted: str) -> None:
    assert not is_by(["Ada Byron", "José Núñez"], [wanted])


def test_a_letter_with_its_accent_as_a_sign_of_its_own_is_that_letter() -> None:
    assert composed("A\u0308rztehaus Ko\u0308ln") == "\u00c4rztehaus K\u00f6ln" == composed("\u00c4rztehaus K\u00f6ln")


def test_names_of_the_same_words_are_one_person_as_it_is_written_most() -> None:
    names = [("Jose\u0301 Nu\u0301n\u0303ez", 1), ("José Núñez", 2), ("NÚÑEZ, José", 2), ("ada byron", 1), ("…", 3)]
    assert people(names) == [("ada byron", 1), ("José Núñez", 5)]
