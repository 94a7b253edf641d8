"""Days and months that words name are compared with those that a question asks about."""

import pytest

from rag.kinds.yes_no.days_and_months import excepts, lies_outside


@pytest.mark.parametrize(
    ("question", "words", "excepted"),
    [
        ("Is the pool open until 9 on Sundays?", "The pool is open until 9 pm, on Sundays until 6 pm.", True),
        ("Is the pool open until 9 on Mondays?", "The pool is open until 9 pm, on Sundays until 6 pm.", False),
        ("Is there a lesson on Sundays?", "Lesson | 4 euros | not on Sundays", True),
        ("Is the pool open until 6 on Sundays?", "The pool is open until 9 pm, on Sundays until 6 pm.", False),
        ("Is there a lesson on Sundays?", "Lessons are on Sundays, not in the hall.", False),
    ],
)
def test_a_day_that_is_an_exception_has_no_yes(question: str, words: str, excepted: bool) -> None:
    assert excepts(question, words) is excepted


@pytest.mark.parametrize(
    ("question", "words", "is_outside"),
    [
        ("Is the pool open on Mondays?", "The pool is open from Tuesday to Sunday.", True),
        ("Is the pool open on Saturdays?", "The pool is open from Friday to Monday.", False),
        ("Can we hire a boat in December?", "Boats can be hired from April to September.", True),
        ("Can we hire a boat in June?", "Boats can be hired from April to September.", False),
        ("Is the pool open on Mondays?", "The pool is open from Tuesday to Sunday | On Mondays schools swim.", False),
        ("Is the pool open on Mondays?", "The pool is open from Tuesday to Sunday. | Nobody pays on a Sunday.", True),
        ("Is the pool open on Mondays?", "The pool is closed from Tuesday to Thursday.", False),
        ("Can we hire a boat in December?", "It is not allowed to hire boats from April to September.", False),
        ("Can we hire a boat?", "Boats can be hired from April to September.", False),
    ],
)
def test_what_lies_outside_of_a_span_is_told_no(question: str, words: str, is_outside: bool) -> None:
    assert lies_outside(question, words) is is_outside
