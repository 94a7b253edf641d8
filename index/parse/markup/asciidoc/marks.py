"""Marks within a line of AsciiDoc: emphasis, links, notes, attributes."""

import re
from collections.abc import Mapping, Sequence

from index.parse.markup.inline_marks import PutAside, with_heights, without_emphasis

__all__ = ["attribute_values", "plain_words"]

_ATTRIBUTE = re.compile(r":([\w-]{1,60}):[ \t]+(.*)")
_LONGEST_VALUE = 300
_REFERENCE = re.compile(r"(?<!\\)\{([\w-]{1,60})\}")
_SIGNS = {
    "nbsp": " ", "sp": " ", "empty": "", "blank": "", "amp": "&", "lt": "<", "gt": ">", "plus": "+", "vbar": "|",
    "asterisk": "*", "apos": "'", "quot": '"', "startsb": "[", "endsb": "]", "deg": "°", "zwsp": "", "cpp": "C++",
}  # fmt: skip
"""Attributes that every program knows."""

_CODE = re.compile(r"(?<![\w`])(`{1,2}|\+{1,3})(?=\S)(?P<words>[^\n]{1,300}?)(?<=\S)\1(?![\w`])")
_PASSED = re.compile(r"\+(\S.*\S|\S)\+")
"""What stands between plus signs in code is taken as it is."""

_SINGLE = re.compile(r"(?<![\w*_#])(?:\[[.\w %-]{1,60}\])?([*_#])(?=\S)(?P<words>[^\n]{1,500}?)(?<=\S)\1(?![\w*_#])")
_DOUBLE = re.compile(r"(\*\*|__|##)(?=\S)(?P<words>[^\n]{1,500}?)\1")
_RAISED, _LOWERED = re.compile(r"(?<=\S)\^(?P<words>[^\s^]{1,20})\^"), re.compile(r"(?<=\w)~(?P<words>[^\s~]{1,20})~")

_LINK = re.compile(r"(?:\b(?:link|mailto|xref):|\b(?:https?|ftp|irc)://)[^\s\[\]<>]{1,500}\[([^\]\n]{0,300})\]")
_CROSS = re.compile(r"<<([^<>,\n]{1,200})(?:,\s*([^<>\n]{1,300}))?>>")
_ANCHOR = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|\[#[\w-]{1,60}\](?!#)")
_PICTURE = re.compile(r"(?:image|icon):[^\s:\[\]]{1,300}\[([^\]\n]{0,300})\]")
_NOTE = re.compile(r"\s?footnote:[\w-]{0,60}\[([^\]\n]{0,1000})\]")
_KEY = re.compile(r"\b(?:kbd|btn|pass|stem|latexmath|asciimath|indexterm2):\w{0,5}\[([^\]\n]{0,300})\]")
_MENU = re.compile(r"\bmenu:([^\[\]\n]{1,60})\[([^\]\n]{0,200})\]")
_HIDDEN_TERM, _TERM = re.compile(r"\s?\(\(\([^()\n]{1,300}\)\)\)"), re.compile(r"\(\(([^()\n]{1,300})\)\)")
_BREAK = re.compile(r"[ \t]\+(?:[ \n]|$)")


def attribute_values(lines: Sequence[str]) -> dict[str, str]:
    """Return what a file's attributes are, as far as they are short: the first of a name, which may use those above."""
    values: dict[str, str] = {}
    for line in lines:
        found = _ATTRIBUTE.fullmatch(line.rstrip())
        if found and len(found[2]) <= _LONGEST_VALUE:
            value = _REFERENCE.sub(lambda name: values.get(name[1].lower(), name[0]), found[2])
            values.setdefault(found[1].lower(), value if len(value) <= _LONGEST_VALUE else found[2])
    return values


def plain_words(text: str, attributes: Mapping[str, str]) -> str:
    """Return a line or a paragraph without marks.

    Args:
        text: of it.
        attributes: what “{name}” stands for, by name.
    """
    kept = PutAside()
    text = _CODE.sub(lambda code: kept.hide(_PASSED.sub(r"\1", code["words"])), text)
    text = _REFERENCE.sub(lambda name: _SIGNS.get(name[1], attributes.get(name[1].lower(), name[0])), text)
    text = _ANCHOR.sub("", _PICTURE.sub(r"\1", text))
    text = _NOTE.sub(lambda note: f" ({note[1]})" if note[1] else "", text)
    text = _CROSS.sub(lambda link: link[2] or kept.hide(link[1].lstrip("#").strip("_").replace("_", " ")), text)
    text = _MENU.sub(r"\1 > \2", _KEY.sub(r"\1", text))
    text = _LINK.sub(lambda link: _link(kept, link), text)
    text = _TERM.sub(r"\1", _HIDDEN_TERM.sub("", text))
    text = without_emphasis(without_emphasis(text, _DOUBLE), _SINGLE)
    text = with_heights(text, _RAISED, _LOWERED)
    return kept.shown(_BREAK.sub("\n", text)).strip()


def _link(kept: PutAside, link: re.Match[str]) -> str:
    """Return the words of a link, and its address where it has none."""
    words = re.split(r",\s*\w+=|\^$", link[1])[0].strip('"')
    return words or kept.hide(re.sub(r"^(?:link|mailto|xref):", "", link[0].removesuffix("[]")))
