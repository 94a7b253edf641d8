"""Whether words give the telephone number or mail address that a question asks for: a name or a street is neither."""

import re
from collections.abc import Sequence

from rag.evidence.sentences import Evidence

__all__ = ["CONTACTS_LOOKED_AT", "asks_for_contact", "contact_first"]

CONTACTS_LOOKED_AT = 20
"""Sentences among which a number is looked for: the name above it is often the better answer by its words."""

_ASKS_FOR_NUMBER = re.compile(
    r"\b(?:what|which|give|tell|was|wie|welche|quel|cuál|qual|wat|hva|hvad|vad)\b[^.?!]{0,80}"
    r"\b(?:(?:tele)?phone numbers?|(?:mobile|cell|fax) (?:phone )?numbers?|(?:tele)?phone (?:of|for)"
    r"|(?:telefon|telefoon|mobil|handy)\w{0,4}numm?er|(?:numéro|número|numero) (?:de|di) t[eé]l[eéè](?:f|ph))",
    re.IGNORECASE,
)
_ASKS_FOR_ADDRESS = re.compile(
    r"\b(?:what|which|give|tell|was|wie|welche|quel|cuál|qual|wat|hva|hvad|vad)\b[^.?!]{0,80}"
    r"\b(?:e-?mail|mail)[ -]?(?:address|adresse|adress)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,£$€])(?<!\d:)(?:\+|\(?\d)(?:[ ().\-/\u00a0–]{0,3}\d){2,14}(?!\d)")
"""Those of emergency services and of people in a house have three or four digits, as prices have too."""

_ANOTHER_NUMBER = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b\d{4,5} (?=[^\W\d_a-z])|\b(?:19|20)\d{2}\b"
)
"""A day, a town's, a year."""

_ADDRESS = re.compile(r"[^\s@<>,;]@[^\s@<>,;]")


def asks_for_contact(question: str) -> bool:
    """Tell whether a question asks for a telephone number or a mail address."""
    return _asked_shape(question) is not None


def contact_first(question: str, evidence: Sequence[Evidence], words: Sequence[str]) -> list[Evidence] | None:
    """Return evidence with what has the kind of contact that is asked for in front; None where that is not to be had.

    What is in front then is of the same document as the best: the number of somebody else is no answer.

    Args:
        question: as asked.
        evidence: best first.
        words: of the first of them, as many as are looked at.
    """
    shape = _asked_shape(question)
    if shape is None or not evidence:
        return list(evidence)
    best = evidence[0].row.document_id
    for place, said in enumerate(words):
        if evidence[place].row.document_id == best and shape.search(_ANOTHER_NUMBER.sub("", said)):
            return [evidence[place], *evidence[:place], *evidence[place + 1 :]]
    return None


def _asked_shape(question: str) -> re.Pattern[str] | None:
    if _ASKS_FOR_ADDRESS.search(question):
        return _ADDRESS
    if _ASKS_FOR_NUMBER.search(question):
        return _NUMBER
    return None
