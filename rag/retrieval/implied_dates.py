"""The days that a question implies: “last week”, “in August”, “since 2024”, “from June 2023”."""

import datetime
import re
from dataclasses import dataclass

from index.text.dates import MONTHS, date_in_words
from rag.retrieval.periods import Period, periods

__all__ = ["ImpliedDates", "days_in_words", "implied_dates"]

_DAY = datetime.timedelta(days=1)

_SINCE = "since|after|later than|newer than|starting|seit|nach|ab|depuis|après|desde|después de|dopo|dal|depois de"
_UNTIL = "until|till|before|up to|earlier than|older than|vor|bis|avant|jusqu'à|antes de|hasta|prima di|até"
_EXCLUSIVE = frozenset(
    "after later newer nach après después dopo depois before earlier older vor avant antes prima".split()
)
"""Of them, those that leave out the day, month or year that they name."""

_WITHIN = (
    "in|from|of|during|dated|for|on|within|throughout|im|aus|vom|von|am|en|de|du|des|del|dal|nel|em|do|da|le|el|van|uit"
)
_BETWEEN = re.compile(r"\b(?:between|from|zwischen|entre|von|vom|de|du|desde|tra|fra)\s+(?:the\s+)?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|to|until|till|through|und|bis|et|au|à|y|a|e|–|—|-)\s*(?:the\s+)?", re.IGNORECASE)
_BEFORE_IT = re.compile(
    rf"(?:^|\b)(?:(?P<since>{_SINCE})|(?P<until>{_UNTIL})|(?P<within>{_WITHIN}))(?:\s+the)?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ImpliedDates:
    """A range of days that a question implies.

    Attributes:
        after: ISO 8601, the day itself included; None where it is open.
        before: ISO 8601, the day itself included; None where it is open.
        start: first code point, in the question, of the words that say it.
        end: one past the last.
    """

    after: str | None
    before: str | None
    start: int
    end: int


def implied_dates(text: str, today: datetime.date, language: str = "en") -> ImpliedDates | None:
    """Return the range of days that a question implies; None where it implies none.

    A year or a month counts where a preposition leads to it (“in 2024”, “since March”), where it ends the question, or
    where month and year stand together. A month without a year is the last one that has begun.

    Args:
        text: the question.
        today: what “last week” is counted from.
        language: ISO 639 code, whose names of months are known beside the English ones. “last week” and the like are
            known in English alone.
    """
    found = periods(text, today, language)
    for place, period in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following and _AND.fullmatch(text[period.end : following.start]):
            opening = _BETWEEN.search(text[: period.start])
            if opening or period.alone:
                start = opening.start() if opening else period.start
                return _range(_in_the_year_of(following, period), following.last, start, following.end)
        opening = _BEFORE_IT.search(text[: period.start])
        if opening or period.alone or not text[period.end :].strip(" ?.!)"):
            return _opened(period, opening)
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


def _opened(period: Period, opening: re.Match[str] | None) -> ImpliedDates:
    """Return what a period stands for after the preposition in front of it, if there is one."""
    if opening is None:
        return _range(period.first, period.last, period.start, period.end)
    word = opening[0].split()[0].lower()
    if opening["since"]:
        first = period.last + _DAY if word in _EXCLUSIVE else period.first
        return _range(first, None, opening.start(), period.end)
    if opening["until"]:
        last = period.first - _DAY if word in _EXCLUSIVE else period.last
        return _range(None, last, opening.start(), period.end)
    return _range(period.first, period.last, opening.start(), period.end)


def _range(first: datetime.date | None, last: datetime.date | None, start: int, end: int) -> ImpliedDates:
    return ImpliedDates(first.isoformat() if first else None, last.isoformat() if last else None, start, end)
