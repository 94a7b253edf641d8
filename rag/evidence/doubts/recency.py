"""Questions for the latest, and evidence in the order that answers them."""

import re
from collections.abc import Sequence

from rag.evidence.sentences import Evidence

__all__ = ["asks_for_the_latest", "newest_first"]

_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|currently|(?:at|as of) (?:present|the moment)|right now|these days|nowadays"
    r"|up[ -]to[ -]date|so far)\b",
    re.IGNORECASE,
)
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
