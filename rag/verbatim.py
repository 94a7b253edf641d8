"""Whether a sentence is a piece of the cited words as they stand, and whether what was cut off takes it back."""

import re
from collections.abc import Sequence

from index.sentences import sentence_spans
from rag.claim_words import plain

__all__ = ["cut_short", "is_verbatim"]

_BEGINS = re.compile(r"(?:^|[,;:.!?…—()\[\]\"。，；：！？、]\s*|\s-+\s)$")
_ENDS = re.compile(r"^(?:$|\s*[,;:.!?…—()\[\]\"。，；：！？、]|\s-+\s)")
_TRIM = " \t\n,;:.!?…—-()[]\"'。，；：！？、"
_TAKES_BACK = re.compile(
    r"\b(?:not|n't|isn't|wasn't|hardly) (?:yet |at all )?(?:true|correct|certain|clear|known|the case|proven|confirmed)\b"
    r"|\b(?:false|falsely|untrue|wrong|wrongly|myth|incorrect|incorrectly|mistaken|mistakenly|denied|denies|deny|disproved"
    r"|disproven|debunked|refuted|retracted|rejected|hoax|fiction|fictional|supposedly|allegedly|rumou?rs?|rumou?red"
    r"|alleged|claimed|claims|claim|doubt|doubts|doubtful|disputed|never happened|no evidence|hypothetical)\b",
)
_CONDITION = re.compile(r"\b(?:if|unless|whether|suppose|assuming|provided that|lest)\b|\bhad \w+ (?:not )?\w+ed\b")
_CONDITION_BEHIND = re.compile(r"^\W*(?:only |but only |even )?(?:if|unless|provided that|assuming)\b")


def is_verbatim(sentence: str, cited: Sequence[str]) -> bool:
    """Tell whether a sentence is a contiguous piece of a cited text, from a clause's edge to a clause's edge."""
    return any(place is not None for place in (_place(sentence, text) for text in cited))


def cut_short(sentence: str, cited: Sequence[str]) -> bool:
    """Tell whether what stands around a verbatim piece, in the same sentence, takes it back or sets a condition.

    “The garden was closed” is cut short in “It is not true that, as he wrote, the garden was closed.”
    """
    found = [(text, place) for text in cited if (place := _place(sentence, text)) is not None]
    return bool(found) and all(_takes_back(text, *place) for text, place in found)


def _place(sentence: str, text: str) -> tuple[int, int] | None:
    """Return where the sentence stands in the text made plain; None where it does not, or not between edges."""
    whole, piece = plain(text), plain(sentence).strip(_TRIM)
    if not piece:
        return None
    start = whole.find(piece)
    while start >= 0:
        end = start + len(piece)
        if _BEGINS.search(whole[:start]) and _ENDS.match(whole[end:]):
            return start, end
        start = whole.find(piece, start + 1)
    return None


def _takes_back(text: str, start: int, end: int) -> bool:
    whole = plain(text)
    spans = sentence_spans(whole)
    first = max((begin for begin, _ in spans if begin <= start), default=0)
    last = min((stop for _, stop in spans if stop >= end), default=len(whole))
    before, behind = whole[first:start], whole[end:last]
    if before.strip(_TRIM) == "" and behind.strip(_TRIM) == "":
        return False
    return bool(
        _TAKES_BACK.search(before)
        or _TAKES_BACK.search(behind)
        or _CONDITION.search(before)
        or _CONDITION_BEHIND.match(behind)
    )
