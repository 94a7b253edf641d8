"""A name that is given means an author whose name has all of its words."""

import pytest

from index.text.names import is_by


@pytest.mark.parametrize("wanted", ["José Núñez", "jose nunez", "NÚÑEZ", "Nunez, José"])
def test_case_accents_and_order_do_not_matter(wanted: str) -> None:
    assert is_by(["Ada Byron", "José Núñez"], [wanted])


@pytest.mark.parametrize("wanted", ["José Byron", "Nun", "", "…"])
def test_words_of_two_authors_parts_of_words_and_no_words_mean_nobody(wanted: str) -> None:
    assert not is_by(["Ada Byron", "José Núñez"], [wanted])
