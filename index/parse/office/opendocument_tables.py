"""Tables of OpenDocument texts and presentations."""

from collections.abc import Iterator

from index.parse.office.opendocument_text import attribute, text_of
from index.parse.structure.blocks import Block
from index.parse.structure.tables.rows import Copies, copied, headed_blocks
from index.parse.structure.xml_tree import Element, local_name, whole_number

__all__ = ["blocks_of_table"]

_MOST_REPEATED = 100
_GROUPS = ("table-header-rows", "table-rows", "table-row-group")


def blocks_of_table(table: Element) -> Iterator[Block]:
    """Yield a table, every merged cell's text in each row and column that it goes over, and one head."""
    found = list(_rows(table))
    copies = Copies(sum(len(text) for row, _ in found for cell in row for text in cell.itertext()))
    above: dict[int, tuple[int, str]] = {}
    rows = [_spread(row, above, copies) for row, _ in found]
    grouped = {number for number, (row, _) in enumerate(found) if any(_spanned(cell, "columns") > 1 for cell in row)}
    marked = next((number for number, (_, is_head) in enumerate(found) if not is_head), 0)
    return headed_blocks(rows, grouped, marked)


def _rows(table: Element, *, is_head: bool = False) -> Iterator[tuple[Element, bool]]:
    """Yield rows, and whether each is marked as one of the head."""
    for child in table:
        kind = local_name(child)
        if kind == "table-row":
            yield child, is_head
        elif kind in _GROUPS:
            yield from _rows(child, is_head=is_head or kind == "table-header-rows")


def _spread(row: Element, above: dict[int, tuple[int, str]], copies: Copies) -> list[str]:
    """Return the cells of a row.

    Args:
        row: as the file has it, the cells that others cover among its own.
        above: by the column, how many rows a cell still goes down, and its text; it is brought up to date.
        copies: that are left to this table.
    """
    texts: list[str] = []
    beside, covered = "", 0
    for cell in row:
        kind = local_name(cell)
        if kind == "table-cell":
            shown = "\n".join(text_of(each) for each in cell.iter() if local_name(each) in ("p", "h"))
            beside, covered = copied(shown), _spanned(cell, "columns") - 1
            down = _spanned(cell, "rows") - 1
            for place in range(len(texts), len(texts) + covered + 1) if down else ():
                above[place] = down, beside
        for again in range(_repeated(cell) if kind in ("table-cell", "covered-table-cell") else 0):
            if kind == "table-cell":
                texts.append(beside if again and copies.take(beside) else "" if again else shown)
            elif covered:
                texts.append(beside if copies.take(beside) else "")
                covered -= 1
            else:
                left, text = above.pop(len(texts), (0, ""))
                if left > 1:
                    above[len(texts)] = left - 1, text
                texts.append(text if copies.take(text) else "")
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _spanned(cell: Element, what: str) -> int:
    return max(1, min(_MOST_REPEATED, whole_number(attribute(cell, f"number-{what}-spanned"), 1)))


def _repeated(cell: Element) -> int:
    return max(0, min(_MOST_REPEATED, whole_number(attribute(cell, "number-columns-repeated"), 1)))
