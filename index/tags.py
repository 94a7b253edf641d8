"""Tags: short words that people sort their documents by."""

import re
from collections.abc import Iterable

from index.legibility import legible

__all__ = ["split_tags", "tidy_tags"]

_LONGEST = 100
_MOST = 100
"""Of one document: a file of its own may name a million, and every page lists them."""


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are stored and compared: legible, in lower case, without "#", each once; the first 100."""
    tidy = (legible(tag).casefold().lstrip("#").strip()[:_LONGEST] for tag in tags)
    return tuple(sorted({tag for tag in tidy if tag})[:_MOST])


def split_tags(*lines: str) -> tuple[str, ...]:
    """Return the tags in lines such as “travel, food” or “[travel, "food"]”."""
    bare = (line.strip().removeprefix("[").removesuffix("]") for line in lines)
    return tidy_tags(part.strip("\"' ") for line in bare for part in re.split(r"[,;]", line))
