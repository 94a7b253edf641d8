"""How long an overview is wanted, as the question says."""

import re

from rag.english.word_lists import NUMBER_WORDS, any_of

__all__ = ["MOST", "asked_length", "counted_length"]

MOST = 12
_SHORTER, _BRIEF, _DETAILED = 2, 4, 12
_WORDS_A_SENTENCE = 20

_UNIT = (
    r"(?:sentences?|lines?|bullets?|bullet points?|points?|takeaways|facts|frases?|oraciones|phrases|punkten?|sätzen?"
    r"|puntos?|句话?|文)"
)
_NUMBER = rf"(?:\d{{1,3}}|{any_of(NUMBER_WORDS)})"
_COUNTED = re.compile(
    rf"\b(?P<number>{_NUMBER})(?:\s?(?:-|–|to|or)\s?{_NUMBER})?[\s-]?(?:\w+[\s-])?(?P<unit>{_UNIT}|words)(?!\w)",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:in an? (?:single )?(?:sentence|line)|one-liner)\b", re.IGNORECASE)
_BRIEFLY = re.compile(
    r"\b(?:brief(?:ly)?|in short|short(?:ly)?|tl;? ?dr|concise(?:ly)?|(?:in )?a few (?:sentences|words|points)"
    r"|in a nutshell|kurz|bref|brièvement|brevemente|in breve)\b",
    re.IGNORECASE,
)
_FULLY = re.compile(
    r"\b(?:in (?:more |full |great )?detail|detailed|thorough(?:ly)?|at length|long(?:er)?)\b", re.IGNORECASE
)
_STILL_BRIEFER = re.compile(r"\b(?:shorter|shorten|briefer|kürzer|plus court)\b", re.IGNORECASE)


def counted_length(question: str) -> int | None:
    """Return how many sentences a question asks for by a number, 1 to ``MOST``; None where it has none.

    A number of words is divided by those of a sentence. The number may be written in English words.
    """
    counted = _COUNTED.search(question)
    if counted:
        number = counted["number"].lower()
        count = NUMBER_WORDS[number] if number in NUMBER_WORDS else int(number)
        count = count // _WORDS_A_SENTENCE if counted["unit"].lower() == "words" else count
        return min(MOST, max(1, count))
    return 1 if _ONE.search(question) else None


def asked_length(question: str) -> int | None:
    """Return how many sentences a question asks for, by a number or as “briefly” does; None where it does not say."""
    counted = counted_length(question)
    if counted:
        return counted
    if _STILL_BRIEFER.search(question):
        return _SHORTER
    if _BRIEFLY.search(question):
        return _BRIEF
    return _DETAILED if _FULLY.search(question) else None
