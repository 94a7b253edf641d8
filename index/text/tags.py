"""Tags: short words that people sort their documents by."""

import itertools
import json
import re
from collections.abc import Iterable

from index.hardening.legibility import legible
from index.text.names import composed

__all__ = ["read_tags", "split_tags", "tidy_tags"]

_LONGEST = 100
_MOST = 100
"""Of one document: a file of its own may name a million, and every page lists them."""


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are stored and compared: legible, in lower case, without "#", each once, in order.

    Letters with accents are written in one form, whichever they came in.

    Of more than 100, those count that are given first.
    """
    tidy = dict.fromkeys(composed(legible(tag).casefold()).lstrip("#").strip()[:_LONGEST] for tag in tags)
    return tuple(sorted(itertools.islice(filter(None, tidy), _MOST)))


def read_tags(stored: str) -> tuple[str, ...]:
    """Return a document's tags out of the database; in older indexes their letters may be in another form."""
    return () if stored == "[]" else tuple(dict.fromkeys(map(composed, json.loads(stored))))


def split_tags(*lines: str) -> tuple[str, ...]:
    """Return the tags in lines such as “travel, food” or “[travel, "food"]”."""
    bare = (line.strip().removeprefix("[").removesuffix("]") for line in lines)
    return tidy_tags(part.strip("\"' ") for line in bare for part in re.split(r"[,;]", line))
