"""Whether a written sentence is displayed as it reads: its numbers above all, which a reader takes by their looks."""

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set

from index.hardening.legibility import hidden

__all__ = ["RAISED", "disguises"]

RAISED = (
    "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea"
    "\u3192-\u3195\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf\U0001f100-\U0001f10a"
)
"""Digits that are raised, lowered, enclosed or part of a fraction (category No with a compatibility mapping): as plain
ones they would be other numbers."""

_OVERLAY = 1
"""The canonical combining class of marks that lie over their letter, as strokes do (UAX #44, table 15)."""

_MOST_MARKS = 4
_WORD = re.compile(r"\S+")
_NUMERAL = re.compile(r"\d[\d.,'’]*")
_LOOK_ALIKE = ("<wide>", "<font>")
"""Digits that look like the ASCII ones, only wider or bolder."""

_SYSTEMS = {"ARABIC-INDIC": "ARABIC", "EXTENDED": "ARABIC"}
"""The first word of a digit's name, and that of the letters it is written with, where they differ."""


def disguises(sentence: str, cited: Sequence[str]) -> list[str]:
    """Return a problem for each way in which a sentence may be displayed otherwise than it reads.

    Nothing in it is hidden; nothing is struck through or enclosed, and no digit bears a mark; digits of one number are
    of one script (UTS #39, section 5.3), which is that of the sentence's letters. What the cited words write in the
    same way passes, but for what is hidden.

    Args:
        sentence: as written, without what ``index.hardening.legibility.bare`` takes out.
        cited: the quoted texts.
    """
    if sentence.isascii():
        return []
    problems = ["it holds characters that are not displayed"] if hidden(sentence) else []
    quoted = unicodedata.normalize("NFC", " ".join(cited))
    scripts = {unicodedata.name(each, "").partition(" ")[0] for each in set(sentence) if each.isalpha()}
    for word in _WORD.findall(unicodedata.normalize("NFC", sentence)):
        if not word.isascii() and word not in quoted:
            problems += [f"“{word}” {what}" for what in (*_marked(word), *_counted(word, scripts))]
    return problems


def _marked(word: str) -> Iterator[str]:
    """Yield what is wrong with the marks on a word's letters."""
    base, marks = "", 0
    for each in word:
        category = unicodedata.category(each)
        if category not in ("Mn", "Me"):
            base, marks = each, 0
            continue
        marks += 1
        keycap = each in "\ufe0f\u20e3" and (base in "#*" or base.isdigit())
        if not keycap and (category == "Me" or unicodedata.combining(each) == _OVERLAY):
            yield "is struck through or enclosed"
        elif not keycap and base.isdigit():
            yield "has marks on its digits"
        elif marks > _MOST_MARKS:
            yield "has more marks than letters have"
        else:
            continue
        return


def _counted(word: str, scripts: Set[str]) -> Iterator[str]:
    """Yield what is wrong with the digits of a word in a sentence of letters of these scripts."""
    for numeral in _NUMERAL.findall(word):
        systems = {_system(digit) for digit in numeral if digit.isdecimal()}
        if len(systems) > 1:
            yield "has digits of several scripts"
        elif systems != {""} and systems.isdisjoint(scripts):
            yield "has digits of another script"


def _system(digit: str) -> str:
    """Return the script of a digit, as letters' names begin; empty for ASCII's and what looks like them."""
    if digit.isascii() or unicodedata.decomposition(digit).startswith(_LOOK_ALIKE):
        return ""
    first = unicodedata.name(digit, "UNKNOWN").partition(" ")[0]
    return _SYSTEMS.get(first, first)
