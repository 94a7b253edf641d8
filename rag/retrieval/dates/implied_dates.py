"""The days that a question implies: “last week”, “in August”, “since 2024”, “from June 2023”."""

import datetime
import re
from dataclasses import dataclass

from index.text.forms.dates import MONTHS, date_in_words
from rag.retrieval.dates.leading_words import is_exclusive, leading_words
from rag.retrieval.dates.period import DAY, Period
from rag.retrieval.dates.periods import periods

__all__ = ["ImpliedDates", "days_in_words", "implied_dates"]


@dataclass(frozen=True, slots=True)
class ImpliedDates:
    """A range of days that a question implies.

    Attributes:
        after: ISO 8601, the day itself included; None where it is open.
        before: ISO 8601, the day itself included; None where it is open.
        start: first code point, in the question, of the words that say it.
        end: one past the last.
        said: the words for the days by which documents may call them too; empty where they are counted from today.
    """

    after: str | None
    before: str | None
    start: int
    end: int
    said: str = ""


def implied_dates(text: str, today: datetime.date, language: str = "en") -> ImpliedDates | None:
    """Return the range of days that a question implies; None where it implies none.

    A year or a month counts where a preposition leads to it (“in 2024”, “since March”), where it ends the question, or
    where month and year stand together. A month without a year is the last one that has begun.

    Args:
        text: the question.
        today: what “last week” is counted from.
        language: ISO 639 code, whose words are known beside the English ones.
    """
    found = periods(text, today, language)
    words = leading_words(language)
    for place, period in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following and words.joint.fullmatch(text[period.end : following.start]):
            opening = words.between.search(text[: period.start])
            if opening or period.alone:
                start = opening.start() if opening else period.start
                first = _in_the_year_of(following, period)
                return _range(first, following.last, start, following.end, _said(text, period, following))
        opening = words.before.search(text[: period.start])
        if opening and opening["article"] and not period.alone:
            opening = None
        if opening or period.alone or not text[period.end :].strip(" ?.!)"):
            return _opened(period, opening, _said(text, period))
    return None


def days_in_words(dates: ImpliedDates) -> str:
    """Return a range of days as people say it: “from August 2026”, “since 3 May 2024”."""
    if dates.after is None or dates.before is None:
        return f"since {date_in_words(dates.after)}" if dates.after else f"until {date_in_words(dates.before or '')}"
    first, last = (datetime.date.fromisoformat(day) for day in (dates.after, dates.before))
    if first == last:
        return f"from {date_in_words(dates.after)}"
    ends_month = (last + datetime.timedelta(days=1)).day == 1
    if first.day == 1 and ends_month and (first.year, first.month) == (last.year, last.month):
        return f"from {MONTHS[first.month - 1]} {first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"from {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    return f"from {date_in_words(dates.after)} to {date_in_words(dates.before)}"


def _in_the_year_of(later: Period, period: Period) -> datetime.date:
    """Return where a period begins, in the year of a later one where it names none: “from March to June 2024”."""
    if period.dated or (period.first.month, period.first.day) == (2, 29):
        return period.first
    year = later.last.year
    return period.first.replace(year=year - (period.first.replace(year=year) > later.last))


def _said(text: str, *some: Period) -> str:
    return " ".join(text[each.start : each.end] for each in some if not each.counted)


def _opened(period: Period, opening: re.Match[str] | None, said: str) -> ImpliedDates:
    """Return what a period stands for after the preposition in front of it, if there is one."""
    if opening is None:
        return _range(period.first, period.last, period.start, period.end, said)
    first: datetime.date | None = period.first
    last: datetime.date | None = period.last
    if opening["since"]:
        first = period.last + DAY if is_exclusive(opening[0]) else period.first
        last = None
    elif opening["until"]:
        last = period.first - DAY if is_exclusive(opening[0]) else period.last
        first = None
    return _range(first, last, opening.start(), period.end, said)


def _range(first: datetime.date | None, last: datetime.date | None, start: int, end: int, said: str) -> ImpliedDates:
    days = [day.isoformat() if day else None for day in (first, last)]
    return ImpliedDates(days[0], days[1], start, end, said)
