"""The periods that are counted from today: “last week”, “yesterday”, “les trois derniers mois”."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.english.word_lists import NUMBER_WORDS, any_of
from rag.retrieval.dates.leading_words import leading_words
from rag.retrieval.dates.period import DAY, FIRST_DAY, Period
from rag.retrieval.dates.relative_words import RelativeWords, relative_words, stem

__all__ = ["counted_periods"]

_AGO = re.compile(
    r"\b(?P<which>this|current|last|past|previous)\s+(?:(?P<count>[0-9]{1,3}|" + any_of(NUMBER_WORDS) + r")\s+)?"
    r"(?P<unit>day|week|month|quarter|year)s?\b(?!\s+of\b)|\b(?P<day>today|yesterday)\b",
    re.IGNORECASE,
)
_LENGTH = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
"""Days, of what is counted back from today."""

_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+")
_MOST_DIGITS = 3


def counted_periods(text: str, today: datetime.date, language: str) -> Iterator[Period]:
    """Yield the periods of a text that are counted from today, as English calls them and as another language does.

    Args:
        text: any.
        today: what they are counted from.
        language: ISO 639 code.
    """
    yield from _in_english(text, today)
    words = relative_words(language) if language != "en" else None
    if words:
        tokens = [_WordAt.of(match, language) for match in _TOKEN.finditer(text)]
        yield from _days(tokens, today, words)
        yield from _units(tokens, today, words, language)


@dataclass(frozen=True, slots=True)
class _WordAt:
    text: str
    stem: str
    start: int
    end: int

    @classmethod
    def of(cls, match: re.Match[str], language: str) -> "_WordAt":
        text = match[0].casefold()
        return cls(text, text if text.isdigit() else stem(text, language), *match.span())


def _in_english(text: str, today: datetime.date) -> Iterator[Period]:
    for match in _AGO.finditer(text):
        if match["day"]:
            day = today - DAY * (match["day"].lower() == "yesterday")
            yield Period(day, day, *match.span(), alone=True, counted=True)
            continue
        unit, which = match["unit"].lower(), match["which"].lower()
        if match["count"]:
            count = NUMBER_WORDS.get(match["count"].lower()) or int(match["count"])
            yield _back(count, unit, today, *match.span())
        elif unit != "day":
            yield _one(unit, today, *match.span(), is_over=which not in ("this", "current"))


def _days(tokens: list[_WordAt], today: datetime.date, words: RelativeWords) -> Iterator[Period]:
    """Yield single days; “hoy en día” is no day."""
    stems, place = [token.stem for token in tokens], 0
    while place < len(tokens):
        said = next((d for d in words.days if tuple(stems[place : place + len(d)]) == d), ())
        if not said:
            place += 1
            continue
        around = stems[max(0, place - 2) : place] + stems[place + len(said) : place + len(said) + 2]
        if not any(words.units.get(each) == "day" for each in around):
            day = today - words.days[said] * DAY
            last = tokens[place + len(said) - 1]
            yield Period(day, day, tokens[place].start, last.end, alone=True, counted=True)
        place += len(said)


def _units(tokens: list[_WordAt], today: datetime.date, words: RelativeWords, language: str) -> Iterator[Period]:
    for place, token in enumerate(tokens):
        unit = words.units.get(token.stem)
        if unit:
            yield from _around(tokens, place, unit, today, words, language)


def _around(
    tokens: list[_WordAt], place: int, unit: str, today: datetime.date, words: RelativeWords, language: str
) -> Iterator[Period]:
    """Yield what a unit stands for with the words before and behind it, of which one says that it is over."""
    first = last = place
    qualifier, count = None, None
    while first > 0 and (qualifier is None or count is None):
        before = tokens[first - 1]
        number = _number(before, words)
        if number and count is None:
            count = number
        elif qualifier is None and before.stem in words.last | words.past | words.this:
            qualifier = before
        else:
            break
        first -= 1
    is_before = qualifier is not None
    if qualifier is None and place + 1 < len(tokens) and tokens[place + 1].stem in words.last:
        last = place + 1
        qualifier = tokens[last]
    if qualifier is None:
        return
    start, end = tokens[first].start, tokens[last].end
    if count:
        if qualifier.stem not in words.this:
            yield _back(count, unit, today, start, end)
        return
    if unit == "day" or tokens[place].text in words.plurals:
        return
    has_plural = any(stem(each, language) == tokens[place].stem for each in words.plurals)
    if qualifier.stem in words.this:
        yield _one(unit, today, start, end, is_over=False)
    elif has_plural or qualifier.text in words.exact:
        leading = leading_words(language)
        if is_before and (_is_of(tokens, last + 1, leading.of) or (first and tokens[first - 1].text in leading.whose)):
            return
        is_past = qualifier.stem in words.past and unit != "quarter"
        yield _back(1, unit, today, start, end) if is_past else _one(unit, today, start, end, is_over=True)


def _number(token: _WordAt, words: RelativeWords) -> int | None:
    if token.text.isdigit():
        return int(token.text) if len(token.text) <= _MOST_DIGITS else None
    return words.numbers.get(token.text)


def _is_of(tokens: list[_WordAt], place: int, of: frozenset[str]) -> bool:
    """Tell whether what follows says of what it is the last: “la dernière année de la guerre”."""
    return place < len(tokens) and tokens[place].text in of


def _back(count: int, unit: str, today: datetime.date, start: int, end: int) -> Period:
    """Return as many days back from today as so many units have."""
    first = max(FIRST_DAY, today - count * _LENGTH[unit] * DAY)
    return Period(first, today, start, end, alone=True, counted=True)


def _one(unit: str, today: datetime.date, start: int, end: int, *, is_over: bool) -> Period:
    """Return the unit in which today lies, as far as it has come, or the one before."""
    first = _began(today, unit)
    if not is_over:
        return Period(first, today, start, end, alone=True, counted=True)
    return Period(_began(first - DAY, unit), first - DAY, start, end, alone=True, counted=True)


def _began(day: datetime.date, unit: str) -> datetime.date:
    """Return the first day of the week (from Monday), month, quarter or year in which a day lies."""
    if unit == "week":
        return day - day.weekday() * DAY
    month = {"month": day.month, "quarter": day.month - (day.month - 1) % 3, "year": 1}[unit]
    return day.replace(month=month, day=1)
