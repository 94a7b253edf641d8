"""Numbers, dates and times of day in a sentence, in a form that can be compared."""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.search.analysis import analyse
from index.text.forms.dates import MONTHS
from rag.english.word_lists import (
    ARTICLES,
    BE_FORMS,
    COORDINATING,
    HAVE_FORMS,
    NUMBER_WORDS,
    SHORT_PREPOSITIONS,
    SUBORDINATING,
    THIRD_PERSON,
)

__all__ = ["MONEY", "NAMES_PRICE", "PRICE", "Quantity", "QuantityKind", "quantities"]


class QuantityKind(enum.Enum):
    """What can be compared with what."""

    CLOCK = "clock"
    DATE = "date"
    YEAR = "year"
    SHARE = "share"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, date or time of day with where it stands.

    Attributes:
        kind: only quantities of one kind can be compared.
        value: equal for “fourteen” and “14”, for “1.8 million” and “1,800,000”, for “3 May” and “May 3”.
        units: terms of the content words among the two behind an amount, or of its currency where that stands in front:
            what is counted; empty for other kinds.
        start: first code point, in the sentence.
        end: one past the last code point.
    """

    kind: QuantityKind
    value: tuple[float, ...]
    units: frozenset[str]
    start: int
    end: int


_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0}
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if len(month) > 3 else month for month in map(str.lower, MONTHS))

_HALF = r"\s*([ap])(?:\.\s?m\.|\.?\s?m\b)"
_CLOCK = re.compile(rf"\b(\d{{1,2}})(?::(\d\d)(?!\d)(?:{_HALF})?|(?:\.(\d\d))?{_HALF})", re.IGNORECASE)
_CLOCK_FROM = re.compile(
    rf"(?<![\d.,:])(\d{{1,2}})(?:[.:](\d\d))?(?=(?:\s(?:to|until|till|and)\s|\s?[–-]\s?)(\d{{1,2}})(?:[.:]\d\d)?{_HALF})",
    re.IGNORECASE,
)
"""The first of “3.45 to 7 pm”, whose half of the day is said once."""

_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})\b(?:,? (\d{{4}}))?", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{{4}}))?", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,$€£])\b(1\d{3}|20\d\d)\b(?![.,]?\d)(?!\s+(?:[a-z]+s)\b)")
_SHARE = re.compile(r"\b(\d+(?:[.,]\d+)?) ?(?:%|per ?cent\b)", re.IGNORECASE)
_NUMBER_WORD = "|".join([*NUMBER_WORDS, *_SCALES])
_DIGITS = r"\b\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\b\d+(?:\.\d+)?"
_SPELLED = rf"\b(?:{_NUMBER_WORD})(?:[ -](?:{_NUMBER_WORD}))*\b"
_AMOUNT = re.compile(
    rf"(?P<currency>[$€£] ?)?(?:(?P<digits>{_DIGITS})|(?P<words>{_SPELLED}))(?:[ -](?P<scale>{'|'.join(_SCALES)})\b)?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[ -]([^\W\d_][\w’'-]*)(?:[ -]([^\W\d_][\w’'-]*))?")
_NO_UNIT = (
    ARTICLES
    | SHORT_PREPOSITIONS
    | (BE_FORMS - {"am", "being"})
    | HAVE_FORMS
    | COORDINATING
    | SUBORDINATING
    | frozenset(NUMBER_WORDS)
    | (THIRD_PERSON - {"him", "hers", "theirs"})
    | frozenset(
        "this that those we when where which who whom will would so than then about after ago all away before"
        " into less more most off once one only others out over per under until up".split()
    )
)
MONEY = re.compile(r" (?:dollars?|euros?|pounds?|pesos?|colones|francs?|yen)\b")
"""The unit of an amount of money, behind it."""

_CODES = r"\b(?:EUR|USD|GBP|CHF|JPY)\b"
PRICE = re.compile(rf"[$€£¥]|{MONEY.pattern}|{_CODES}")
"""What tells that a figure is of money."""

NAMES_PRICE = re.compile(rf"[$€£¥]|{_CODES}|\b(?:price|prices|cost|costs|fee|fees|rate)\b", re.IGNORECASE)
"""What tells that a column, or a field, is of prices."""

_CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound"}


def quantities(sentence: str) -> list[Quantity]:
    """Return what can be compared, in order; each character belongs to one quantity at most."""
    taken = [False] * len(sentence)
    found: list[Quantity] = []
    for quantity in _all(sentence):
        if not any(taken[quantity.start : quantity.end]):
            taken[quantity.start : quantity.end] = [True] * (quantity.end - quantity.start)
            found.append(quantity)
    return sorted(found, key=lambda quantity: quantity.start)


def _all(sentence: str) -> Iterator[Quantity]:
    """Yield candidates, what is more specific first."""
    none: frozenset[str] = frozenset()
    for match in _SHARE.finditer(sentence):
        yield Quantity(QuantityKind.SHARE, (float(match[1].replace(",", ".")),), none, *match.span())
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for match in pattern.finditer(sentence):
            number = 1 + next(n for n, name in enumerate(MONTHS) if name.startswith(match[month].capitalize()[:3]))
            year = (float(match[3]),) if match[3] else ()
            yield Quantity(QuantityKind.DATE, (float(number), float(match[day]), *year), none, *match.span())
    for match in _CLOCK_FROM.finditer(sentence):
        hour, until = float(match[1]) % 12, float(match[3]) % 12
        is_afternoon = match[4].lower() == "p" and hour <= until  # “10 to 2 pm” begins in the morning
        yield Quantity(QuantityKind.CLOCK, (hour + 12 * is_afternoon, float(match[2] or 0)), none, *match.span())
    for match in _CLOCK.finditer(sentence):
        half = (match[3] or match[5] or "").lower()
        hour = float(match[1]) % 12 + 12 * (half == "p") if half else float(match[1])
        yield Quantity(QuantityKind.CLOCK, (hour, float(match[2] or match[4] or 0)), none, *match.span())
    for match in _YEAR.finditer(sentence):
        yield Quantity(QuantityKind.YEAR, (float(match[1]),), none, *match.span())
    for match in _AMOUNT.finditer(sentence):
        value = float(re.sub(r"[,\u00a0\u202f]", "", match["digits"])) if match["digits"] else _spelled(match["words"])
        value *= _SCALES[match["scale"].lower()] if match["scale"] else 1.0
        unit = None if match["currency"] else _UNIT.match(sentence, match.end())
        words = [word for word in unit.groups() if word and word.lower() not in _NO_UNIT] if unit else []
        if match["currency"]:  # behind money nothing else is counted: “£400 each”, “£19 because”
            words = [_CURRENCIES[match["currency"].strip()]]
        yield Quantity(QuantityKind.AMOUNT, (value,), frozenset(analyse(" ".join(words))), *match.span())


def _spelled(words: str) -> float:
    """Return the value of a spelled number, such as “two hundred thirty-one thousand”."""
    total = part = 0.0
    for word in re.split(r"[ -]", words.lower()):
        if word in NUMBER_WORDS:
            part += NUMBER_WORDS[word]
        elif word == "hundred":
            part = max(part, 1.0) * _SCALES[word]
        else:
            total += max(part, 1.0) * _SCALES[word]
            part = 0.0
    return total + part
