"""What a question about one thing is about, without the words for how that was talked about."""

import re

from rag.english.word_lists import (
    FUNCTION_WORDS,
    NOT_ASKED_FOR,
    TALKING,
    THIRD_PERSON,
    THIRD_PERSON_POSSESSIVES,
    WRITTEN_THINGS,
    any_of,
)
from rag.english.words import without_possessive
from rag.kinds.overview.asked.scope import Wording

__all__ = ["without_framing", "without_source", "without_talking"]

_SOURCE = re.compile(
    r"^\s*(?:based (?:up)?on|according to|going by|as (?:stated|described|reported) in)\s"
    rf"[^,;:?]{{0,120}}\b(?:{any_of(WRITTEN_THINGS | {'outline'})})\b[^,;:?\w]*,\s*(?=\w)",
    re.IGNORECASE,
)

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SMALL = FUNCTION_WORDS | NOT_ASKED_FOR
_FRAMING = TALKING | THIRD_PERSON | THIRD_PERSON_POSSESSIVES


def without_framing(text: str) -> str:
    """Return a question without its words for talking: “the about the roof” of “Summarize the talk about the roof”.

    What announces a subject has these words, and says nothing of it: “We will discuss the roof in a moment.” It is for
    comparing, and need be no sentence. A question of nothing else stays as it is.

    Args:
        text: of a question in English.
    """
    left = [word for word in _WORD.findall(text) if not _is_framing(word)]
    return " ".join(left) if any(word.lower() not in _SMALL for word in left) else text


def without_source(text: str) -> str:
    """Return a question without the clause in front that says out of what to answer: “According to the report, …”.

    Args:
        text: of a question in English, whose document is known.
    """
    return _SOURCE.sub("", text)


def without_talking(about: Wording) -> Wording:
    """Return what a question asks about without the words for talking, of weight 1 together; itself if that is all."""
    left = {word: terms for word, terms in about.terms.items() if not _is_framing(word)}
    total = sum(about.weight[word] for word in left)
    return Wording({word: about.weight[word] / total for word in left}, left) if total else about


def _is_framing(word: str) -> bool:
    return without_possessive(word.lower()) in _FRAMING
