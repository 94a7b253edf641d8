"""Whether the days or months that words name are those that a question asks about: no reader counts them."""

import re
from collections.abc import Sequence

from index.text.forms.dates import MONTHS
from rag.english.word_lists import WEEKDAYS, any_of
from rag.english.words import read_words
from rag.kinds.yes_no.denials import denies, forbids
from rag.verification.problems.polarity import OPPOSITES

__all__ = ["EDGE", "excepts", "lies_outside", "names_other_days"]

EDGE = " | "
"""What stands between cited words where they are looked at together."""

_NAMES = any_of([*WEEKDAYS, *map(str.lower, MONTHS)])
_SPAN = re.compile(
    rf"\b(?:({_NAMES})s?(?: ?[-–—] ?| (?:to|till|until|through) )({_NAMES})|between ({_NAMES}) and ({_NAMES}))s?\b",
    re.IGNORECASE,
)
"""“From Tuesday to Sunday”, “between May and July”."""

_CLAUSES = re.compile(r"[,;|()–—]|\.\s|\b(?:but|and|except)\b")
_FIGURE = re.compile(r"\d+(?:[.:,]\d+)*")
_DAYS = re.compile(rf"\b({any_of(WEEKDAYS)})s?\b", re.IGNORECASE)
_MONTHS = re.compile(rf"\b({'|'.join(month for month in MONTHS if month != 'May')})\b")
_CALENDARS = ((_DAYS, WEEKDAYS), (_MONTHS, tuple(map(str.lower, MONTHS))))


def names_other_days(question: str, words: str) -> bool:
    """Tell whether words name days or months, and not all of those that a question asks about.

    Args:
        question: as asked.
        words: that are cited.
    """
    for names, order in _CALENDARS:
        asked, told = _named(question, names), _named(words, names)
        if told and not asked <= told.union(*_spans(words, order)):
            return True
    return False


def excepts(question: str, words: str) -> bool:
    """Tell whether words except a day or a month that a question asks about: “not on Fridays”, “on Fridays until 5”.

    Args:
        question: as asked.
        words: of what answers, and of what stands beside it.
    """
    asked_figures = set(_FIGURE.findall(question))
    for names in (_DAYS, _MONTHS):
        asked = _named(question, names)
        for clause in _CLAUSES.split(words):
            told = _named(clause, names)
            if told.isdisjoint(asked):
                continue
            figures = set(_FIGURE.findall(clause))
            if denies(clause) or (asked_figures and figures and asked_figures.isdisjoint(figures)):
                return True
    return False


def lies_outside(question: str, words: str) -> bool:
    """Tell whether all days, or months, that a question asks about lie outside of the only span that words name.

    “Open from Tuesday to Sunday” says of Monday what it does not say.

    Args:
        question: as asked.
        words: of what answers, and of what stands beside it, with edges as of a table between them.
    """
    for names, order in _CALENDARS:
        asked = _named(question, names)
        spans = [(part, span) for part in words.split(EDGE) for span in _spans(part, order)]
        if asked and len(spans) == 1:
            [(part, span)] = spans
            is_turned = denies(part) or forbids(question, part) or _are_opposite(question, part)
            return asked.isdisjoint(span | _named(words, names)) and not is_turned
    return False


def _are_opposite(question: str, words: str) -> bool:
    """Tell whether words have the opposite of a word of a question: “closed” where it is asked what is open."""
    said = {word.lower for word in read_words(words)}
    return any(not said.isdisjoint(OPPOSITES.get(word.lower, ())) for word in read_words(question))


def _spans(words: str, order: Sequence[str]) -> list[set[str]]:
    """Return the days or months of each span that words name by its ends: “from Friday to Monday” has four."""
    found = []
    for match in _SPAN.finditer(words):
        first, last = (end.lower() for end in match.groups() if end)
        if first in order and last in order:
            length = (order.index(last) - order.index(first)) % len(order)
            found.append({order[(order.index(first) + place) % len(order)] for place in range(length + 1)})
    return found


def _named(text: str, names: re.Pattern[str]) -> set[str]:
    return {match[1].lower() for match in names.finditer(text)}
