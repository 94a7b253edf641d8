"""The parts of a question that asks two things."""

import re

from rag.english.word_lists import (
    AUXILIARIES,
    DEMONSTRATIVES,
    FINITE_BE,
    QUESTION_WORDS,
    THIRD_PERSON,
    THIRD_PERSON_POSSESSIVES,
    any_of,
)

__all__ = ["split_question"]

_ASKS = rf"(?:{any_of(QUESTION_WORDS)})\b"
_NEXT_PART = re.compile(rf"\?\s+(?=\S)|,?\s+(?:and|but)(?:\s+also)?\s+(?={_ASKS})|;\s+(?={_ASKS})", re.IGNORECASE)
_OPENS = re.compile(rf"^\W*(?:(?:in|at|on|for|by|with|from|to)\s+)?{_ASKS}", re.IGNORECASE)
_REFERS = re.compile(
    rf"\b(?:{any_of((THIRD_PERSON - {'hers', 'theirs'}) | DEMONSTRATIVES | {'there'})})\b", re.IGNORECASE
)

_NAME = r"[A-Z][\w’'-]*(?:\s+(?:(?:of|de|del|la|the|and)\s+)*[A-Z0-9][\w’'-]*)*"
_DONE = r"[a-z]+(?:ed|en)|built|held|made|born|found|sold|lost|paid|led|won|sent|kept|cut|shut|set|put|run|begun"
_THING = r"(?:the|a|an)\s+(?:[\w’'-]+\s+)*?[\w’'-]+"
_AFTER_A_VERB = re.compile(
    rf"\b(?:{any_of(AUXILIARIES - {'shall', 'must'})})\s+({_NAME}|(?:the\s+)?{_NAME}|{_THING})"
    rf"(?=\s+[a-z]\S*(?:$|\s+(?:in|on|at|by|for|to|from|with|during|a|the)\b))"
    rf"|\b(?:{any_of(FINITE_BE)})\s+((?:the\s+)?{_NAME}|{_THING})(?=\s+(?:{_DONE})\b|$)"
)
_TO_THE_END = re.compile(rf"\b((?:the|an?)\s+\S.*|{_NAME})\W*$")
_ANY_NAME = re.compile(rf"(?<=\s)((?:the\s+)?{_NAME})")

_LONGEST = 400
"""Characters: people do not join two questions into a longer one, and each of its parts would cost as much as all."""

_MOST = 3
_FEWEST_WORDS = 3


def split_question(text: str) -> list[str]:
    """Return the questions that one question joins, each to be asked alone; of a single one, itself.

    “Who built the bridge, and when was it opened?” is “Who built the bridge?” and “when was the bridge opened?”: what a
    later part leaves to the first is put into it. Parts are told by English question words.

    Args:
        text: a question.
    """
    if len(text) > _LONGEST:
        return [text]
    parts = [part.strip(" \t\n,;?") for part in _NEXT_PART.split(text)]
    parts = [part for part in parts if part]
    whole = all(_OPENS.match(part) and len(part.split()) >= _FEWEST_WORDS for part in parts)
    if not 2 <= len(parts) <= _MOST or not whole:
        return [text]
    subject = _subject(parts[0])
    return [f"{parts[0]}?", *(f"{_completed(part, subject)}?" for part in parts[1:])]


def _subject(part: str) -> str:
    """Return the words for what a question is about; empty when they cannot be told."""
    for pattern in (_AFTER_A_VERB, _TO_THE_END, _ANY_NAME):
        if found := pattern.search(part):
            return next(group for group in found.groups() if isinstance(group, str))
    return ""


def _completed(part: str, subject: str) -> str:
    """Return a part with the subject in the place of the pronoun for it, or behind a part that names nothing."""
    pronoun = _REFERS.search(part)
    if not subject or (not pronoun and re.search(r"\s[A-Z]", part)):
        return part
    if not pronoun:
        return f"{part}, {subject}"
    owner = "’s" if pronoun[0].lower() in THIRD_PERSON_POSSESSIVES and re.match(r"\s+\w", part[pronoun.end() :]) else ""
    place = "at " if pronoun[0].lower() == "there" else ""
    return part[: pronoun.start()] + place + subject + owner + part[pronoun.end() :]
