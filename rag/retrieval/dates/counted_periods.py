"""The periods that are counted from today: “last week”, “yesterday”, “les trois derniers mois”."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.english.word_lists import NUMBER_WORDS, any_of
from rag.retrieval.dates.leading_words import LeadingWords, leading_words
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


@dataclass(frozen=True, slots=True)
class _Counted:
    """A unit with what counts it from today: the places of the first and the last of its words, and what they say."""

    unit: str
    first: int
    last: int
    qualifier: _WordAt
    count: int | None = None


def _units(tokens: list[_WordAt], today: datetime.date, words: RelativeWords, language: str) -> Iterator[Period]:
    leading = leading_words(language)
    for place, token in enumerate(tokens):
        found = _read(tokens, place, words) if token.stem in words.units else None
        if found is None:
            continue
        unit, start, end = found.unit, tokens[found.first].start, tokens[found.last].end
        if found.count:
            yield _back(found.count, unit, today, start, end)
        elif found.qualifier.stem in words.this:
            yield _one(unit, today, start, end, is_over=False)
        elif not _is_of_something(tokens, found, leading):
            is_past = found.qualifier.stem in words.past and unit != "quarter"
            yield _back(1, unit, today, start, end) if is_past else _one(unit, today, start, end, is_over=True)


def _read(tokens: list[_WordAt], place: int, words: RelativeWords) -> _Counted | None:
    """Return what is said of a unit; None where nothing counts it from today, or nobody knows how many there are."""
    text, unit = tokens[place].text, words.units[tokens[place].stem]
    if text in words.plurals or text in words.alike:
        # “the last two weeks”, “les deux dernières semaines”, “las dos semanas pasadas”
        for qualifier, number, first, last in (
            (place - 2, place - 1, place - 2, place),
            (place - 1, place - 2, place - 2, place),
            (place + 1, place - 1, place - 1, place + 1),
        ):
            if first >= 0 and last < len(tokens) and (count := _number(tokens[number], words)):
                said = tokens[qualifier]
                if said.stem in words.last | words.past:
                    return _Counted(unit, first, last, said, count)
    if unit == "day" or text in words.plurals:
        return None
    before = tokens[place - 1] if place else None
    if before and before.stem in words.last | words.past | words.this:
        is_one = text not in words.alike or before.stem in words.this or before.text in words.exact
        return _Counted(unit, place - 1, place, before) if is_one else None
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    if behind and behind.stem in words.last and (text not in words.alike or behind.text in words.exact):
        return _Counted(unit, place, place + 1, behind)
    return None


def _is_of_something(tokens: list[_WordAt], found: _Counted, leading: LeadingWords) -> bool:
    """Tell whether words around say of what it is the last: “la dernière année de la guerre”, “su último año”."""
    if found.qualifier is tokens[found.last]:
        return False
    behind = tokens[found.last + 1].text if found.last + 1 < len(tokens) else ""
    return behind in leading.of or (found.first > 0 and tokens[found.first - 1].text in leading.whose)


def _number(token: _WordAt, words: RelativeWords) -> int | None:
    if token.text.isdigit():
        return int(token.text) if len(token.text) <= _MOST_DIGITS else None
    return words.numbers.get(token.text)


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
