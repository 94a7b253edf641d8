"""Sheets of OpenDocument files, whose cells have the text that is shown beside their value."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from index.errors import UnreadableDocument
from index.parse.office.opendocument_text import attribute, text_of
from index.parse.spreadsheets.extent import MOST_CELLS
from index.parse.spreadsheets.sheet import Merged, Sheet
from index.parse.structure.characters import one_line
from index.parse.structure.tables.rows import cell_text
from index.parse.structure.xml_tree import Element, local_name, whole_number

__all__ = ["opendocument_sheets"]

_CELLS = ("table-cell", "covered-table-cell")
_DURATION = re.compile(r"-?PT(\d{1,9})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")


def opendocument_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    """Yield the sheets of an OpenDocument file, one after the other.

    Args:
        content: its part of that name, rows and columns in it not repeated without end.
        name: of the file, for the error.

    Raises:
        UnreadableDocument: it is damaged.
    """
    from lxml import etree

    hidden: set[str] = set()
    rows: list[list[str]] = []
    merged: list[Merged] = []
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True, "remove_comments": True}
    try:
        for _, element in etree.iterparse(io.BytesIO(content), events=("end",), **safe):
            kind = local_name(element)
            if kind == "table-properties" and attribute(element, "display") == "false":
                hidden.add(attribute(element.getparent(), "name"))
            elif kind == "table-row" and _is_in_a_sheet(element):
                _take(element, rows, merged, name)
                element.clear()
            elif kind == "table" and _is_sheet(element):
                style = attribute(element, "style-name")
                yield Sheet(attribute(element, "name"), style in hidden, _evened(rows), merged)
                rows, merged = [], []
                element.clear()
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(f"“{name}” is damaged", "Save it again from its program") from error


def _is_sheet(table: Element) -> bool:
    return local_name(table.getparent()) == "spreadsheet" if table.getparent() is not None else False


def _is_in_a_sheet(row: Element) -> bool:
    table = next((each for each in row.iterancestors() if local_name(each) == "table"), None)
    return table is not None and _is_sheet(table)


def _take(element: Element, rows: list[list[str]], merged: list[Merged], name: str) -> None:
    """Take in a row, as often as it is there; what comes after its last cell with something in it is left out."""
    row: list[str] = []
    for cell in element:
        if local_name(cell) not in _CELLS:
            continue
        across, down = (whole_number(attribute(cell, f"number-{each}-spanned"), 1) for each in ("columns", "rows"))
        if across > 1 or down > 1:
            merged.append((len(rows), len(row), len(rows) + max(1, down) - 1, len(row) + max(1, across) - 1))
        row += [_shown(cell)] * whole_number(attribute(cell, "number-columns-repeated"), 1)
    while row and not row[-1]:
        row.pop()
    times = whole_number(attribute(element, "number-rows-repeated"), 1)
    if (len(rows) + times) * len(row) > MOST_CELLS:
        raise UnreadableDocument(f"“{name}” has sheets of more than {MOST_CELLS:,} cells", "Divide it")
    rows += [list(row) for _ in range(times)]


def _evened(rows: list[list[str]]) -> list[list[str]]:
    """Return rows of one length, without the empty ones at the end."""
    while rows and not rows[-1]:
        rows.pop()
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _shown(cell: Element) -> str:
    """Return what a cell shows; where its program left that out, or the column was too narrow for it, its value."""
    shown = one_line(" ".join(text_of(each) for each in cell if local_name(each) == "p"))
    return shown if shown.strip("#") else _value(cell) or shown


def _value(cell: Element) -> str:
    value = attribute(cell, "value")
    match attribute(cell, "value-type"):
        case "percentage":
            return f"{_number(value, 2)}%" if value else ""
        case "currency":
            return one_line(f"{_number(value)} {attribute(cell, 'currency')}")
        case "float":
            return _number(value)
        case "date":
            return attribute(cell, "date-value").removesuffix("T00:00:00").replace("T", " ")
        case "time":
            found = _DURATION.fullmatch(attribute(cell, "time-value"))
            return f"{int(found[1])}:{found[2]}" + (f":{found[3]}" if int(found[3]) else "") if found else ""
        case "boolean":
            return attribute(cell, "boolean-value").upper()
    return one_line(attribute(cell, "string-value"))


def _number(value: str, powers: int = 0) -> str:
    """Return a number as a sheet shows it without a format, times a power of ten."""
    try:
        return cell_text(float(Decimal(value[:400]).scaleb(powers)))
    except (InvalidOperation, ValueError, OverflowError):
        return one_line(value)
