"""What a document is called when it does not say so, and how long a title may be."""

import re
from collections.abc import Iterable
from pathlib import PurePath

from index.hardening.legibility import legible
from index.text.names import composed

__all__ = ["first_title"]

LONGEST_TITLE = 300


def first_title(candidates: Iterable[str | None], name: str) -> str:
    """Return the first candidate with a letter or digit in it, else the file's name in words.

    Args:
        candidates: best first.
        name: of the file.

    Returns:
        One line of 1 to 300 characters.
    """
    # A file's name may have its accents as signs of their own, which no model was taught.
    stem = re.sub(r"[-_]+", " ", composed(PurePath(name).stem))
    for candidate in (*candidates, stem, composed(name)):
        title = legible(candidate or "")
        if any(character.isalnum() for character in title):
            return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
    return "Untitled"
