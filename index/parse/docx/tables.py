"""Tables of Word documents."""

from collections.abc import Callable, Iterator

from index.parse.docx.xml import CONTAINERS, W, is_on, value
from index.parse.structure.blocks import Block
from index.parse.structure.tables.rows import copied, headed_blocks, spread
from index.parse.structure.xml_tree import Element, local_name, whole_number

__all__ = ["blocks_of_table"]


Words = Callable[[Element], str]
"""What a paragraph says, with the number of an item in front."""


def blocks_of_table(table: Element, words: Words) -> Iterator[Block]:
    """Yield a table, every merged cell's text in each row and column that it goes over, and one head.

    Args:
        table: of a document.
        words: of each of its paragraphs; asked once for each, in order.
    """
    rows: list[list[str]] = []
    grouped: set[int] = set()
    marked = 0
    for row in _parts(table, "tr"):
        above = rows[-1] if rows else []
        place = whole_number(value(row.find(f"{W}trPr"), "gridBefore"), 0)  # a row may begin further right
        cells: list[tuple[str, int]] = [("", place)] if place > 0 else []
        for cell in _parts(row, "tc"):
            properties = cell.find(f"{W}tcPr")
            width = _span(properties)
            text = copied(above[place]) if _goes_on(properties) and place < len(above) else _cell(cell, words)
            cells.append((text, width))
            place += width
        if any(text and width > 1 for text, width in cells):
            grouped.add(len(rows))
        marked += marked == len(rows) and _is_head(row)
        rows.append(spread(cells))
    return headed_blocks(rows, grouped, marked)


def _parts(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those inside containers too."""
    for child in parent:
        kind = local_name(child)
        if kind == wanted:
            yield child
        elif kind in CONTAINERS:
            yield from _parts(child, wanted)


def _is_head(row: Element) -> bool:
    """Tell whether a row is marked to stand at the top of each page."""
    return is_on(row.find(f"{W}trPr"), "tblHeader")


def _span(properties: Element | None) -> int:
    return max(1, whole_number(value(properties, "gridSpan"), 1))


def _goes_on(properties: Element | None) -> bool:
    """Tell whether a cell continues the one above it."""
    found = None if properties is None else properties.find(f"{W}vMerge")
    return found is not None and found.get(f"{W}val") != "restart"


def _cell(cell: Element, words: Words) -> str:
    """Return a cell's paragraphs, a line each, those of a table inside it too."""
    return "\n".join(line for line in (words(paragraph).strip() for paragraph in cell.iter(f"{W}p")) if line)
