"""What a language calls the days, weeks, months, quarters and years that are counted from today.

Most of it is CLDR's, with what dateparser has added to it; quarters are Babel's. Only what neither has is written here.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.units import format_unit

from index.search.analysis import analyse
from index.text.names import folded

__all__ = ["UNITS", "RelativeWords", "relative_words", "stem"]

UNITS = ("day", "week", "month", "quarter", "year")

_WORD = re.compile(r"[^\W\d_]+")
_MOST_DAYS_AGO = 2
_SHORTEST = 4
"""Letters of a word for a unit that has no other form: shorter ones are signs, such as “wk”."""

_LETTERS = 3
_ENDING = 2
"""Letters that a plural has more, at most."""

_LAST = {"de": "vorige vergangene", "fr": "passé passée", "it": "passato passata"}
"""The one before this, beside CLDR's words: “vorige Woche”."""

_PAST = {
    "es": "último última",
    "it": "ultimo ultima",
    "pt": "último última",
    "nl": "afgelopen laatste",
}
"""As many days back from today as it has: “en el último mes”."""

_THIS = {"pt": "neste nesta deste desta", "it": "quest"}
_NUMBERS = {
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze",
}
"""From two on, where dateparser knows none; “duas” alone has another gender."""


@dataclass(frozen=True, slots=True)
class RelativeWords:
    """Words for times that are counted from today, by their stems.

    Attributes:
        days: how many days ago a day was, by the stems of the words that name it: “gestern” 1, “avant-hier” 2.
        units: what unit a stem is, one of ``UNITS``.
        plurals: words for more than one unit, as they are written, in lower case.
        alike: words for one unit that stand for more too: “mois”.
        this: what stands before a unit that has not ended.
        last: what stands before or behind the unit before that.
        past: what stands before as many days back from today as a unit has.
        exact: forms of ``last`` and ``past`` that mean one unit beside such a word.
        numbers: of one word.
        nouns: what one month and one year are called.
    """

    days: Mapping[tuple[str, ...], int]
    units: Mapping[str, str]
    plurals: frozenset[str]
    alike: frozenset[str]
    this: frozenset[str]
    last: frozenset[str]
    past: frozenset[str]
    exact: frozenset[str]
    numbers: Mapping[str, int]
    nouns: frozenset[str]


@functools.lru_cache(maxsize=4_096)
def stem(word: str, language: str) -> str:
    """Return what the forms of a word have in common: its stem, and its first letters, which stemmers may take off."""
    return word[:_LETTERS].casefold() + "".join(analyse(word, language))


@functools.lru_cache(maxsize=32)
def relative_words(language: str) -> RelativeWords | None:
    """Return what a language calls these times; None where nobody knows.

    dateparser is imported here and takes a twentieth of a second, once: English does without.

    Args:
        language: ISO 639 code.
    """
    from dateparser.languages.loader import default_loader

    try:
        info: Mapping[str, Any] = default_loader.get_locale(language).info
    except ValueError:
        return None

    forms = {unit: _forms(info, unit, language) for unit in UNITS}
    units = {stem(word, language): unit for unit, words in forms.items() for word in words}
    told = info["relative-type"]
    this, last, single = (
        set(_THIS.get(language, "").split()),
        set(_LAST.get(language, "").split()),
        set(_quarter(language)[:1]),
    )
    for unit in UNITS:
        single |= _single(forms[unit])
        for words, place in _around(told.get(f"0 {unit} ago", ()), units, language):
            this.update(word for word in words[max(0, place - 1) : place] if len(word) > 1)
            single.add(words[place])
        for words, place in _around(told.get(f"1 {unit} ago", ()), units, language):
            # Shorter ones are articles and prepositions.
            last.update(word for word in (*words[:place], *words[place + 1 :]) if len(word) > _LETTERS)
            single.add(words[place])
    past = _PAST.get(language, "").split()

    def stems(words: Iterable[str]) -> frozenset[str]:
        return frozenset(stem(word, language) for word in words)

    plurals = {unit: [word for word in words if word not in single] for unit, words in forms.items()}
    return RelativeWords(
        days=_days(told, language),
        units=units,
        plurals=frozenset(word for words in plurals.values() for word in words),
        alike=frozenset(word for unit, words in forms.items() for word in words if not plurals[unit]),
        this=stems(this),
        last=stems(last),
        past=stems(past),
        exact=frozenset(last.union(past)),
        numbers=_numbers(info, language),
        nouns=frozenset(word for unit in ("month", "year") for word in forms[unit] if word in single),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _forms(info: Mapping[str, Any], unit: str, language: str) -> list[str]:
    """Return the words for a unit, without signs for it."""
    words = [word.casefold() for word in info.get(unit, ())] or _quarter(language)
    pairs = [(word, other) for word in words for other in words if _is_plural(other, word)]
    return [word for word in words if len(word) >= _SHORTEST or any(word in pair for pair in pairs)]


def _is_plural(word: str, single: str) -> bool:
    """Tell whether a word is another with an ending."""
    is_longer = 0 < len(word) - len(single) <= _ENDING
    return is_longer and len(single) > 1 and folded(word).startswith(folded(single))


def _single(words: Sequence[str]) -> set[str]:
    """Return those of the words for a unit whose plural is the same with an s."""
    return {word for word in words if f"{word}s" in words}


def _quarter(language: str) -> list[str]:
    """Return the words for one quarter, then for more."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return []
    told = [format_unit(number, "duration-quarter", locale=locale).casefold() for number in (1, 2, 5)]
    return list(dict.fromkeys(word for each in told for word in _words(each) if len(_words(each)) == 1))


def _around(phrases: Iterable[str], units: Mapping[str, str], language: str) -> Iterator[tuple[list[str], int]]:
    """Yield the words of phrases that name a unit, and its place among them."""
    for phrase in phrases:
        words = _words(phrase)
        place = next((at for at, word in enumerate(words) if stem(word, language) in units), None)
        if place is not None:
            yield words, place


def _days(told: Mapping[str, Iterable[str]], language: str) -> dict[tuple[str, ...], int]:
    return {
        tuple(stem(word, language) for word in _words(phrase)): ago
        for ago in range(_MOST_DAYS_AGO + 1)
        for phrase in told.get(f"{ago} day ago", ())
    }


def _numbers(info: Mapping[str, Any], language: str) -> dict[str, int]:
    pairs = [pair for each in info.get("simplifications", ()) for pair in each.items()]
    known = {word: int(number) for word, number in pairs if word.isalpha() and str(number).isdecimal()}
    return {word: number for number, word in enumerate(_NUMBERS.get(language, "").split(), start=2)} | known
