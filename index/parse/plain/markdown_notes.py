"""Marks of notes, and raised and lowered letters, in Markdown: [^3], 10^4^, H~2~O and <sup>."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.parse.raised.markup import Height

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["heights_of", "use_notes"]

_DEFINITION = re.compile(r"\[\^([^\]\s^]{1,60})\]:[ \t]*")
_MARK = re.compile(r"\[\^([^\]\s^]{1,60})\]")
_RAISED = re.compile(r"\^([0-9a-zA-Z+−–-]{1,6})\^")
_LOWERED = re.compile(r"~([0-9+−–-]{1,4})~(?!~)")
_NOTES = "notes"
"""Where a parser keeps the labels of a text's notes."""

_HEIGHTS = {"raised": Height.RAISED, "lowered": Height.LOWERED}
_TAGS = {"<sup": Height.RAISED, "<sub": Height.LOWERED, "</su": Height.LEVEL}


def use_notes(parser: "MarkdownIt") -> None:
    """Teach a parser the marks, in place: those of notes that the text has are left out, and the notes stay."""
    parser.block.ruler.before("reference", "note", _note, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", "note_mark", _mark)
    parser.inline.ruler.before("strikethrough", "raised", _raised)


def heights_of(tokens: Sequence["Token"]) -> Iterator[Height]:
    """Yield where the letters of each inline token stand."""
    height = Height.LEVEL
    for token in tokens:
        if token.type == "html_inline":
            height = _TAGS.get(token.content[:4].lower(), height)
        yield _HEIGHTS.get(token.type, height)


def _note(state: "StateBlock", start: int, last: int, silent: bool) -> bool:
    """Take the mark off a note, which is read as any paragraph then."""
    del last
    first = state.bMarks[start] + state.tShift[start]
    found = None if state.is_code_block(start) else _DEFINITION.match(state.src, first, state.eMarks[start])
    if found is None:
        return False
    if silent:
        return True
    state.env.setdefault(_NOTES, set()).add(found[1])
    state.bMarks[start] += found.end() - first
    if found.end() < state.eMarks[start]:
        return False
    state.line = start + 1
    return True


def _mark(state: "StateInline", silent: bool) -> bool:
    del silent  # there is nothing to add
    found = _MARK.match(state.src, state.pos, state.posMax) if state.src.startswith("[^", state.pos) else None
    if found is None or not (found[1] in state.env.get(_NOTES, ()) or found[1].isdecimal()):
        return False
    is_alone = state.src[state.pos - 1 : state.pos] == " " and state.src.startswith(" ", found.end())
    state.pos = min(found.end() + is_alone, state.posMax)
    return True


def _raised(state: "StateInline", silent: bool) -> bool:
    if state.src[state.pos] not in "^~" or not state.src[state.pos - 1 : state.pos].isalnum():
        return False
    kind, pattern = ("raised", _RAISED) if state.src[state.pos] == "^" else ("lowered", _LOWERED)
    found = pattern.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push(kind, "", 0).content = found[1]
    state.pos = found.end()
    return True
