"""Headings that only count the parts of a text, and say nothing of what stands there: “Section 3”, “Chapter IV”."""

import re

__all__ = ["CLAUSE_WORDS", "telling_headings"]

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


def telling_headings(path: str, asked: str = "") -> str:
    """Return headings without those that only count, but those that a question names: “What does section 3 say?”.

    Args:
        path: of headings, the outermost first, with “›” between.
        asked: the question, where there is one.
    """
    words = set(_WORD.findall(asked.casefold()))
    headings = path.split(_BETWEEN)
    return _BETWEEN.join(each for each in headings if not _COUNTING.fullmatch(each) or _is_named(each, words))


def _is_named(heading: str, asked: set[str]) -> bool:
    """Tell whether a question has the figures of a heading, whose part it may call otherwise, else all its words."""
    words = set(_WORD.findall(heading.casefold()))
    figures = {word for word in words if word.isdecimal()}
    return bool(words) and (figures or words) <= asked
