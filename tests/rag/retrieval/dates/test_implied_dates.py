"""Which days a question implies, counted from a Sunday in November 2026."""

import datetime

import pytest

from rag.retrieval.dates.implied_dates import implied_dates

TODAY = datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("question", "after", "before"),
    [
        ("What do we have from June 2023?", "2023-06-01", "2023-06-30"),
        ("what came in last week", "2026-11-16", "2026-11-22"),
        ("anything from last month?", "2026-10-01", "2026-10-31"),
        ("which letters came in August", "2026-08-01", "2026-08-31"),
        ("what was filed in December", "2025-12-01", "2025-12-31"),
        ("papers dated March last year", "2025-03-01", "2025-03-31"),
        ("documents since 2024", "2024-01-01", None),
        ("minutes after 5 May 2024", "2024-05-06", None),
        ("papers from before 2000", None, "1999-12-31"),
        ("what came between 1 and 15 March 2024", "2024-03-01", "2024-03-15"),
        ("from March to June 2024", "2024-03-01", "2024-06-30"),
        ("number of incident reports 2023", "2023-01-01", "2023-12-31"),
        ("what do we have from the last two years", "2024-11-29", "2026-11-29"),
    ],
)
def test_words_for_a_time_become_its_days(question: str, after: str | None, before: str | None) -> None:
    found = implied_dates(question, TODAY)
    assert found is not None
    assert (found.after, found.before) == (after, before)


@pytest.mark.parametrize(
    ("question", "language", "after", "before"),
    [
        ("Welche Protokolle gibt es seit März 2023?", "de", "2023-03-01", None),
        ("les documents de juin 2023", "fr", "2023-06-01", "2023-06-30"),
        ("что было в июне 2023", "ru", "2023-06-01", "2023-06-30"),
        ("2023年6月の文書", "ja", "2023-06-01", "2023-06-30"),
    ],
)
def test_months_are_known_in_the_language_of_the_question(
    question: str, language: str, after: str, before: str | None
) -> None:
    found = implied_dates(question, TODAY, language)
    assert found is not None
    assert (found.after, found.before) == (after, before)


@pytest.mark.parametrize(
    ("question", "language", "after", "before"),
    [
        ("Dokumente seit 2024", "de", "2024-01-01", None),
        ("Was geschah im August?", "de", "2026-08-01", "2026-08-31"),
        ("Mitteilungen nach dem 5. Mai 2024", "de", "2024-05-06", None),
        ("les lettres depuis mars", "fr", "2026-03-01", None),
        ("les lettres d’août", "fr", "2026-08-01", "2026-08-31"),
        ("les factures avant le 5 mai 2024", "fr", None, "2024-05-04"),
        ("las actas entre marzo y junio de 2024", "es", "2024-03-01", "2024-06-30"),
        ("las cartas a partir del año 2020", "es", "2020-01-01", None),
        ("las obras de la década de 1970", "es", "1970-01-01", "1979-12-31"),
        ("le fatture dal 3 marzo 2024", "it", "2024-03-03", None),
        ("as atas de antes de 2020", "pt", None, "2019-12-31"),
        ("brieven van maart tot juni 2024", "nl", "2024-03-01", "2024-06-30"),
        ("de notulen van 3 maart", "nl", "2026-03-03", "2026-03-03"),
    ],
)
def test_what_leads_to_days_is_known_in_other_languages(
    question: str, language: str, after: str | None, before: str | None
) -> None:
    found = implied_dates(question, TODAY, language)
    assert found is not None
    assert (found.after, found.before) == (after, before)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Quién tiene el mayor huerto?", "es"),
        ("¿Qué barcos hay en el mar?", "es"),
        ("¿Quién habló en la Plaza de Mayo?", "es"),
        ("¿Qué cobra la empresa ENER?", "es"),
        ("O que foi feito do novo forno?", "pt"),
        ("Quelle est la température de Mars ?", "fr"),
        ("Qui a nourri Mary ?", "fr"),
        ("Wer war August?", "nl"),
    ],
)
def test_words_that_look_like_a_month_imply_nothing(question: str, language: str) -> None:
    assert implied_dates(question, TODAY, language) is None


def test_small_words_of_other_languages_lead_to_nothing_in_english() -> None:
    assert implied_dates("When do the June camps begin?", TODAY) is None


@pytest.mark.parametrize(
    ("question", "language", "said"),
    [
        ("minutes from March 2024", "en", "March 2024"),
        ("minutes from last week", "en", ""),
        ("las actas del mes pasado", "es", ""),
        ("Briefe zwischen März und Juni 2024", "de", "März Juni 2024"),
    ],
)
def test_documents_may_call_days_as_the_question_does_unless_they_are_counted(
    question: str, language: str, said: str
) -> None:
    found = implied_dates(question, TODAY, language)
    assert found is not None
    assert found.said == said


@pytest.mark.parametrize(
    "question",
    ["Do you hold anything about the 1987 storm?", "what did May write", "the latest release", "may I list 3 files?"],
)
def test_a_year_of_something_and_a_name_that_is_a_month_imply_nothing(question: str) -> None:
    assert implied_dates(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("Which minutes from June 2023 mention dogs?", "en", "from June 2023"),
        ("Who was there according to the June 2023 minutes?", "en", "June 2023"),
        ("¿Qué actas del mes de junio hablan de perros?", "es", "del mes de junio"),
        ("Was stand in der letzten Woche in der Zeitung?", "de", "in der letzten Woche"),
        ("Que dit le rapport de l'année dernière ?", "fr", "de l'année dernière"),
    ],
)
def test_the_words_that_say_it_are_told(question: str, language: str, words: str) -> None:
    found = implied_dates(question, TODAY, language)
    assert found is not None
    assert question[found.start : found.end] == words
