"""The text of paragraphs in OpenDocument files, and what their elements say."""

import re

from index.parse.raised.markup import Height, with_notation
from index.parse.structure.xml_tree import Element, local_name, whole_number

__all__ = ["HEIGHT", "SKIPPED", "attribute", "text_of"]

SKIPPED = frozenset(
    "tracked-changes annotation sequence-decls forms variable-decls user-field-decls settings "
    "date-time footer header note-citation".split()
)
"""Elements whose text is none of the document's own."""

HEIGHT = "footnote-height"
"""An attribute of ours, which no format has: where the letters of a span stand."""

_HEIGHTS = {"raised": Height.RAISED, "lowered": Height.LOWERED}
_MOST_SPACES = 100


def text_of(paragraph: Element) -> str:
    """Return a paragraph's text, without notes, boxes and what is written beside it."""
    pieces: list[tuple[str, Height]] = []
    _gather(paragraph, pieces, Height.LEVEL)
    return with_notation(pieces)


def _gather(element: Element, pieces: list[tuple[str, Height]], height: Height) -> None:
    height = _HEIGHTS.get(element.get(HEIGHT, ""), height)
    pieces.append((re.sub(r"\s+", " ", element.text or ""), height))
    for child in element:
        kind = local_name(child)
        if kind == "s":
            pieces.append((" " * min(_MOST_SPACES, whole_number(attribute(child, "c"), 1)), height))
        elif kind == "tab":
            pieces.append(("\t", Height.LEVEL))
        elif kind == "line-break":
            pieces.append(("\n", Height.LEVEL))
        elif kind and kind not in SKIPPED and kind not in ("text-box", "note", "list"):
            _gather(child, pieces, height)
        pieces.append((re.sub(r"\s+", " ", child.tail or ""), height))


def attribute(element: Element, name: str) -> str:
    """Return an attribute's value by its name without the namespace; empty where there is none."""
    # Names alone are gone through: lxml looks each value up from the first again.
    return next((str(element.get(key)) for key in element.attrib if key.rpartition("}")[2] == name), "")
