"""Codes: part numbers, error numbers, file references. XR-2041-B, xr2041b and XR 2041 B are one code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Code", "codes", "spaced_codes"]

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏΑ-ωА-я"
_PART = f"[0-9{_LETTER}]"
_JOINT = "[-/._‐‑–]"
_MOST_CHARACTERS = 48

_SOLID = re.compile(
    # A digit must come soon, so that prose is left at the first letter of each word.
    rf"(?<!{_PART})(?=[{_LETTER}/._‐‑–-]{{0,24}}[0-9]){_PART}{{1,40}}(?:{_JOINT}{_PART}{{1,40}}){{0,8}}(?!{_PART})"
)
_SPACED = re.compile(
    rf"(?<![{_LETTER}0-9._/-])([{_LETTER}]{{1,5}}) ([0-9]{{1,9}}(?:[-/.][0-9]{{1,9}}){{0,3}}[A-Z]?)(?: ([A-Z]{{1,3}}))?"
    rf"(?![{_LETTER}0-9])"
)
_RUN = re.compile(rf"[0-9]+|[{_LETTER}]+")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:st|nd|rd|th|s)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Code:
    """A code with where it stands.

    Attributes:
        text: as written.
        runs: its letters and its digits by turns, in lower case: xr, 2041, b.
        start: first code point.
        end: one past the last.
    """

    text: str
    runs: tuple[str, ...]
    start: int
    end: int

    @property
    def normal(self) -> str:
        """The one form that all ways of writing it share: xr2041b."""
        return "".join(self.runs)

    @property
    def is_mixed(self) -> bool:
        """Whether it has letters as well as digits."""
        return any(run.isdigit() for run in self.runs) and not all(run.isdigit() for run in self.runs)

    @property
    def terms(self) -> tuple[str, ...]:
        """What it is found by: whole, by what it begins with, and by its parts of two characters and more.

        XR-2041-B gives xr2041b and xr2041, TPS71725QDRVRQ1 gives tps71725 too; so a family finds its members.
        """
        beginnings = ("".join(self.runs[:count]) for count in range(len(self.runs), 1, -1))
        parts = (run for run in self.runs if len(run) > 1)
        return tuple(dict.fromkeys((*beginnings, *parts)))

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it however it is joined, also where it begins or ends a longer one."""
        before = "(?<![0-9])" if self.runs[0].isdigit() else rf"(?<![{_LETTER}])"
        behind = "(?![0-9])" if self.runs[-1].isdigit() else rf"(?![{_LETTER}])"
        return re.compile(before + r"[\W_]?".join(map(re.escape, self.runs)) + behind, re.IGNORECASE)


def codes(text: str) -> Iterator[Code]:
    """Yield what has digits and is no plain number: letters with digits, or digits with a joint between them."""
    for match in _SOLID.finditer(text):
        code = match[0]
        if not _PLAIN_NUMBER.fullmatch(code) and len(code) <= _MOST_CHARACTERS:
            yield _code(code, match.start())


def spaced_codes(text: str) -> Iterator[Code]:
    """Yield what may be a code written with spaces, such as XR 2041 B; also of words that stand before a number."""
    for match in _SPACED.finditer(text):
        yield _code(match[0], match.start())


def _code(text: str, start: int) -> Code:
    return Code(text, tuple(run.lower() for run in _RUN.findall(text)), start, start + len(text))
