"""What the styles of Word documents make of paragraphs: headings, and items of lists."""

import re
from collections.abc import Iterator

from index.parse.docx.xml import W, value
from index.parse.structure.xml_tree import Element, whole_number

__all__ = ["Styles"]

_HEADING = re.compile(r"heading (\d)")
_TITLE_STYLES = ("title", "titre", "titel", "título", "titolo")
_MOST_ANCESTORS = 12


class Styles:
    """What paragraph styles say of level and list, by style id."""

    def __init__(self, root: Element | None) -> None:
        styles = () if root is None else root.iter(f"{W}style")
        self._elements = {style.get(f"{W}styleId"): style for style in styles}

    def is_title(self, identity: str | None) -> bool:
        """Tell whether a style is that of the document's title."""
        return self._name(identity) in _TITLE_STYLES

    def level(self, identity: str | None, properties: Element | None) -> int:
        """Return the level of a heading, 1 to 6; 0 of anything else."""
        if self.is_title(identity):
            return 1
        for element in self._chain(identity):
            match = _HEADING.match(self._name(element.get(f"{W}styleId")))
            if match:
                return min(6, max(1, int(match[1])))
        for holder in self._holders(identity, properties):
            if holder.find(f"{W}outlineLvl") is not None:
                level = whole_number(value(holder, "outlineLvl"))
                return level + 1 if level < 6 else 0
        return 0

    def numbering(self, identity: str | None, properties: Element | None) -> tuple[str, int] | None:
        """Return a paragraph's list and its level in there, from 0; its own before its style's."""
        for holder in self._holders(identity, properties):
            found = holder.find(f"{W}numPr")
            if found is not None:
                number = value(found, "numId")
                return None if number in (None, "0") else (str(number), whole_number(value(found, "ilvl")))
        return None

    def _name(self, identity: str | None) -> str:
        """Return a style's name in lower case."""
        return (value(self._elements.get(identity), "name") or "").lower()

    def _chain(self, identity: str | None) -> Iterator[Element]:
        """Yield a style and those it is based on, which may go round in a circle."""
        for _ in range(_MOST_ANCESTORS):
            element = self._elements.get(identity)
            if element is None:
                return
            yield element
            identity = value(element, "basedOn")

    def _holders(self, identity: str | None, properties: Element | None) -> Iterator[Element]:
        """Yield a paragraph's own properties, then those of its styles."""
        for holder in (properties, *(element.find(f"{W}pPr") for element in self._chain(identity))):
            if holder is not None:
                yield holder
