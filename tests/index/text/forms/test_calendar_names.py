"""Months and days have the names of each language, whichever was asked for before."""

import pytest

from index.text.forms.calendar_names import Width, day_names, known_locale, month_names


def test_a_language_is_known_with_its_country_or_without() -> None:
    assert [known_locale(tag) for tag in ("de-AT", "de_DE", "de-XX", "tr", "xx", "")] == [
        "de_AT", "de_DE", "de", "tr", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "width", "march"),
    [("de", "wide", "März"), ("fr", "abbreviated", "mars"), ("ru", "wide", "марта"), ("pl", "abbreviated", "mar")],
)
def test_months_have_the_names_that_they_have_beside_a_day(locale: str, width: Width, march: str) -> None:
    assert month_names(locale, width)[2] == march


def test_months_alone_are_not_those_of_another_language_that_was_asked_for_first() -> None:
    assert month_names("zh", "wide", is_alone=True)[2] == "三月"
    assert month_names("tr", "wide", is_alone=True)[2] == "Mart"
    assert month_names("ru", "wide", is_alone=True)[2] == "март"


def test_days_begin_with_monday() -> None:
    assert day_names("de", "wide")[0] == "Montag"
    assert day_names("fr", "abbreviated")[6] == "dim."
