"""Whether a sentence is a piece of the cited words as they stand, and whether what was cut off takes it back."""

import re
from collections.abc import Sequence

from index.text.sentences import sentence_spans
from rag.english.words import plain

__all__ = ["cut_short", "is_verbatim", "tidy", "without_lead_in"]

_BEGINS = re.compile(r"(?:^|[,;:.!?…—()\[\]\"。，；：！？、]\s*|\s-+\s)$")
_ENDS = re.compile(r"^(?:$|\s*[,;:.!?…—()\[\]\"。，；：！？、]|\s-+\s)")
_TRIM = " \t\n,;:.!?…—-()[]\"'。，；：！？、"
_LOOSE = re.compile(r"(?<=\w)\s+([,.;:!?%)\]](?!\w)|['’]s\b|n['’]t\b)")
_OPENING = re.compile(r"([(\[])\s+")
_SOURCE = (
    r"(?:the|this|these|both|its?|our|your|one)\s+(?:(?:cited|given|provided|same|official|first|second|two)\s+)?(?:report"
    r"|article|text|passage|document|documentation|source|evidence|page|paper|record|study|context|excerpt|quote"
    r"|information|file|author|manual|guide|note)s?"
)
_SAYS = (
    r"(?:says?|states?|notes?|shows?|reports?|explains?|mentions?|indicates?|describes?|confirms?|adds?|writes?|tells"
    r" us|reads?)"
)
_LEAD_IN = re.compile(
    rf"^\s*(?:(?:according to|as (?:stated|noted|described|reported|mentioned|shown|said) (?:in|by)|based on|per|in)"
    rf" {_SOURCE}\s*,|as {_SOURCE} {_SAYS}\s*,|{_SOURCE} (?:also )?{_SAYS} that\b"
    rf"|(?:in short|in summary|in fact|specifically|overall|also|additionally|furthermore|moreover|in other words"
    rf"|yes|to sum up|in brief|notably)\s*,)\s*",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:not|n't|isn't|wasn't|hardly) "
    r"(?:yet |at all )?(?:true|correct|certain|clear|known|the case|proven|confirmed)\b"
    r"|\b(?:false|falsely|untrue|wrong|wrongly|myth|incorrect|incorrectly|mistaken|mistakenly|denied|denies|deny|disproved"
    r"|disproven|debunked|refuted|retracted|rejected|hoax|fiction|fictional|supposedly|allegedly|rumou?rs?|rumou?red"
    r"|alleged|claimed|claims|claim|doubt|doubts|doubtful|disputed|never happened|no evidence|hypothetical)\b",
)
_CONDITION = re.compile(r"\b(?:if|unless|whether|suppose|assuming|provided that|lest)\b|\bhad \w+ (?:not )?\w+ed\b")
_CONDITION_BEHIND = re.compile(r"^\W*(?:only |but only |even )?(?:if|unless|provided that|assuming)\b")


def tidy(text: str) -> str:
    """Return a text without the spaces that tokenised corpora have around marks: “1990 , at 5 %” is “1990, at 5%”."""
    text = text.replace("``", '"').replace(" ''", '"')
    return _LOOSE.sub(r"\1", _OPENING.sub(r"\1", text)).strip()


def without_lead_in(sentence: str) -> str:
    """Return a sentence without the words in front that only say that a source says it."""
    rest = _LEAD_IN.sub("", sentence, count=1)
    return rest if plain(rest) else sentence


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
        return (0, len(whole)) if whole == plain(sentence) else None
    if whole.strip(_TRIM) == piece:
        return 0, len(whole)
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
