"""Which characters let a text be displayed otherwise than it reads, and what a name, a line or a sentence does to them.

They are control characters and what Unicode calls Bidi_Control, Default_Ignorable_Code_Point and format characters:
UAX #9 says how the first turn text round, UAX #44 lists the others, and CVE-2021-42574 (“Trojan Source”) is what can be
done with them. Many have good uses, which stay: joiners in Persian, Hindi and emoji, marks of direction in lines with
letters written from right to left, variation selectors behind symbols and ideographs, places to break a word.

web/static/common/legibility.js has the same rule for the page.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

__all__ = [
    "bare",
    "divided",
    "hidden",
    "is_displayed",
    "json_text",
    "legible",
    "named",
    "visible",
    "visible_line",
]

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
"""All but tab and line feed; and halves of surrogate pairs, which no text can hold."""

_DIRECTING = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: what stands behind them is displayed in another order."""

_MARKS = "\u061c\u200e\u200f"
_JOINERS = "\u200c\u200d"
_BREAKS = "\u00ad\u034f\u180e\u200b\u2060\ufeff"
"""Where a line may, or may not, be broken; and the joiner of graphemes, which joins nothing."""

_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_BLANKS = (
    "\u115f\u1160\u17b4\u17b5\u2061-\u2065\u206a-\u206f\u3164\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
"""Nothing is drawn for them, wherever they stand."""

_RUN = re.compile(f"[{_CONTROLS}{_DIRECTING}{_MARKS}{_JOINERS}{_BREAKS}{_SELECTORS}{_BLANKS}]+")
_NEVER = re.compile(f"[{_CONTROLS}{_DIRECTING}{_BLANKS}]")
_DRAWS_NOTHING = re.compile(f"[{_MARKS}{_JOINERS}{_BREAKS}{_SELECTORS}]")
_LONGEST_RUN = 4

_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""The flag of a region, such as Scotland (UTS #51, section 3.8.1): the one good use of tags."""

_JOINED_SCRIPT = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1700-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua800-\ua8df\ua980-\uaaff"
    "\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
"""Arabic, the scripts of India and South East Asia, and others whose letters join (UAX #31, section 2.3)."""

_WITHOUT_VARIANTS = re.compile("[^\\W\u1000-\U0003ffff]")
"""Letters and digits of no script in which a selector chooses a form; a keycap is the exception."""

_KEYCAP = "\u20e3"
_FROM_RIGHT_TO_LEFT = re.compile(
    "[\u05be-\u05f4\u0620-\u064a\u066e-\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u08c9\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)
"""Letters of Hebrew, Arabic and their like; not digits, and not the marks themselves."""

_NEAR = 100
"""Characters on either side in which letters from right to left give marks of direction a meaning."""

_IN_A_NUMBER = re.compile("[\\d.,'’:/+-]")
_MOST_ON_A_LETTER = 4
"""More nonspacing marks are no writing (UTS #39, section 5.4), and cover the lines around."""


def hidden(text: str) -> list[tuple[int, int]]:
    """Return the spans of the characters that make a text read otherwise than it is displayed, in order.

    Tabs and line feeds are not among them.
    """
    return [found.span() for found in _RUN.finditer(text) if not _belongs(text, found)]


def legible(name: str) -> str:
    """Return a name, title or tag as it is displayed, on one line: without what is hidden in it, or could be."""
    line = " ".join(name.split())
    if line.isascii() and line.isprintable():
        return line
    shown = "".join(shown for shown, _ in divided(line))
    return " ".join(_without_stacks(_BREAK.sub("", shown)).split())


def is_displayed(identity: str) -> bool:
    """Tell whether a name that identifies something is displayed whole: two that look alike are one, then."""
    return bare(identity) == identity and not hidden(identity)


def bare(text: str) -> str:
    """Return a text without those hidden characters that draw nothing and turn nothing round, and without breaks."""
    without = "".join(shown + _DRAWS_NOTHING.sub("", run) for shown, run in divided(text))
    return _BREAK.sub("", without)


def visible(text: str) -> str:
    """Return a text for a terminal or a plain file: what is hidden in it is named, as in <U+202E>."""
    return "".join(shown + named(run) for shown, run in divided(text))


def visible_line(text: str) -> str:
    """Return the same on one line, as in a log, where nothing that comes from outside may begin a line of its own."""
    return visible(" ".join(text.split()))


def json_text(value: Any, indent: int | None = None) -> str:
    """Return JSON in which hidden characters stand escaped: the same value, in which a terminal finds no command."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(shown + (json.dumps(run)[1:-1] if run else "") for shown, run in divided(written))


def named(run: str, form: str = "<{}>", between: str = "") -> str:
    """Return the numbers of hidden characters, as in <U+202E>; of a long run those of the first."""
    more = f" and {len(run) - _LONGEST_RUN:,} more" if len(run) > _LONGEST_RUN else ""
    return between.join(form.format(f"U+{ord(each):04X}") for each in run[:_LONGEST_RUN]) + more


def divided(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each hidden run, and the run; at last what stands behind all, and nothing."""
    position = 0
    for start, end in hidden(text):
        yield text[position:start], text[start:end]
        position = end
    yield text[position:], ""


def _belongs(text: str, found: re.Match[str]) -> bool:
    """Tell whether a run of such characters is of use where it stands."""
    run = found[0]
    if _NEVER.search(run) or len(run) > _LONGEST_RUN:
        flag = _FLAG.match(text, max(found.start() - 1, 0))
        return flag is not None and flag.end() == found.end()
    return all(of_use(text, found) for some, of_use in _USES if some.search(run))


def _selects(text: str, found: re.Match[str]) -> bool:
    """Tell whether a variation selector chooses the form of a symbol, an ideograph, or a keycap."""
    before, behind = _around(text, found)
    has_forms = behind == _KEYCAP or not (before.isspace() or _WITHOUT_VARIANTS.match(before or "a"))
    return has_forms and len(_SELECTOR.findall(found[0])) == 1


def _joins(text: str, found: re.Match[str]) -> bool:
    """Tell whether a joiner stands between letters of a script that joins them, or between emoji."""
    before, behind = _around(text, found)
    if not before or before.isdigit() or behind.isdigit():
        return False
    emoji = unicodedata.category(before) in ("So", "Sk") and behind and unicodedata.category(behind) == "So"
    return bool(emoji or _JOINED_SCRIPT.match(before)) and len(_JOINER.findall(found[0])) == 1


def _directs(text: str, found: re.Match[str]) -> bool:
    """Tell whether a mark of direction has letters from right to left around it, on its line."""
    start, end = found.span()
    before = text[max(start - _NEAR, 0) : start].rpartition("\n")[2]
    behind = text[end : end + _NEAR].partition("\n")[0]
    return bool(_FROM_RIGHT_TO_LEFT.search(before) or _FROM_RIGHT_TO_LEFT.search(behind))


def _divides(text: str, found: re.Match[str]) -> bool:
    """Tell whether a place to break a word is not inside a number, which would be two."""
    before, behind = _around(text, found)
    inside = _IN_A_NUMBER.match(before) and _IN_A_NUMBER.match(behind)
    return not (inside and (before.isdigit() or behind.isdigit()))


_SELECTOR, _JOINER, _MARK, _BREAK = (re.compile(f"[{some}]") for some in (_SELECTORS, _JOINERS, _MARKS, _BREAKS))
_USES: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], bool]], ...] = (
    (_SELECTOR, _selects),
    (_JOINER, _joins),
    (_MARK, _directs),
    (_BREAK, _divides),
)


def _around(text: str, found: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and behind a run; empty at an end of the text."""
    start, end = found.span()
    return text[max(start - 1, 0) : start], text[end : end + 1]


def _without_stacks(line: str) -> str:
    kept: list[str] = []
    marks = 0
    for each in line:
        marks = marks + 1 if unicodedata.category(each) in ("Mn", "Me") else 0
        kept += [each] if marks <= _MOST_ON_A_LETTER else []
    return "".join(kept)
