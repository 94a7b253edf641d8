"""The text of paragraphs in OpenDocument files, and what their elements say."""

import re

from index.parse.raised.markup import Height, with_notation
from index.parse.structure.xml_tree import Element, local_name, whole_number

__all__ = ["HEIGHT", "HIDDEN", "attribute", "is_skipped", "text_of"]

_SKIPPED = frozenset(
    "tracked-changes annotation sequence-decls forms variable-decls user-field-decls settings "
    "date-time footer header note-citation".split()
)
"""Elements whose text is none of the document's own."""

HEIGHT = "footnote-height"
"""An attribute of ours, which no format has: where the letters of a span stand."""

HIDDEN = "hidden-by-style"
"""Another: that the style of a span or a paragraph hides it."""

_HIDING = {"hidden-text": "is-hidden", "hidden-paragraph": "is-hidden", "section": "display"}
_HEIGHTS = {"raised": Height.RAISED, "lowered": Height.LOWERED}
_MOST_SPACES = 100


def is_skipped(element: Element, kind: str) -> bool:
    """Tell whether nothing of an element is text of the document: it is hidden, or says something of a picture.

    Args:
        element: of a document whose hidden spans and paragraphs were marked.
        kind: its name without the namespace.
    """
    if kind in _SKIPPED or HIDDEN in element.attrib:
        return True
    if kind in ("title", "desc"):
        return "svg" in str(element.tag)
    return kind in _HIDING and attribute(element, _HIDING[kind]) in ("true", "none")


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
        elif kind == "ruby-text":
            pieces.append((f"({''.join(child.itertext())})", height))
        elif kind and kind not in ("text-box", "note", "list") and not is_skipped(child, kind):
            _gather(child, pieces, height)
        pieces.append((re.sub(r"\s+", " ", child.tail or ""), height))


def attribute(element: Element, name: str) -> str:
    """Return an attribute's value by its name without the namespace; empty where there is none."""
    # Names alone are gone through: lxml looks each value up from the first again.
    return next((str(element.get(key)) for key in element.attrib if key.rpartition("}")[2] == name), "")
