"""The phrases before and behind a word that joins two sides."""

import re
from collections.abc import Sequence

from index.text.forms.dates import YEAR
from rag.english.word_lists import (
    ARTICLES,
    AUXILIARIES,
    BE_FORMS,
    DEMONSTRATIVES,
    GENERAL_VERBS,
    ORDINALS,
    POSSESSIVES,
    PREPOSITIONS,
    QUESTION_WORDS,
    SHORT_PREPOSITIONS,
)
from rag.english.words import Role, Word

__all__ = [
    "AFTER_COMPARE",
    "asks_to_compare",
    "first_phrase",
    "phrase_after",
    "phrase_before",
    "subject_beside",
    "tells_side",
    "without_verb",
]

AFTER_COMPARE = frozenset({"with", "to", "against"})
_AFTER_SUBJECT = frozenset({"than"})
"""What stands between a subject and what it is compared with; “versus” stands between two phrases that are alike."""

_BEFORE_BOTH = frozenset({"between"})
"""Stands before two sides, and belongs to neither: “How did it change between 2023 and 2024?”"""

_DIFFER = frozenset({"differ", "differs", "differed"})
"""Verbs that end the second side: “How do the old boat and the new boat differ?”."""

_SHORT_SIDE = 2
"""Words before “versus” that may be a side and nothing else."""

_OPENS_PHRASE = ARTICLES | POSSESSIVES | DEMONSTRATIVES
_BEFORE_SUBJECT = AUXILIARIES | QUESTION_WORDS
"""Stand before a subject whose verb follows: “What do the cook and the waiter say?”."""

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


def phrase_before(text: str, words: Sequence[Word], place: int) -> list[Word]:
    """Return the words of the phrase that ends before a word."""
    behind_name = _behind_name(text, words, place) if words[place].lower in AFTER_COMPARE else 0
    last = (behind_name or place) - 1
    if words[place].lower in _AFTER_SUBJECT | AFTER_COMPARE and not behind_name:
        # “older than”: what is compared is the subject.
        is_louder = words[place].lower == "than" and _is_comparative(words[last])
        return first_phrase(text, words[: last if is_louder else place])
    found: list[Word] = []
    for position in range(last, -1, -1):
        word = words[position]
        if asks_to_compare(word) or (found and _is_cut(text, word.end, found[0].start)):
            break
        if not (_belongs(word) or _bridges(words, position) or _is_hyphened(text, word)):
            break
        found.insert(0, word)
    while found and found[0].lower in PREPOSITIONS:
        found.pop(0)
    return found if any(word.tells for word in found) else []


def _behind_name(text: str, words: Sequence[Word], place: int) -> int:
    """Return the place behind the name that is “compared with” another: “in Oslo compared with Rome”; else 0.

    A word may stand between: “in Oslo cost compared with Rome”.
    """
    if not any(word.role is Role.NAME for word in phrase_after(text, words, place)):
        return 0
    before = [each for each in range(place) if not asks_to_compare(words[each])]
    named = next((each for each in reversed(before[-_SHORT_SIDE:]) if words[each].role is Role.NAME), None)
    first = first_phrase(text, words[: before[-1] + 1]) if before else []
    return 0 if named is None or any(word.role is Role.NAME for word in first) else named + 1


def _is_comparative(word: Word) -> bool:
    """Tell whether a word before “than” is no part of a side: “louder”, and not “water” of “more water than”."""
    return word.role is Role.CONTENT and word.lower.endswith("er")


def first_phrase(text: str, words: Sequence[Word]) -> list[Word]:
    """Return the first phrase of some words that begins behind what asks."""
    for place, word in enumerate(words):
        # “New versus old tyres” asks with nothing.
        opens_with_it = word.tells and len(words) <= _SHORT_SIDE and not asks_to_compare(word)
        if (place or opens_with_it) and _belongs(word):
            found = _forward(text, words, place)
            if any(each.tells for each in found):
                return found
    return []


def phrase_after(text: str, words: Sequence[Word], place: int) -> list[Word]:
    """Return the words of the phrase that begins after a word; “that of the smith” is “the smith”."""
    first = place + 1
    while first < len(words) and words[first].lower in SHORT_PREPOSITIONS | {"that", "those"}:
        first += 1
    opens = first + (first < len(words) and words[first].lower in ARTICLES)
    if opens < len(words) and words[opens].lower in PREPOSITIONS:  # “the after school club”, “under nines”
        found = [words[opens], *_forward(text, words, opens + 1)]
    else:
        found = _forward(text, words, first)
    return found if any(word.tells for word in found) else []


def subject_beside(right: list[Word], subject: list[Word]) -> list[Word]:
    """Return the subject of “differs”, unless the other side only repeats it: “life in Orlo … from life in Umbra”."""
    return [] if {word.term for word in subject} <= {word.term for word in right} else subject


def without_verb(words: Sequence[Word], left: list[Word], right: list[Word]) -> list[Word]:
    """Return the second of two subjects without the verb that both have: “Do the cook and the head waiter smoke?”.

    What stands before them shows that a verb follows. It is behind the noun that both have, or before the next article,
    or the last word.

    Args:
        words: of the question.
        left: the first subject.
        right: the second, and what follows up to a word that belongs to no phrase.
    """
    before = words[words.index(left[0]) - 1].lower if words[0] is not left[0] else ""
    if again := next((n for n, word in enumerate(right) if word.term == left[-1].term and word.tells), 0):
        return right[: again + 1] if before in _BEFORE_SUBJECT | BE_FORMS else right
    behind = words[words.index(right[-1]) + 1 :]
    is_verb = not behind or right[-1].lower in GENERAL_VERBS
    opened = next((n for n, word in enumerate(right) if n and word.lower in _OPENS_PHRASE), len(right) + (not is_verb))
    subject = right[: opened - 1]
    return subject if before in _BEFORE_SUBJECT and any(word.tells for word in subject) else right


def _forward(text: str, words: Sequence[Word], first: int) -> list[Word]:
    found: list[Word] = []
    for position in range(first, len(words)):
        word = words[position]
        if asks_to_compare(word) or (found and (word.lower in _DIFFER or _is_cut(text, found[-1].end, word.start))):
            break
        named = bool(found) and any(each.role is Role.NAME for each in found)
        belongs = _belongs(word) or _bridges(words, position) or (found and _is_hyphened(text, word))
        if not belongs or (named and word.role is Role.CONTENT):
            break
        found.append(word)
    return found


def _belongs(word: Word) -> bool:
    """Tell whether a word may be part of a phrase: what tells something, an article, or part of a title."""
    opens = word.lower in _OPENS_PHRASE or word.lower in ORDINALS
    return word.tells or opens or (word.text[0].isupper() and not word.opens)


def tells_side(text: str, word: Word) -> bool:
    """Tell whether a word tells which side it is of: “first” and “second”, and all of “part-timers”, do."""
    return word.tells or word.lower in ORDINALS or _is_hyphened(text, word)


def _is_hyphened(text: str, word: Word) -> bool:
    """Tell whether a word is part of one with hyphens."""
    return _HYPHEN.match(text, word.end) is not None or _HYPHEN.match(text, word.start - 1) is not None


def _bridges(words: Sequence[Word], position: int) -> bool:
    """Tell whether a word joins a name or a number to its phrase: “Ferries in 2020”, “Bridge of Orlo”."""
    if not 0 < position < len(words) - 1 or words[position].lower not in PREPOSITIONS - _BEFORE_BOTH:
        return False
    before, after = words[position - 1], words[position + 1]
    number = after if after.role is Role.NUMBER else words[min(position + 2, len(words) - 1)]
    is_dated = after.role is Role.NAME and YEAR.fullmatch(number.text) is not None
    if number.role is Role.NUMBER and (number is after or is_dated):  # “in 2020”, “in June 2020”
        return before.tells
    return words[position].lower == "of" and before.role is Role.NAME and after.role is Role.NAME


def _is_cut(text: str, end: int, start: int) -> bool:
    return bool(re.search(r"[,;:?!]|\.\s", text[end:start]))


def asks_to_compare(word: Word) -> bool:
    """Tell whether a word is a form of “compare”, which is no part of a side."""
    return word.lower.startswith("compar")
