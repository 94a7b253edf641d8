"""What note programs such as Obsidian add to Markdown: links between notes, embeds, comments, fields, callouts."""

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from index.parse.plain.vault.commands import CLOSE, OPEN, OTHER_LANGUAGES

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

__all__ = ["CALLOUT", "is_query", "is_query_within", "linked_words", "use_vault_marks", "without_field_marks"]

CALLOUT = re.compile(r"\[!([\w][\w -]{0,40})(?:\|[^\]\n]{0,80})?\][+-]?[ \t]*")
"""How a quotation begins that is a callout: its sort."""

_LINK = re.compile(r"\[\[([^\[\]\n|]{1,300})(?:\\?\|([^\[\]\n]{0,300}))?\]\]")
_NOTE_NUMBER = re.compile(r"\d{1,3}")
"""“[[1]]” is the mark of a note in many texts that know no links between notes."""

_EMBED = re.compile(r"!\[\[[^\[\]\n]{1,600}\]\]")
_MARKED = re.compile(r"==(?=[^\s=])([^=\n]{1,500})(?<=\S)==(?!\w)")
_FIELD = re.compile(r"^([^\W_][\w /-]{0,60})::[ \t]+(?=\S)", re.MULTILINE)
_FIELD_WITHIN = re.compile(r"[\[(]([^\W_][\w /-]{0,60})::[ \t]?([^\[\]()\n]{1,300})[\])]")
_BLOCK_NAME = re.compile(r"(?:^|\s)\^(?=[\w-]{0,60}[^\W\d_])[\w-]{1,60}$")
_NOT_SHOWN = {
    "%": (("%%", "%%"),),
    "<": ((OPEN, CLOSE),),
    "{": (("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")),
}
"""How what is not shown begins and ends, by its first sign: comments, and commands of templates and site generators."""

_LONGEST_HIDDEN = 10_000
"""Characters of a comment or a command within a paragraph."""

_NOTE_WITHIN = re.compile(r"\^\[([^\[\]]{1,1000})\]")
_QUERIES = frozenset({"dataview", "dataviewjs", "tasks", "query", "base"})
_CONTROLS = frozenset({"button", "meta-bind", "meta-bind-button", "toc", "table-of-contents"})
_QUERY_WITHIN = re.compile(r"=\s*(?:this\.|\[\[)|\$=\s*dv\.")


def use_vault_marks(parser: "MarkdownIt") -> None:
    """Teach a parser the marks, in place; outside of code, and where standard Markdown has no other use for them."""
    parser.inline.ruler.before("link", "vault_link", _link)
    parser.inline.ruler.before("image", "vault_embed", _embed)
    parser.inline.ruler.before("emphasis", "vault_comment", _not_shown)
    parser.inline.ruler.before("link", "vault_note", _note_within)
    parser.inline.ruler.before("emphasis", "vault_highlight", _highlight)
    parser.block.ruler.before(
        "paragraph", "vault_comments", _not_shown_lines, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def linked_words(text: str) -> str:
    """Return a text that is no Markdown, such as a property, with links between notes as their words."""
    return _LINK.sub(_words, text)


def without_field_marks(text: str) -> str:
    """Return text with its fields as “key: value”, and without the name of its block at its end."""
    if "::" in text:
        text = _FIELD_WITHIN.sub(r"\1: \2", _FIELD.sub(r"\1: ", text))
    return _BLOCK_NAME.sub("", text[-80:]).join([text[:-80], ""]) if "^" in text[-80:] else text


def is_query(info: str) -> bool:
    """Tell whether a piece of code is a query for a list of notes, or a button, by what its fence says it is."""
    return info.strip().partition(" ")[0].lower() in _QUERIES | _CONTROLS


def is_query_within(code: str) -> bool:
    """Tell whether a piece of code in a line asks for a property of a note: its answer is not there."""
    return _QUERY_WITHIN.match(code) is not None


def _words(link: re.Match[str]) -> str:
    """Return what a link shows: its own words, else the note's name and the heading in it."""
    if link[2] and link[2].strip():
        return link[2].strip()
    note, _, place = link[1].partition("#")
    name = note.strip().rpartition("/")[2].removesuffix(".md")
    places = [part.strip() for part in place.split("#") if part.strip() and not part.strip().startswith("^")]
    return " > ".join(filter(None, [name, *places]))


def _link(state: "StateInline", silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    found = _LINK.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1 : state.pos]
    if found is None or before.isalnum() or before == "]" or state.src[found.end() : found.end() + 1] in ("(", "["):
        return False
    if not found[2] and (_NOTE_NUMBER.fullmatch(found[1]) or _is_defined(state, found[1])):
        return False
    if not silent:
        state.push("text", "", 0).content = _words(found)
    state.pos = found.end()
    return True


def _is_defined(state: "StateInline", label: str) -> bool:
    """Tell whether a label has an address below: “[[label]]” is a link in brackets then."""
    from markdown_it.common.utils import normalizeReference

    return normalizeReference(label) in state.env.get("references", {})


def _embed(state: "StateInline", silent: bool) -> bool:
    del silent  # there is nothing to add
    found = _EMBED.match(state.src, state.pos, state.posMax) if state.src.startswith("![[", state.pos) else None
    if found is None:
        return False
    state.pos = _past(state, found.end())
    return True


def _not_shown(state: "StateInline", silent: bool) -> bool:
    """Pass over a comment or a command within a paragraph."""
    del silent  # there is nothing to add
    begin, close = _marks_of_hidden(state.src, state.pos)
    if not begin or (not begin.startswith("{") and state.src[state.pos - 1 : state.pos].isalnum()):
        return False
    end = state.src.find(close, state.pos + len(begin), min(state.posMax, state.pos + _LONGEST_HIDDEN))
    if end < 0:
        return False
    state.pos = _past(state, end + len(close))
    return True


def _marks_of_hidden(text: str, place: int) -> tuple[str, str]:
    """Return how what is not shown begins and ends at a place of a text; nothing where it does not begin there."""
    for opening, close in _NOT_SHOWN.get(text[place : place + 1], ()):
        if text.startswith(opening, place):
            return ("", "") if text.startswith(OTHER_LANGUAGES, place) else (opening, close)
    return "", ""


def _note_within(state: "StateInline", silent: bool) -> bool:
    """Read a note that stands where its mark would, “^[so]”, in brackets."""
    found = _NOTE_WITHIN.match(state.src, state.pos, state.posMax) if state.src.startswith("^[", state.pos) else None
    if found is None:
        return False
    if not silent:
        before = state.src[state.pos - 1 : state.pos]
        end = state.posMax
        state.push("text", "", 0).content = "(" if before.isspace() else " ("
        state.pos, state.posMax = found.start(1), found.end(1)
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push("text", "", 0).content = ")"
    state.pos = found.end()
    return True


def _past(state: "StateInline", end: int) -> int:
    """Return where the text goes on behind what is left out: of a space on both sides one stays."""
    is_between = state.pos == 0 or state.src[state.pos - 1] in " \n"
    return end + 1 if is_between and end < state.posMax and state.src[end] == " " else end


def _highlight(state: "StateInline", silent: bool) -> bool:
    if not state.src.startswith("==", state.pos) or state.src[state.pos - 1 : state.pos].isalnum():
        return False
    found = _MARKED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    end = state.posMax
    if not silent:
        state.pos, state.posMax = found.start(1), found.end(1)
        state.md.inline.tokenize(state)
        state.posMax = end
    state.pos = found.end()
    return True


def _not_shown_lines(state: "StateBlock", start: int, last: int, silent: bool) -> bool:
    """Pass over a comment or command of some lines, which begins a line; what stands behind its end is text again."""
    begin = state.bMarks[start] + state.tShift[start]
    opening, close = _marks_of_hidden(state.src, begin)
    if not opening or state.is_code_block(start):
        return False
    end = state.src.find(close, begin + len(opening))
    if end <= state.eMarks[start]:
        return False  # without an end, or one within a line
    line = bisect_left(state.eMarks, end, start, last)
    if line == last:
        return False  # it ends in another quotation or item
    if not silent:
        behind = end + len(close)
        if state.src[behind : state.eMarks[line]].strip():
            state.bMarks[line], state.tShift[line], state.sCount[line] = behind, 0, state.blkIndent
            line -= 1
        state.line = line + 1
    return True
