"""What a document is called when it does not say so, and how long a title may be."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from index.hardening.legibility import legible
from index.text.names import composed

__all__ = ["first_title", "given_titles"]

LONGEST_TITLE = 300
_NOT_GIVEN = re.compile(
    r"(?:untitled|unknown title|no title|unbenannt(?:es dokument)?|ohne titel|sans titre|sin título|senza titolo"
    r"|senza nome|sem título|naamloos|namnlös|uten navn|unavngivet)(?:[ -]?(?:document|page|presentation|\d{1,4}))?",
    re.IGNORECASE,
)
"""What programs put where nobody gave a title."""


def first_title(candidates: Iterable[str | None], name: str) -> str:
    """Return the first candidate with a letter or digit in it that somebody gave, else the file's name in words.

    Args:
        candidates: best first.
        name: of the file.

    Returns:
        One line of 1 to 300 characters.
    """
    # A file's name may have its accents as signs of their own, which no model was taught.
    stem = re.sub(r"[-_]+", " ", composed(PurePath(name).stem))
    for candidate in (*given_titles(candidates), stem, composed(name)):
        title = legible(candidate)
        if any(character.isalnum() for character in title):
            return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
    return "Untitled"


def given_titles(candidates: Iterable[str | None]) -> Iterator[str]:
    """Yield the candidates that somebody gave, and not a program."""
    return (each for each in candidates if each and not _NOT_GIVEN.fullmatch(each.strip()))
