"""Which sides a question compares, told by its coordination: “X or Y”, “X than Y”, “how much … and how much …”."""

import itertools
import re
from collections.abc import Sequence

from index.search.analysis import analyse
from rag.english.word_lists import (
    ASKS_FOR_THE_GIST,
    AUXILIARIES,
    BE_FORMS,
    COMPARING,
    COORDINATING,
    FUNCTION_WORDS,
    GENERAL_VERBS,
    OF_SIZE,
    PREPOSITIONS,
    QUESTION_WORDS,
    any_of,
)
from rag.english.words import Word, read_words
from rag.kinds.comparison.asked.named_sides import STAND_INS, SideAsked, sides_of_clauses, sides_of_phrases
from rag.kinds.comparison.asked.phrases import (
    AFTER_COMPARE,
    asks_to_compare,
    first_phrase,
    phrase_after,
    phrase_before,
    subject_beside,
    without_verb,
)

__all__ = ["ASKS_TO_COMPARE", "called_two", "is_side_who_asks", "sides_of", "speaks_of_size", "speaks_of_two"]

_JOINS = (COORDINATING - {"but"}) | COMPARING
_MOST = 4
_FEWEST_WORDS = 2
_WHO_ASKS = frozenset("i me we us".split())
_COMPARES = COMPARING | frozenset(
    "compare compared comparison differ difference different contradict contradiction disagree".split()
)
_ASKING = QUESTION_WORDS | AUXILIARIES | BE_FORMS
ASKS_TO_COMPARE = frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS | ASKS_FOR_THE_GIST | OF_SIZE | _COMPARES)))
"""Terms of words that ask for a comparison, and say nothing of what is compared."""

_CLAUSE = re.compile(
    rf"\s*,?\s+(?:and|but|or)\s+(?=(?:(?:{any_of(PREPOSITIONS)})\s+)?(?:{any_of(QUESTION_WORDS)})\b)|\s*,\s+"
    rf"(?=(?:{any_of(QUESTION_WORDS)})\b)",
    re.IGNORECASE,
)


def speaks_of_size(text: str) -> bool:
    """Tell whether a question asks which is more, longer or the like."""
    return not OF_SIZE.isdisjoint(word.lower for word in read_words(text))


def sides_of(text: str) -> tuple[SideAsked, ...]:
    """Return the sides that a question compares, at least two; none where it does not say them.

    “Which is older, the bridge or the gate?” compares “bridge” and “gate”, “How much was sown and how much reaped?” its
    two halves. Told by the coordination of English; of another language nothing is found, and documents are the sides.

    Args:
        text: a question.
    """
    clauses = [part.strip(" ,") for part in _CLAUSE.split(text)]
    whole = 2 <= len(clauses) <= _MOST and all(len(clause.split()) >= _FEWEST_WORDS for clause in clauses)
    # “Between Ines and Marco, who rowed more?” has its sides inside of what stands in front, which asks for nothing.
    if whole and not _ASKING.isdisjoint(clauses[0].lower().split()):
        return sides_of_clauses(clauses)
    words = read_words(text)
    words = [word for place, word in enumerate(words) if not place or word.start != words[place - 1].start]
    # What is to be compared stands in the sentence that says so; another may join what is asked of both.
    for place in sorted(range(len(words) - 1, 0, -1), key=lambda place: not _is_compared(words, place)):
        if _joins(words, place):
            # “How does X differ from Y?”: the verb belongs to neither, and “one” is a noun of the other's.
            differs = _differs(words, place)
            start = place - 1 if differs or words[place - 1].lower in STAND_INS else place
            left, right = phrase_before(text, words, start), phrase_after(text, words, place)
            if differs and words[place + 1 :] and words[place + 1].lower not in {"that", "those"}:
                left = subject_beside(right, first_phrase(text, words[: place - 1])) or left
            if left and right:
                right = without_verb(words, left, right)
                return sides_of_phrases(text, left, right, words[start if differs else place])
    return ()


def speaks_of_two(text: str) -> bool:
    """Tell whether a question speaks of two of something without saying which: “the two reports”, “both hotels”."""
    return any(word.lower in {"two", "both"} for word in read_words(text))


def is_side_who_asks(text: str) -> bool:
    """Tell whether one of the sides is whoever asks, of whom no document speaks by that word: “me or the landlord”."""
    lower = [word.lower for word in read_words(text)]
    beside = [
        lower[place - 1 : place] + lower[place + 1 : place + 2] for place, word in enumerate(lower) if word in _JOINS
    ]
    return any(word in _WHO_ASKS for words in beside for word in words)


def called_two(text: str) -> frozenset[str]:
    """Return what a question calls the two that it speaks of, as BM25 looks words up: “report” of “the two reports”."""
    words = read_words(text)
    places = [place for place, word in enumerate(words) if word.lower in {"two", "both"}]
    after = (next((word for word in words[place + 1 :] if word.tells), None) for place in places)
    return frozenset(term for word in after if word for term in analyse(word.text))


def _joins(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word stands between two sides."""
    lower = words[place].lower
    return lower in _JOINS or (lower in AFTER_COMPARE and _is_compared(words, place)) or _differs(words, place)


def _differs(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word is “from” behind “differs” or “different”."""
    return place > 0 and words[place].lower == "from" and words[place - 1].lower.startswith("differ")


def _is_compared(words: Sequence[Word], place: int) -> bool:
    """Tell whether a form of “compare” stands before a word in its sentence; “Ltd. and” ends none."""
    before = itertools.takewhile(
        lambda each: not (words[each + 1].opens and words[each + 1].text[0].isupper()), range(place - 1, -1, -1)
    )
    return any(asks_to_compare(words[each]) for each in before)
