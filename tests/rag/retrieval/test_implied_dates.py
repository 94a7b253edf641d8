"""Which days a question implies, counted from a Sunday in November 2026."""

import datetime

import pytest

from rag.retrieval.implied_dates import implied_dates

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
    "question",
    ["Do you hold anything about the 1987 storm?", "what did May write", "the latest release", "may I list 3 files?"],
)
def test_a_year_of_something_and_a_name_that_is_a_month_imply_nothing(question: str) -> None:
    assert implied_dates(question, TODAY) is None


def test_the_words_that_say_it_are_told() -> None:
    question = "Which minutes from June 2023 mention dogs?"
    found = implied_dates(question, TODAY)
    assert found is not None
    assert question[found.start : found.end] == "from June 2023"
