"""Whether each name of a sentence stands in the words that it cites."""

import re
from collections.abc import Container, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from index.search.analysis import analyse
from index.text.forms.dates import MONTHS
from rag.english.word_lists import DEMONSTRATIVES, THIRD_PERSON, WEEKDAYS
from rag.english.words import Role, Word

__all__ = ["missing_names", "resolved", "same_name", "unknown_opening"]

_ENDING = re.compile(r"(?:ians?|eans?|ese|ish|ans?|ic|is|i|ia|y|e|a|s|land|men|man)$")
_SHORTEST = 4
_CALENDAR = [month.lower() for month in MONTHS if month != "May"] + list(WEEKDAYS)
"""“May” is a verb more often than a name."""

_SHORTENED = {name[:3]: name for name in _CALENDAR} | {"sept": "september", "tues": "tuesday", "thurs": "thursday"}
_KNOWN = {
    "french": "france", "spanish": "spain", "chinese": "china", "dutch": "netherlands", "swiss": "switzerland",
    "greek": "greece", "welsh": "wales", "danish": "denmark", "polish": "poland", "turkish": "turkey",
    "british": "britain", "scottish": "scotland", "irish": "ireland", "swedish": "sweden", "finnish": "finland",
    "english": "england", "portuguese": "portugal", "american": "america", "us": "america",
}  # fmt: skip
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,}")
_REFERS = (
    THIRD_PERSON
    | DEMONSTRATIVES
    | frozenset("who whose which himself herself itself themselves former latter both".split())
)
_NO_NAME = re.compile(r"(?:ly|ing|ed)$")
_LONGEST_REFERENCE = 3
_NEAR_ENOUGH = 0.7
_LEADS_IN = frozenset("according source document article report passage text sources specifically".split())


def missing_names(ours: Sequence[Word], theirs: Sequence[Word], question: Sequence[Word]) -> list[str]:
    """Return a problem for each name in the sentence that is not in the cited words.

    A name of the question may stand for a pronoun, or for “the club” where it is one, in the cited words.

    Args:
        ours: the sentence's words.
        theirs: the cited words.
        question: the question's words.
    """
    terms = {word.term for word in theirs} | {term for word in theirs for term in analyse(word.text.replace("-", " "))}
    lowers = [word.lower for word in theirs]
    pairs = {one + two for one, two in pairwise(lowers)}
    names = [word for word in theirs if word.role is Role.NAME or word.text[:1].isupper()]
    initials = "".join(word.text[0] for word in theirs if word.text[0].isupper())
    asked = {word.term for word in question}
    refers = any(word.lower in _REFERS for word in theirs) or _described(theirs, asked)
    displacing = _displacing(ours, theirs)
    problems = []
    for place, word in enumerate(ours):
        beside = [ours[near].lower for near in (place - 1, place + 1) if 0 <= near < len(ours)]
        if word.lower in pairs or any(w in lowers for b in beside for w in (b + word.lower, word.lower + b)):
            continue  # Southeast, South East
        if word.role is not Role.NAME or word.term in terms or word.term in _LEADS_IN:
            continue
        if any(same_name(word, other) for other in names) or _shortened(word, initials):
            continue
        if word.term in asked and refers and word.term not in displacing:
            continue
        problems.append(f"“{word.text}” is not in the cited words")
    return list(dict.fromkeys(problems))


def resolved(ours: Sequence[Word], theirs: Sequence[Word], asked: Container[str]) -> set[str]:
    """Return the terms of names of the question that stand exactly where the cited words have a pronoun and no name."""
    found: set[str] = set()
    matcher = SequenceMatcher(None, [w.term for w in ours], [w.term for w in theirs], autojunk=False)
    for tag, first, last, there, until in matcher.get_opcodes():
        mine, other = ours[first:last], theirs[there:until]
        pronoun = any(word.lower in _REFERS for word in other) and len(other) <= _LONGEST_REFERENCE
        if tag == "replace" and pronoun and not any(word.role is Role.NAME for word in other):
            found |= {word.term for word in mine if word.term in asked and word.role is Role.NAME}
    return found


def _displacing(ours: Sequence[Word], theirs: Sequence[Word]) -> set[str]:
    """Return the terms of names that stand where the cited words, the same before and behind, have another name."""
    found: set[str] = set()
    matcher = SequenceMatcher(None, [w.term for w in ours], [w.term for w in theirs], autojunk=False)
    for tag, first, last, there, until in matcher.get_opcodes():
        mine, other = ours[first:last], theirs[there:until]
        if tag == "replace" and max(len(mine), len(other)) <= _LONGEST_REFERENCE + 1:
            names = any(word.role is Role.NAME for word in other)
            found |= {word.term for word in mine if names and word.role is Role.NAME}
    return found


def unknown_opening(ours: Sequence[Word], known: Container[str], nearest: Sequence[float]) -> list[str]:
    """Return a problem where a sentence opens with a word that can be a name, and that nothing cited comes near.

    Its capital does not tell; “Qocho wrote the book” is of the question and of a wrong answer.

    Args:
        ours: the sentence's words.
        known: terms of the cited texts and of the question.
        nearest: best cosine of each word.
    """
    for word, cosine in zip(ours, nearest, strict=True):
        if word.tells:
            odd = word.opens and word.role is Role.CONTENT and word.text[0].isupper() and word.term not in known
            if odd and cosine < _NEAR_ENOUGH and not _NO_NAME.search(word.lower):
                return [f"“{word.text}” is not in the cited words"]
            return []
    return []


def same_name(one: Word, other: Word) -> bool:
    """Tell whether two words are one name in other forms: Norway and Norwegian no, but Italy and Italian."""
    first, second = (_bare(word.lower) for word in (one, other))
    return first == second and len(first) >= _SHORTEST


def _bare(name: str) -> str:
    name = name.split("'")[0].strip(".")
    name = _SHORTENED.get(name, name)
    if name in _CALENDAR:
        return name
    name = _KNOWN.get(name, name)
    bare = _ENDING.sub("", name)
    return bare if len(bare) >= _SHORTEST else name


def _shortened(word: Word, initials: str) -> bool:
    """Tell whether a word is the initials of the cited names, as EU is of European Union."""
    return bool(_INITIALS.fullmatch(word.text)) and word.text.replace(".", "") in initials


def _described(theirs: Sequence[Word], asked: set[str]) -> bool:
    """Tell whether the cited words say “the club” of a club that was asked about."""
    return any(
        word.lower == "the"
        and any(near.term in asked and near.role is Role.CONTENT for near in theirs[place + 1 : place + 3])
        for place, word in enumerate(theirs)
    )
