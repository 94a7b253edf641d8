"""Amounts have one form however they are written."""

import pytest

from index.text.forms.amounts import amounts


def digits(text: str) -> list[str]:
    return [found for _, _, found in amounts(text)]


@pytest.mark.parametrize(
    "text", ["€3,470,000", "3.47 million euros", "EUR 3470000", "3.470.000,00 €", "3 470 000", "$3.47m", "3470k"]
)
def test_an_amount_is_its_plain_digits(text: str) -> None:
    assert digits(text) == ["3470000"]


def test_a_fraction_stays_where_it_is_money() -> None:
    assert digits("£6.50 and €6,50") == ["6.5", "6.5"]


@pytest.mark.parametrize("text", ["in 1912", "3.5 metres", "at 12.30", "10.0.0.7", "4-5", "2027-05-09"])
def test_other_numbers_are_left_as_they_are(text: str) -> None:
    assert not digits(text)


def test_an_m_without_money_is_a_metre() -> None:
    assert digits("1,640 m") == ["1640"]
