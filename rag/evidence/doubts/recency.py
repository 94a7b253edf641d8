"""Questions for the latest, and evidence in the order that answers them."""

import re
from collections.abc import Sequence

from rag.evidence.doubts.conflicts import asked_kinds, differing_values
from rag.evidence.doubts.versions import are_of_versions, named_age
from rag.evidence.sentences import Evidence

__all__ = ["asks_for_the_latest", "in_force_first", "later_in_thread", "newest_first"]

_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|currently|(?:at|as of) (?:present|the moment)|right now|these days|nowadays"
    r"|up[ -]to[ -]date|so far)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(r"\s*(?:(?:re|aw|sv|antw|odp|ynt|ref|vs|回复|答复)(?:\[\d{1,3}\])?\s?[:：]\s*)+", re.IGNORECASE)
"""How the subject of a mail begins that replies to another."""

_FIGURES = re.compile(r"\d+")

_AS_RELEVANT = 3.0
"""How far behind the best logit a newer document's sentence may be to come before it."""


def asks_for_the_latest(question: str) -> bool:
    """Tell whether a question asks how things are now, by its words."""
    return bool(_LATEST.search(question))


def newest_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence with what is about as relevant as the best in front, the newest first.

    What has no date, or is less relevant, keeps its order behind that. Sentences of equal dates keep theirs.

    Args:
        evidence: read, best first.
    """
    best = evidence[0].relevance if evidence else None
    if best is None:
        return list(evidence)
    near = [
        e for e in evidence if e.relevance is not None and e.relevance >= best - _AS_RELEVANT and e.row.published_at
    ]
    ordered = sorted(near, key=lambda e: e.row.published_at or "", reverse=True)
    taken = {id(piece) for piece in near}
    return [*ordered, *(piece for piece in evidence if id(piece) not in taken)]


def in_force_first(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence with what the newest version of a document says in front of what the best says in an older one.

    Versions have one title but for its figures, and headings of one wording. Who asks what holds means what holds now,
    however well the old wording fits; who names a figure of the old title, such as its year, means the old one.

    Args:
        question: as asked.
        evidence: read, best first.
    """
    if not evidence or evidence[0].relevance is None:
        return list(evidence)
    best, latest = evidence[0], evidence[0]
    if set(_FIGURES.findall(best.row.title)) & set(_FIGURES.findall(question)):
        return list(evidence)
    for piece in evidence:
        near = piece.relevance is not None and piece.relevance >= evidence[0].relevance - _AS_RELEVANT
        if near and are_of_versions(piece.row, best.row) and named_age(piece.row) > named_age(latest.row):
            latest = piece
    return [latest, *(piece for piece in evidence if piece is not latest)]


def later_in_thread(question: str, evidence: Sequence[Evidence], words: Sequence[str]) -> list[Evidence]:
    """Return evidence with the latest mail of a thread in front, where that gives another value than the best does.

    A reply that names another date takes back the one before it, whichever of them is worded more like the question.

    Args:
        question: as asked.
        evidence: read, best first.
        words: of the first of them, as many as are looked at.
    """
    kinds = asked_kinds(question)
    if not kinds or not evidence or evidence[0].relevance is None:
        return list(evidence)
    best, latest = evidence[0], 0
    for place, piece in enumerate(evidence[: len(words)]):
        near = piece.relevance is not None and piece.relevance >= evidence[0].relevance - _AS_RELEVANT
        is_reply = _REPLY.match(piece.row.title) is not None and _subject(piece) == _subject(best)
        later = _sent(piece) > _sent(evidence[latest])
        if near and is_reply and later and differing_values(words[0], words[place], kinds):
            latest = place
    return [evidence[latest], *evidence[:latest], *evidence[latest + 1 :]]


def _subject(piece: Evidence) -> str:
    mark = _REPLY.match(piece.row.title)
    return piece.row.title[mark.end() if mark else 0 :].casefold().strip()


def _sent(piece: Evidence) -> tuple[str, bool]:
    """Return what mails of one subject are ordered by: their day, and within it the replies later."""
    return piece.row.published_at or "", _REPLY.match(piece.row.title) is not None
