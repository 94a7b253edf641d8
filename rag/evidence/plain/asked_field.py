"""Fields of forms, sheets and notes, such as “Date of birth: 3 April 1971”: each has the name of what it answers."""

import re
from collections.abc import Iterator

from rag.english.word_lists import (
    AUXILIARIES,
    BE_FORMS,
    GENERAL_VERBS,
    MEASURED,
    NOT_ASKED_FOR,
    PREPOSITIONS,
    any_of,
)
from rag.evidence.plain.terms import asked_terms, terms
from rag.retrieval.question import Question

__all__ = ["asked_field"]

_FIELD = re.compile(r"^\W{0,3}(?P<name>[^\W_][^:|\n]{0,58}[^\W_])(?:\s?:\s+|\s+\|\s+)(?P<value>[^|\n]{1,200})$")
_VERBS = any_of(BE_FORMS | AUXILIARIES)
_NO_VALUE = re.compile(rf"\W*(?:why|how (?:{_VERBS}|to|come)|{_VERBS})\b", re.IGNORECASE)
"""How a question begins that asks for a reason, a way, or yes and no; “how heavy” asks for a value."""

_WHO = re.compile(r"\W*who(?:se|m)?\b", re.IGNORECASE)
"""How a question begins that asks for somebody, who is no figure and no date."""

_MEASURE = re.compile(rf"\bhow (?P<measure>{any_of(MEASURED)})\b", re.IGNORECASE)
_UNDER_WHICH = re.compile(rf"\s(?:{any_of(PREPOSITIONS - {'about', 'by', 'for', 'from', 'of', 'to'})})\s.*")
"""What stands behind the name of a field and says when its value holds: “Range at half speed”. Whose a value is
(“Date of birth”) is what it is a value of."""

_OF_A_MAIL = frozenset("from to date cc bcc subject sent reply-to".split())
"""Names that are of the mail, and seldom of what it is about."""


def asked_field(question: Question, line: str, above: str, passage: str) -> frozenset[str]:
    """Return the terms of the name by which a line is the field that a question asks for, empty where it is not.

    “What is the skipper's date of birth?” beside “Date of birth: 3 April 1971”: all of the field's name has to be in
    the question, and every other word that is asked about in the titles, or in another field. How heavy something is
    asks for its weight. When a value holds (“Range at half speed”) need not be asked, where one field alone has the
    rest of the name.

    Args:
        question: as read.
        line: all of it.
        above: titles and headings of its passage.
        passage: all of it; its other fields may say whose they are.
    """
    field = _FIELD.match(line)
    if field is None or field["name"].casefold() in _OF_A_MAIL or _NO_VALUE.match(question.text):
        return frozenset()
    if _WHO.match(question.text) and field["value"][0].isdigit():
        return frozenset()
    fields = list(_fields(passage))
    name, asked = terms(field["name"], question), _asked(question)
    known = name | terms("\n".join([above, *(other[0] for other in fields)]), question)
    if any(each.isdisjoint(known) for each in asked):
        return frozenset()
    everything = terms(question.text, question).union(*asked)
    without = terms(_UNDER_WHICH.sub("", field["name"]), question)
    is_alone = sum(without <= terms(other["name"], question) for other in fields) <= 1
    return name if name <= everything or (without and without <= everything and is_alone) else frozenset()


def _asked(question: Question) -> list[frozenset[str]]:
    """Return the terms of each word that is asked about, those of a measure with those of what it is a measure of."""
    measure = _MEASURE.search(question.text)
    if measure is None:
        return asked_terms(question)
    # “How far does it go?”: the range.
    asked = asked_terms(question, NOT_ASKED_FOR | GENERAL_VERBS | {measure["measure"].lower()})
    word = measure["measure"].lower()
    return [*asked, terms(f"{word} {MEASURED[word]}", question)]


def _fields(passage: str) -> Iterator[re.Match[str]]:
    return (field for line in passage.splitlines() if (field := _FIELD.match(line)))
