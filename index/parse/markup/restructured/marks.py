"""Marks within a line of reStructuredText: emphasis, roles, links, notes, substitutions."""

import re
from collections.abc import Mapping

from index.parse.markup.inline_marks import PutAside, with_heights, without_emphasis

__all__ = ["plain_words"]

_LITERAL = re.compile(r"(?<![\w`])``(?P<words>[^\n]{1,500}?)``(?!`)")
_ROLE = re.compile(r":(?P<role>[\w:+.-]{1,40}):`(?P<words>[^`]{1,500})`")
_LINK = re.compile(r"(?<![\w`])`(?P<words>[^`]{1,500})`(?:__?(?!\w))?")
_TARGET = re.compile(r"\s*<([^<>]{1,400})>$")
_NAMED = re.compile(r"\b(?<![\w.])([a-zA-Z0-9](?:[\w.+-]{0,80}[a-zA-Z0-9])?)__?(?![\w_])")
_NOTE = re.compile(r"[ \n]?\[(?:\d{1,4}|#[\w-]{0,40}|\*)\]_(?!\w)")
_CITED = re.compile(r"(\[[\w.-]{1,60}\])_(?!\w)")
_SUBSTITUTED = re.compile(r"\|([^\s|](?:[^|\n]{0,100}[^\s|])?)\|_{0,2}")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,2})(?=[^\s*])(?P<words>[^*]{1,500}?)(?<=\S)\1(?![\w*])")
_NOTHING = re.compile(r"\\[ \n]")
"""Ends a word where none ends: “m\\ :sup:`2`”."""

_ESCAPED = re.compile(r"\\(.?)")
_ANCHOR = re.compile(r"(?<![\w`])_`([^`]{1,300})`")
_HEIGHTS = {"sup": "\1", "superscript": "\1", "sub": "\2", "subscript": "\2"}


def plain_words(text: str, substitutions: Mapping[str, str], targets: frozenset[str]) -> str:
    """Return a line or a paragraph without marks.

    Args:
        text: of it.
        substitutions: what “|name|” stands for, by name.
        targets: the names, in small letters, that links in the text may have.
    """
    kept = PutAside()
    text = _LITERAL.sub(lambda code: kept.hide(code["words"]), text)
    text = _NOTHING.sub("", text)
    text = _ROLE.sub(lambda role: _role(kept, role), text)
    text = _ANCHOR.sub(r"\1", text)
    text = _LINK.sub(lambda link: _TARGET.sub("", link["words"]) or kept.hide(link["words"].strip(" <>")), text)
    text = _CITED.sub(r"\1", _NOTE.sub("", text))
    text = _SUBSTITUTED.sub(lambda name: substitutions.get(name[1].lower(), name[0]), text)
    text = _NAMED.sub(lambda name: name[1] if name[1].lower() in targets else name[0], text)
    text = with_heights(without_emphasis(text, _EMPHASIS))
    return kept.shown(_ESCAPED.sub(r"\1", text)).strip()


def _role(kept: PutAside, role: re.Match[str]) -> str:
    """Return what a role says: its words, not where they lead."""
    words = role["words"]
    name = role["role"].rpartition(":")[2]
    if name in _HEIGHTS:
        return f"{_HEIGHTS[name]}{words}\3"
    titled = _TARGET.sub("", words)
    if titled and titled != words:
        return titled
    shown = words.rpartition(".")[2] if words.startswith("~") else words.lstrip("!").strip("<>")
    return kept.hide(shown)
