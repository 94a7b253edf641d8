"""The periods that a text names: days, months and years, and those that are counted from today."""

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.calendar_names import known_locale, month_names
from index.text.dates import dates
from rag.english.word_lists import NUMBER_WORDS, any_of

__all__ = ["Period", "periods"]

_FIRST = datetime.date(1000, 1, 1)
_DAY = datetime.timedelta(days=1)

_UNBENT = ("en", "de", "fr", "es", "pt", "it", "nl")
"""Languages whose months have one form; elsewhere a last letter bends: июнь, июня, июне."""

_YEAR = re.compile(r"(?<![\w.,/€$£-])((?:1[5-9]|20)[0-9]{2})(?![\w/%-]|[.,][0-9])")
_DECADE = re.compile(r"(?<![\w.,/-])((?:1[5-9]|20)[0-9]0)s\b")
_MONTH_WORD = re.compile(
    r"(?<!\w)([^\W\d_]{3,12})\.?(?:(?:,? (?:of |de |del )?)((?:1[5-9]|20)[0-9]{2})(?![0-9]))?(?!\w)"
)
_AGO = re.compile(
    r"\b(?P<which>this|current|last|past|previous)\s+(?:(?P<count>[0-9]{1,3}|" + any_of(NUMBER_WORDS) + r")\s+)?"
    r"(?P<unit>day|week|month|quarter|year)s?\b(?!\s+of\b)|\b(?P<day>today|yesterday)\b",
    re.IGNORECASE,
)
_DAYS_BEFORE = re.compile(
    r"(?<![\w.,/-])([0-9]{1,2})(?:st|nd|rd|th|\.)?\s*(?:and|to|und|bis|et|au|y|al|–|-)\s*$", re.IGNORECASE
)
"""The first day of “between 1 and 15 March”."""

_WRITTEN_IN_HAN = re.compile(r"(?<![0-9])([12][0-9]{3})\s*[年년]\s*(?:([0-9]{1,2})\s*[月월])?")

_MOST = 20
"""Periods that are looked at: each is compared with all others, and a question names one or two."""

_LENGTH = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
"""Days, of what is counted back from today."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from a first to a last, which words of a question name.

    ``alone`` is whether they can mean nothing else, and ``dated`` whether they say the year.
    """

    first: datetime.date
    last: datetime.date
    start: int
    end: int
    alone: bool
    dated: bool = True


def periods(text: str, today: datetime.date, language: str) -> list[Period]:
    """Return the periods that a text names, in order, none within another.

    A month or a day without a year is the last one that has begun.

    Args:
        text: any.
        today: what “last week” is counted from.
        language: ISO 639 code, whose names of months are known beside the English ones. “last week” and the like are
            known in English alone.
    """
    found: list[Period] = []
    for some in (_days(text, today), _months(text, today, language), _relative(text, today), _years(text)):
        for each in some:
            if len(found) < _MOST and not any(other.start < each.end and each.start < other.end for other in found):
                found.append(each)
    return sorted(found, key=lambda each: each.start)


def _days(text: str, today: datetime.date) -> Iterator[Period]:
    for start, end, terms in dates(text):
        dated = len(terms) == len(("2025-03-01", "2025-03", "--03-01"))
        if dated:
            last = datetime.date.fromisoformat(terms[0])
        elif terms[0].startswith("--"):
            last = _last_such_day(terms[0], today)
        else:
            continue
        earlier = _DAYS_BEFORE.search(text[:start])
        first = last.replace(day=int(earlier[1])) if earlier and 0 < int(earlier[1]) < last.day else last
        yield Period(first, last, earlier.start() if earlier else start, end, alone=True, dated=dated)


def _last_such_day(month_and_day: str, today: datetime.date) -> datetime.date:
    """Return the last day that has begun of a month and a day such as “--02-29”."""
    for year in range(today.year, today.year - 9, -1):
        try:
            day = datetime.date.fromisoformat(f"{year:04}{month_and_day[1:]}")
        except ValueError:
            continue
        if day <= today:
            return day
    return today


def _relative(text: str, today: datetime.date) -> Iterator[Period]:
    for match in _AGO.finditer(text):
        if match["day"]:
            day = today - _DAY * (match["day"].lower() == "yesterday")
            yield Period(day, day, *match.span(), alone=True)
            continue
        unit, which = match["unit"].lower(), match["which"].lower()
        if match["count"]:
            count = NUMBER_WORDS.get(match["count"].lower()) or int(match["count"])
            first = max(_FIRST, today - count * _LENGTH[unit] * _DAY)
            yield Period(first, today, *match.span(), alone=True)
        elif unit != "day":
            first = _began(today, unit)
            if which in ("this", "current"):
                yield Period(first, today, *match.span(), alone=True)
            else:
                yield Period(_began(first - _DAY, unit), first - _DAY, *match.span(), alone=True)


def _began(day: datetime.date, unit: str) -> datetime.date:
    """Return the first day of the week (from Monday), month, quarter or year in which a day lies."""
    if unit == "week":
        return day - day.weekday() * _DAY
    month = {"month": day.month, "quarter": day.month - (day.month - 1) % 3, "year": 1}[unit]
    return day.replace(month=month, day=1)


def _months(text: str, today: datetime.date, language: str) -> Iterator[Period]:
    known = _month_numbers(language)
    for match in _MONTH_WORD.finditer(text):
        word = match[1].casefold()
        number = known.get(word) or (known.get(word[:-1]) if language != "en" else None)
        if number is None:
            continue
        last_year = re.match(r"(?: of)? last year\b", text[match.end() :], re.IGNORECASE)
        year = today.year - (number > today.month)
        if match[2]:
            year = int(match[2])
        elif last_year:
            year = today.year - 1
        first = datetime.date(year, number, 1)
        end = match.end() + (last_year.end() if last_year else 0)
        dated = bool(match[2] or last_year)
        yield Period(first, _month_end(first), match.start(), end, alone=dated, dated=dated)


def _month_end(first: datetime.date) -> datetime.date:
    return (first.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY


def _years(text: str) -> Iterator[Period]:
    for match in _WRITTEN_IN_HAN.finditer(text):
        month = int(match[2] or 0)
        if month <= 12:
            first = datetime.date(int(match[1]), month or 1, 1)
            last = _month_end(first) if month else first.replace(month=12, day=31)
            yield Period(first, last, *match.span(), alone=True)
    for match in _DECADE.finditer(text):
        year = int(match[1])
        yield Period(datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31), *match.span(), alone=False)
    for match in _YEAR.finditer(text):
        year = int(match[1])
        yield Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31), *match.span(), alone=False)


@functools.lru_cache(maxsize=32)
def _month_numbers(language: str) -> dict[str, int]:
    """Return the numbers of months by their names, in a language and in English, in every form that Babel has."""
    found: dict[str, int] = {}
    for code in dict.fromkeys(("en", language)):
        locale = known_locale(code)
        if not locale:
            continue
        for is_alone in (False, True):
            for number, name in enumerate(month_names(locale, "wide", is_alone=is_alone), 1):
                found.setdefault(name.casefold(), number)
                if code not in _UNBENT:
                    found.setdefault(name.casefold()[:-1], number)
        for number, name in enumerate(month_names(locale, "abbreviated"), 1):
            found.setdefault(name.rstrip(".").casefold(), number)
    return found
