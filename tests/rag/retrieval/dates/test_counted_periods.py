"""Periods that are counted from today, in several languages, from a Sunday in November 2026."""

import datetime

import pytest

from rag.retrieval.dates.counted_periods import counted_periods

TODAY = datetime.date(2026, 11, 29)
WEEK = ("2026-11-16", "2026-11-22")
MONTH = ("2026-10-01", "2026-10-31")
QUARTER = ("2026-07-01", "2026-09-30")
YEAR = ("2025-01-01", "2025-12-31")


def days(text: str, language: str) -> list[tuple[str, str]]:
    found = counted_periods(text, TODAY, language)
    return [(each.first.isoformat(), each.last.isoformat()) for each in found if each.counted and each.alone]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("last week", "en", WEEK),
        ("letzte Woche", "de", WEEK),
        ("in der vergangenen Woche", "de", WEEK),
        ("des letzten Monats", "de", MONTH),
        ("im vorigen Jahr", "de", YEAR),
        ("im letzten Quartal", "de", QUARTER),
        ("la semaine dernière", "fr", WEEK),
        ("du mois dernier", "fr", MONTH),
        ("l’an dernier", "fr", YEAR),
        ("l'année passée", "fr", YEAR),
        ("el mes pasado", "es", MONTH),
        ("la semana pasada", "es", WEEK),
        ("Was stand auf Seite 3 letzte Woche?", "de", WEEK),
        ("el pasado año", "es", YEAR),
        ("el último trimestre", "es", QUARTER),
        ("la settimana scorsa", "it", WEEK),
        ("dell'anno scorso", "it", YEAR),
        ("no mês passado", "pt", MONTH),
        ("na semana passada", "pt", WEEK),
        ("vorige maand", "nl", MONTH),
        ("vorig jaar", "nl", YEAR),
        ("на прошлой неделе", "ru", WEEK),
    ],
)
def test_what_is_over_is_the_one_before_this(text: str, language: str, expected: tuple[str, str]) -> None:
    assert days(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("diese Woche", "de", "2026-11-23"),
        ("ce mois-ci", "fr", "2026-11-01"),
        ("este año", "es", "2026-01-01"),
        ("quest'anno", "it", "2026-01-01"),
        ("neste mês", "pt", "2026-11-01"),
        ("deze week", "nl", "2026-11-23"),
        ("in den letzten zwei Wochen", "de", "2026-11-15"),
        ("les trois derniers mois", "fr", "2026-08-31"),
        ("los últimos 10 días", "es", "2026-11-19"),
        ("las dos semanas pasadas", "es", "2026-11-15"),
        ("en la última semana", "es", "2026-11-22"),
        ("negli ultimi due mesi", "it", "2026-09-30"),
        ("nos últimos três meses", "pt", "2026-08-31"),
        ("de afgelopen drie maanden", "nl", "2026-08-31"),
    ],
)
def test_what_has_not_ended_and_a_number_of_them_go_on_to_today(text: str, language: str, first: str) -> None:
    assert days(text, language) == [(first, "2026-11-29")]


@pytest.mark.parametrize(
    ("text", "language", "ago"),
    [
        ("yesterday", "en", 1),
        ("heute", "de", 0),
        ("vorgestern", "de", 2),
        ("avant-hier", "fr", 2),
        ("aujourd’hui", "fr", 0),
        ("ayer", "es", 1),
        ("l'altro ieri", "it", 2),
        ("ontem", "pt", 1),
        ("gisteren", "nl", 1),
    ],
)
def test_single_days_are_known(text: str, language: str, ago: int) -> None:
    day = (TODAY - datetime.timedelta(days=ago)).isoformat()
    assert days(text, language) == [(day, day)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in den letzten Jahren", "de"),
        ("im letzten Jahr des Krieges", "de"),
        ("sein letztes Jahr in Bonn", "de"),
        ("ces derniers mois", "fr"),
        ("la dernière année de la guerre", "fr"),
        ("su último año", "es"),
        ("hoy en día", "es"),
        ("en los últimos años", "es"),
        ("hoje em dia", "pt"),
        ("het budget voor week 3", "nl"),
        ("three weeks", "en"),
        ("letzte Woche", "xx"),
        ("letzte Woche", "zh"),
    ],
)
def test_vague_times_and_the_last_of_something_else_are_none(text: str, language: str) -> None:
    assert days(text, language) == []
