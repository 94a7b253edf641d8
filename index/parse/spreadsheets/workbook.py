"""Spreadsheets of every kind, as they show the values that their formulas last had."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from index.documents import Document
from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.containers.zipped import member, open_zip
from index.parse.office.charts import chart_blocks
from index.parse.office.comments import comment_blocks
from index.parse.spreadsheets.binary_notes import binary_notes
from index.parse.spreadsheets.cell_formats.binary import BinaryFormats
from index.parse.spreadsheets.cell_formats.numbers import shown
from index.parse.spreadsheets.cell_formats.styles import CellFormats
from index.parse.spreadsheets.cell_formats.wide import WideFormats
from index.parse.spreadsheets.extent import MOST_CELLS, check_extent, opendocument_content
from index.parse.spreadsheets.opendocument import opendocument_sheets
from index.parse.spreadsheets.sheet import Sheet, spread_out
from index.parse.spreadsheets.tables import sheet_blocks
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.dates import date_in_name
from index.parse.structure.file_document import file_document
from index.parse.structure.tables.rows import cell_text
from index.parse.structure.xml_tree import read_xml

__all__ = ["parse_sheets"]

_MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_ZIP = b"PK"
_DRAWING = re.compile(r"xl/drawings/drawing\d*\.xml")
_CHART = re.compile(r"xl/charts/chart\d*\.xml")


def parse_sheets(data: bytes, source: str, name: str, limits: Limits) -> list[Document]:
    """Return the workbook as one document: a section a sheet, a line a row.

    Raises:
        UnreadableDocument: it is damaged or encrypted, or becomes too large.
    """
    opened = open_zip(data, name, limits) if data.startswith(_ZIP) or not name.lower().endswith(".xls") else None
    blocks: list[Block] = []
    places = 0
    for sheet in _sheets(data, opened, name):
        places += len(sheet.rows) * max(map(len, sheet.rows), default=0)
        if places > MOST_CELLS:
            raise UnreadableDocument(f"“{name}” has sheets of more than {MOST_CELLS:,} cells", "Divide it")
        grouped = spread_out(sheet)
        tables = list(sheet_blocks(sheet.rows, grouped))
        title = f"{sheet.name} (hidden sheet)" if sheet.is_hidden else sheet.name
        blocks += [Block(title, 1), *tables] if tables else []
    if opened is not None:
        blocks += _text_boxes(opened, name)
        blocks += _charts(opened, name)
        blocks += comment_blocks(opened, name)
    else:
        blocks += binary_notes(data)
    text, sections = assemble(blocks)
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            media_type=_MEDIA_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream"),
            published_at=date_in_name(name),
        )
    ]


def _sheets(data: bytes, opened: zipfile.ZipFile | None, name: str) -> Iterator[Sheet]:
    """Yield every sheet, one after the other: together they may not fit into memory."""
    content = None if opened is None else opendocument_content(opened, name)
    if content is not None:
        return opendocument_sheets(content, name)
    if opened is not None:
        check_extent(opened, name)
    return _excel_sheets(data, _formats(data, opened, name), name)


def _formats(data: bytes, opened: zipfile.ZipFile | None, name: str) -> BinaryFormats | CellFormats | WideFormats:
    if opened is None:
        return BinaryFormats(data)
    is_binary = "xl/workbook.bin" in opened.namelist()
    return WideFormats(opened, name) if is_binary else CellFormats(opened, name)


def _excel_sheets(data: bytes, formats: BinaryFormats | CellFormats | WideFormats, name: str) -> Iterator[Sheet]:
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        for about in workbook.sheets_metadata:
            sheet = workbook.get_sheet_by_name(about.name)
            top, left = sheet.start or (0, 0)
            rows = sheet.to_python()
            width = max(map(len, rows), default=0)
            grid = formats.of_sheet(about.name, (top, left), len(rows), width)
            merged = sheet.merged_cell_ranges or []
            yield Sheet(
                about.name,
                about.visible != python_calamine.SheetVisibleEnum.Visible,
                [_shown(row, grid.row(number) if grid else None) for number, row in enumerate(rows)],
                ((a - top, b - left, c - top, d - left) for (a, b), (c, d) in merged if a >= top and b >= left),
            )
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        locked = "password" in str(error).lower()
        problem = f"“{name}” needs a password" if locked else f"“{name}” is damaged ({error})"
        raise UnreadableDocument(problem, "Save it again, without a password") from error
    except BaseException as error:
        # How a fault of the reader, which is written in Rust, comes out: it is no Exception, and has no public name.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableDocument(f"“{name}” is damaged", "Save it again from its program") from error


def _shown(row: Sequence[Any], codes: Sequence[str] | None) -> list[str]:
    """Return a row's cells as the sheet shows them."""
    if codes is None:
        return [cell_text(value) for value in row]
    return [shown(value, code) if code else cell_text(value) for value, code in zip(row, codes, strict=True)]


def _text_boxes(opened: zipfile.ZipFile, name: str) -> Iterator[Block]:
    for path in sorted(opened.namelist()):
        data = member(opened, path, name) if _DRAWING.fullmatch(path) else None
        for body in () if data is None else read_xml(data, name).iter("{*}txBody"):
            lines = ("".join(t.text or "" for t in p.iter("{*}t")) for p in body.iter("{*}p"))
            yield Block("\n".join(lines))


def _charts(opened: zipfile.ZipFile, name: str) -> Iterator[Block]:
    for path in sorted(opened.namelist()):
        data = member(opened, path, name) if _CHART.fullmatch(path) else None
        if data is not None:
            yield from chart_blocks(read_xml(data, name))
