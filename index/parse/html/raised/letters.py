"""Raised and lowered letters of a page, written as text in the place of their elements."""

import re

from index.parse.html.tree import Element
from index.parse.raised.markup import Height, with_notation
from index.parse.structure.characters import one_line

__all__ = ["write_raised"]

_HEIGHTS = {"sup": Height.RAISED, "sub": Height.LOWERED}
_NOTE = re.compile(r"\[[\w\s]{1,12}\]|\[?\d{1,3}\]?|[*†‡§]{1,3}")
"""What leads to a note where it is a link, whatever it stands behind."""

_DEEPEST = 4
"""Elements around one in which is looked for what stands in front of it."""

_REACH = 100


def write_raised(root: Element) -> None:
    """Put text in the place of what <sup> and <sub> hold, in the tree itself; nothing in that of a note's mark."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start",), tag=tuple(_HEIGHTS))
    for _, element in walk:
        walk.skip_subtree()
        text = "".join(element.itertext())
        shown = _shown(element, text)
        for child in list(element):
            element.remove(child)
        element.text = shown


def _shown(element: Element, text: str) -> str:
    if element.find(".//a") is not None and _NOTE.fullmatch(one_line(text)):
        return ""
    before, behind = _before(element), (element.tail or "")[:_REACH]
    if element.tag == "sup" and element.getparent().tag == "a" and not behind and _NOTE.fullmatch(one_line(text)):
        return ""
    level = Height.LEVEL
    whole = with_notation([(before, level), (text, _HEIGHTS[element.tag]), (behind, level)])
    # What stands around it is the same in the whole, but for the space in front of a mark that stands alone.
    is_same = whole.startswith(before) and len(whole) >= len(before) + len(behind)
    return whole[len(before) : len(whole) - len(behind)] if is_same else ""


def _before(element: Element) -> str:
    """Return the last characters in front of an element, out of those around it where it begins them."""
    for _ in range(_DEEPEST):
        sibling, parent = element.getprevious(), element.getparent()
        text = (parent.text if parent is not None else "") if sibling is None else sibling.tail or sibling.text
        if text:
            return str(text)[-_REACH:]
        if parent is None:
            return ""
        element = sibling if sibling is not None else parent
    return ""
