"""Dates have one form however they are written."""

import pytest

from index.text.forms.dates import date_in_words, dates


def terms(text: str) -> set[str]:
    return {term for _, _, found in dates(text) for term in found}


@pytest.mark.parametrize(
    "text",
    ["9 May 2027", "May 9, 2027", "2027-05-09", "9.5.2027", "the 9th of May 2027", "9-May-2027", "9. Mai 2027",
     "9 de mayo de 2027", "2027/5/9"],
)  # fmt: skip
def test_a_date_has_one_form(text: str) -> None:
    assert terms(text) == {"2027-05-09", "2027-05", "--05-09"}


def test_a_date_with_strokes_counts_where_it_can_be_read_in_one_way_only() -> None:
    assert terms("23/05/2027") == terms("05/23/2027") == {"2027-05-23", "2027-05", "--05-23"}
    assert not terms("05/09/2027")


def test_a_month_of_a_year_and_a_day_without_a_year_are_found_too() -> None:
    assert terms("by May 2027") == {"2027-05"}
    assert terms("on 9 May") == {"--05-09"}


@pytest.mark.parametrize("text", ["31 April", "may 40 people", "2027-13-40", "at 10:30", "may be 3"])
def test_what_the_calendar_does_not_have_is_no_date(text: str) -> None:
    assert not terms(text)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-05-05", "5 May 2025"),
        ("2025-12-31T23:59:00-06:00", "31 December 2025"),
        ("2025-06", "June 2025"),
        ("2025-13", "2025-13"),
        ("soon", "soon"),
        ("2025-13-40", "2025-13-40"),
        (None, ""),
    ],
)
def test_dates_are_written_in_words(value: str | None, words: str) -> None:
    assert date_in_words(value) == words
