"""What comes out of a parser's process is looked at before anything is done with it: a file may have taken it over."""

import math
import re
from collections.abc import Iterable

from index.documents import WORD, Document
from index.hardening.legibility import legible
from index.limits import Limits
from index.parse.structure.authors import LONGEST_AUTHOR, MOST_AUTHORS
from index.parse.structure.contents import Contents

__all__ = ["are_sound", "is_sound"]

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.+Z-]{1,30})?", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 10_000
_LONGEST_HEADING = 4_000
"""Of a section, with those above it, and of the head of a table: each goes into every chunk of its section."""

_LANGUAGE = re.compile(r"[A-Za-z0-9-]{0,35}")
"""A language tag (RFC 5646, section 4.4.1)."""

_MEDIA_TYPE = re.compile(r"[ -~]{1,200}")

_MOST_PAGES = 2**31
_LONGEST_SIDE = 1e6


def are_sound(contents: Contents, limits: Limits) -> bool:
    """Tell whether a file's contents keep to what is promised of each, and are no more than its limits let through."""
    untold = (*contents.failures, *contents.skipped)
    number = len(contents.documents) + len(untold)
    # A mail with attachments, and each that lies in it, may be one more than is counted of what is in it.
    return (
        number <= limits.documents + limits.depth + 1
        and sum(len(document.text) for document in contents.documents) <= limits.characters
        and all(len(words) <= _LONGEST_NAME for each in untold for words in (each.source, each.reason))
        and all(map(is_sound, contents.documents))
    )


def is_sound(document: Document) -> bool:
    """Tell whether a document keeps to what ``Document`` promises of its parts, so that whoever uses it may rely on it.

    Whether its text is that of the file, nobody can tell.
    """
    length = len(document.text)
    return (
        _spans_are_sound([(each.start, each.end) for each in document.sections], length)
        and all(len(each.heading) <= _LONGEST_HEADING for each in document.sections)
        and all(
            each.head is None
            or (0 <= each.head[0] <= each.head[1] <= length and each.head[1] - each.head[0] <= _LONGEST_HEADING)
            for each in document.sections
        )
        and _pages_are_sound(document)
        and bool(document.title)
        and document.title == legible(document.title)
        and all(len(name) <= _LONGEST_NAME for name in (document.title, document.source, document.claimed_source))
        and len(document.authors) <= MOST_AUTHORS
        and all(0 < len(name) <= LONGEST_AUTHOR and name == legible(name) for name in document.authors)
        and _HASH.fullmatch(document.content_hash) is not None
        and (document.published_at is None or _DATE.fullmatch(document.published_at) is not None)
        and _LANGUAGE.fullmatch(document.language) is not None
        and _MEDIA_TYPE.fullmatch(document.media_type) is not None
    )


def _pages_are_sound(document: Document) -> bool:
    pages = document.pages
    return _spans_are_sound([(page.start, page.end) for page in pages], len(document.text)) and all(
        0 < page.number < _MOST_PAGES
        and len(page.words) % WORD.itemsize == 0
        and all(math.isfinite(side) and 0 <= side <= _LONGEST_SIDE for side in (page.width, page.height))
        for page in pages
    )


def _spans_are_sound(spans: Iterable[tuple[int, int]], length: int) -> bool:
    """Tell whether spans are in order, do not overlap, and lie in a text of this length."""
    reached = 0
    for start, end in spans:
        if not reached <= start <= end <= length:
            return False
        reached = end
    return True
