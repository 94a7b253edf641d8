"""Fields of forms, sheets and notes, such as “Date of birth: 3 April 1971”: each has the name of what it answers."""

import re
from collections.abc import Iterator

from rag.evidence.plain.terms import asked_terms, terms
from rag.retrieval.question import Question

__all__ = ["asked_field"]

_FIELD = re.compile(r"^\W{0,3}(?P<name>[^\W_][^:|\n]{0,58}[^\W_])(?:\s?:\s+|\s+\|\s+)(?P<value>[^|\n]{1,200})$")
_NO_VALUE = re.compile(
    r"\W*(?:why|how (?!many|much|long|old|far|often|high|large|big|deep|wide|tall)|is|are|was|were|do|does|did|can"
    r"|could|may|might|must|should|will|would|has|have|had)\b",
    re.IGNORECASE,
)
"""How a question begins that asks for a reason, a way, or yes and no."""

_OF_A_MAIL = frozenset("from to date cc bcc subject sent reply-to".split())
"""Names that are of the mail, and seldom of what it is about."""


def asked_field(question: Question, line: str, above: str, passage: str) -> frozenset[str]:
    """Return the terms of the name by which a line is the field that a question asks for, empty where it is not.

    “What is the skipper's date of birth?” beside “Date of birth: 3 April 1971”: all of the field's name has to be in
    the question, and every other word that is asked about in the titles, or in another field.

    Args:
        question: as read.
        line: all of it.
        above: titles and headings of its passage.
        passage: all of it; its other fields may say whose they are.
    """
    field = _FIELD.match(line)
    if field is None or field["name"].casefold() in _OF_A_MAIL or _NO_VALUE.match(question.text):
        return frozenset()
    asked = asked_terms(question)
    name = terms(field["name"], question)
    known = name | terms(f"{above}\n{' '.join(_fields(passage))}", question)
    is_it = name <= terms(question.text, question) and all(not each.isdisjoint(known) for each in asked)
    return name if is_it else frozenset()


def _fields(passage: str) -> Iterator[str]:
    return (line for line in passage.splitlines() if _FIELD.match(line))
