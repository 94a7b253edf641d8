"""The path of headings above a text, and headings that only count its parts: “Section 3”, “Chapter IV”."""

import re
from collections.abc import Iterable

__all__ = ["CLAUSE_WORDS", "heading_path", "headings_of", "innermost", "is_within", "telling_headings"]

CLAUSE_WORDS = (
    r"art(?:icle|ikel|ículo|igo|icolo)?\.?|section|chapter|clause|part|schedule|annex|abschnitt|kapitel|chapitre|capítulo"
    "|teil|titre|paragraf"
)
"""What parts of a text are called, in small letters, as alternatives of a regular expression. Locale data have no such
words, and without them “Group 2” and “Week 2”, which say what stands there, could not be told from “Section 2”."""

_PAGES = r"page|slide|sección|seção|sezione|capitolo|parte|seite|página|pagina|folie|abs(?:atz)?\.?|para(?:graph)?\.?"
_COUNT = r"\d{1,3}(?:\.\d{1,3}){0,4}|(?=[ivxl])l?x{0,4}(?:ix|iv|v?i{0,4})|[a-z]"
_COUNTING = re.compile(
    rf"(?:(?:§\s?|(?:{CLAUSE_WORDS}|{_PAGES})(?:\s|(?<=\.)))(?:{_COUNT})|\d{{1,3}})[.:)]?", re.IGNORECASE
)
_BETWEEN = " › "
_WORD = re.compile(r"\w+")


def heading_path(headings: Iterable[str]) -> str:
    """Return headings as one line, as they are kept and shown.

    Args:
        headings: the outermost first.
    """
    return _BETWEEN.join(headings)


def headings_of(path: str) -> list[str]:
    """Return the headings of a path, the outermost first; one that is empty where there are none."""
    return path.split(_BETWEEN)


def innermost(path: str) -> str:
    """Return the last heading of a path; empty where there are none."""
    return path.rpartition(_BETWEEN)[2]


def is_within(path: str, above: str) -> bool:
    """Tell whether a path leads to a heading that stands below another, or to that itself; both are paths."""
    return path == above or path.startswith(f"{above}{_BETWEEN}")


def telling_headings(path: str, asked: str = "") -> str:
    """Return headings without those that only count, but those that a question names: “What does section 3 say?”.

    Args:
        path: of headings, as ``heading_path`` makes it.
        asked: the question, where there is one.
    """
    words = set(_WORD.findall(asked.casefold()))
    return heading_path(each for each in headings_of(path) if not _COUNTING.fullmatch(each) or _is_named(each, words))


def _is_named(heading: str, asked: set[str]) -> bool:
    """Tell whether a question has the figures of a heading, whose part it may call otherwise, else all its words."""
    words = set(_WORD.findall(heading.casefold()))
    figures = {word for word in words if word.isdecimal()}
    return bool(words) and (figures or words) <= asked
