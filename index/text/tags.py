"""Tags: short words that people sort their documents by."""

import itertools
import re
from collections.abc import Iterable

from index.hardening.legibility import legible

__all__ = ["split_tags", "tidy_tags"]

_LONGEST = 100
_MOST = 100
"""Of one document: a file of its own may name a million, and every page lists them."""


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are stored and compared: legible, in lower case, without "#", each once, in order.

    Of more than 100, those count that are given first.
    """
    tidy = dict.fromkeys(legible(tag).casefold().lstrip("#").strip()[:_LONGEST] for tag in tags)
    return tuple(sorted(itertools.islice(filter(None, tidy), _MOST)))


def split_tags(*lines: str) -> tuple[str, ...]:
    """Return the tags in lines such as “travel, food” or “[travel, "food"]”."""
    bare = (line.strip().removeprefix("[").removesuffix("]") for line in lines)
    return tidy_tags(part.strip("\"' ") for line in bare for part in re.split(r"[,;]", line))
