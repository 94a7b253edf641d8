"""The text of slides: raised marks of notes left out, powers and formulas in their own letters."""

from collections.abc import Iterator

from index.parse.raised.markup import Height, with_notation
from index.parse.structure.xml_tree import Element, local_name

__all__ = ["paragraph_text", "text_of"]


def text_of(body: Element | None) -> str:
    """Return the text in the body of a frame or a cell, a line a paragraph."""
    paragraphs = () if body is None else body
    return "\n".join(paragraph_text(each) for each in paragraphs if local_name(each) == "p")


def paragraph_text(paragraph: Element) -> str:
    """Return a paragraph's text, a space where a line ends in it."""
    return with_notation(_pieces(paragraph))


def _pieces(paragraph: Element) -> Iterator[tuple[str, Height]]:
    for run in paragraph:
        kind = local_name(run)
        if kind == "br":
            yield " ", Height.LEVEL
        elif kind in ("r", "fld"):
            yield "".join(text.text or "" for text in run if local_name(text) == "t"), _height(run)


def _height(run: Element) -> Height:
    """Return where the letters of a run stand: above the line by a share of their size, or below it."""
    properties = next((child for child in run if local_name(child) == "rPr"), None)
    raised = "" if properties is None else str(properties.get("baseline", "")).strip()
    if not raised.strip("-0%."):
        return Height.LEVEL
    return Height.LOWERED if raised.startswith("-") else Height.RAISED
