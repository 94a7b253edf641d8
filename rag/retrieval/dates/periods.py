"""The periods that a text names: days, months and years, and those that are counted from today."""

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.forms.calendar_names import known_locale, month_names
from index.text.forms.dates import dates
from rag.retrieval.dates.counted_periods import counted_periods
from rag.retrieval.dates.leading_words import leading_words
from rag.retrieval.dates.period import Period, month_end

__all__ = ["ANY_DAY", "periods"]

ANY_DAY = datetime.date(2000, 1, 1)
"""To count from, for who wants to know where a period stands in a text, and not when it is."""

_UNBENT = ("en", "de", "fr", "es", "pt", "it", "nl")
"""Languages whose months have one form; elsewhere a last letter bends: июнь, июня, июне."""

_YEAR = re.compile(r"(?<![\w.,/€$£-])((?:1[5-9]|20)[0-9]{2})(?![\w/%-]|[.,][0-9])")
_DECADE = re.compile(r"(?<![\w.,/-])((?:1[5-9]|20)[0-9]0)(?:s|er)\b")
_MONTH_WORD = re.compile(
    r"(?<!\w)([^\W\d_]{3,12})\.?(?:(?:,? (?:of |de |del |do )?)((?:1[5-9]|20)[0-9]{2})(?![0-9]))?(?!\w)"
)
_DAY_BEFORE = re.compile(r"(?<![\w.,/-])([0-9]{1,2})(?:er|[.º°])?\s+(?:de |di )?$")
"""The day of a month, where ``index.text.forms.dates`` does not know what the month is called."""

_WRITTEN_IN_HAN = re.compile(r"(?<![0-9])([12][0-9]{3})\s*[年년]\s*(?:([0-9]{1,2})\s*[月월])?")

_MOST = 20
"""Periods that are looked at: each is compared with all others, and a question names one or two."""


def periods(text: str, today: datetime.date, language: str) -> list[Period]:
    """Return the periods that a text names, in order, none within another.

    A month or a day without a year is the last one that has begun.

    Args:
        text: any.
        today: what “last week” is counted from.
        language: ISO 639 code, whose words are known beside the English ones.
    """
    found: list[Period] = []
    for some in (
        _days(text, today, language),
        _months(text, today, language),
        counted_periods(text, today, language),
        _years(text, language),
    ):
        for each in some:
            if len(found) < _MOST and not any(other.start < each.end and each.start < other.end for other in found):
                found.append(each)
    return sorted(found, key=lambda each: each.start)


def _days(text: str, today: datetime.date, language: str) -> Iterator[Period]:
    joint = leading_words(language).joint_at_end
    for start, end, terms in dates(text):
        dated = len(terms) == len(("2025-03-01", "2025-03", "--03-01"))
        if dated:
            last = datetime.date.fromisoformat(terms[0])
        elif terms[0].startswith("--"):
            last = _last_such_day(terms[0], today)
        else:
            continue
        earlier = joint.search(text[:start])
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


def _months(text: str, today: datetime.date, language: str) -> Iterator[Period]:
    known = _month_numbers(language)
    for match in _MONTH_WORD.finditer(text):
        word = match[1].casefold()
        number = known.sure.get(word)
        if number is None and language not in _UNBENT:
            number = known.sure.get(word[:-1])
        if number and match[1][0].isupper() and word in known.small and not match[2]:
            number = None  # a name: the planet Mars, the Plaza de Mayo
        if number is None and match[2]:
            number = known.unsure.get(word)
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
        day = _DAY_BEFORE.search(text[: match.start()]) if language != "en" else None
        if day and 0 < int(day[1]) <= month_end(first).day:
            on = first.replace(day=int(day[1]))
            if not dated and on > today:
                on = _last_such_day(f"--{on:%m-%d}", today)
            yield Period(on, on, day.start(), end, alone=True, dated=dated)
        else:
            yield Period(first, month_end(first), match.start(), end, alone=dated, dated=dated)


def _years(text: str, language: str) -> Iterator[Period]:
    for match in _WRITTEN_IN_HAN.finditer(text):
        month = int(match[2] or 0)
        if month <= 12:
            first = datetime.date(int(match[1]), month or 1, 1)
            last = month_end(first) if month else first.replace(month=12, day=31)
            yield Period(first, last, *match.span(), alone=True)
    for match in _DECADE.finditer(text):
        year = int(match[1])
        yield Period(datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31), *match.span(), alone=False)
    for match in _YEAR.finditer(text):
        year = int(match[1])
        decade = None if year % 10 else leading_words(language).decade.search(text[: match.start()])
        start = decade.start() if decade else match.start()
        last = datetime.date(year + 9 * bool(decade), 12, 31)
        yield Period(datetime.date(year, 1, 1), last, start, match.end(), alone=False)


@dataclass(frozen=True, slots=True)
class _MonthNames:
    """Numbers of months by their names, in lower case.

    ``unsure`` are those that mean something else too, such as “mar” and “set”, and a month only before a year;
    ``small`` are those that are written without a capital.
    """

    sure: dict[str, int]
    unsure: dict[str, int]
    small: frozenset[str]


@functools.lru_cache(maxsize=32)
def _month_numbers(language: str) -> _MonthNames:
    """Return the names of months in a language and in English, in every form that Babel has."""
    short, full, small = _names(language)
    english_short, english, _ = _names("en")
    if language == "en":
        return _MonthNames(short | full, {}, frozenset())
    return _MonthNames(full, english_short | english | short, small - english.keys())


def _names(language: str) -> tuple[dict[str, int], dict[str, int], frozenset[str]]:
    """Return the short names of months, the long ones, and which of these are written without a capital."""
    locale = known_locale(language)
    if not locale:
        return {}, {}, frozenset()
    names = [
        (name, number)
        for is_alone in (False, True)
        for number, name in enumerate(month_names(locale, "wide", is_alone=is_alone), 1)
    ]
    full = {
        name.casefold()[: len(name) - cut]: number for name, number in names for cut in (0, language not in _UNBENT)
    }
    short = {
        name.rstrip(".").casefold(): number
        for number, name in enumerate(month_names(locale, "abbreviated"), 1)
        if name.rstrip(".").casefold() not in full
    }
    return short, full, frozenset(name for name, _ in names if name.islower())
