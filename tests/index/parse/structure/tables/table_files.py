"""A table with merged cells in every format that has some, as it is read."""

import io

from pptx import Presentation

from index.documents import Document
from index.parse.formats import parse
from tests.index.parse.writers import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("table", "text"))

Cell = tuple[str, int, int]
"""Its text, and over how many columns and rows it goes."""

Rows = list[list[Cell]]


def cells(*texts: str) -> list[Cell]:
    return [(text, 1, 1) for text in texts]


def html(rows: Rows, marked: int = 0) -> Document:
    def row(each: list[Cell], tag: str) -> str:
        inner = (f'<{tag} colspan="{across}" rowspan="{down}">{text}</{tag}>' for text, across, down in each)
        return f"<tr>{''.join(inner)}</tr>"

    lines = [row(each, "th" if number < marked else "td") for number, each in enumerate(rows)]
    page = f"<html><body><table>{''.join(lines)}</table></body></html>"
    return parse(page.encode(), "s", "a.html")[0]


def with_thead(rows: Rows, marked: int = 0) -> Document:
    cell = '<td colspan="{1}" rowspan="{2}">{0}</td>'
    lines = ["".join(cell.format(*each) for each in row) for row in rows]
    head, body = ("".join(f"<tr>{line}</tr>" for line in some) for some in (lines[:marked], lines[marked:]))
    page = f"<html><body><table><thead>{head}</thead><tbody>{body}</tbody></table></body></html>"
    return parse(page.encode(), "s", "a.html")[0]


def on_a_grid(rows: Rows) -> list[list[tuple[Cell | None, bool]]]:
    """Return every place of a table: the cell that begins in it, and whether it goes on with the one above."""
    taken: dict[tuple[int, int], bool] = {}
    grid: list[list[tuple[Cell | None, bool]]] = []
    for number, row in enumerate(rows):
        line: list[tuple[Cell | None, bool]] = []
        waiting, place = list(row), 0
        while waiting or (number, place) in taken:
            if (number, place) in taken:
                line.append((None, taken[number, place]))
            else:
                cell = waiting.pop(0)
                line.append((cell, False))
                for down in range(cell[2]):
                    for across in range(cell[1]):
                        taken[number + down, place + across] = down > 0
            place += 1
        grid.append(line)
    return grid


def docx(rows: Rows, marked: int = 0) -> Document:
    lines = []
    for number, line in enumerate(on_a_grid(rows)):
        inner = ""
        for cell, is_below in line:
            if cell is None and not is_below:
                continue
            text, across, down = cell or ("", 1, 1)
            merge = "<w:vMerge/>" if is_below else '<w:vMerge w:val="restart"/>' if down > 1 else ""
            properties = f'<w:tcPr><w:gridSpan w:val="{across}"/>{merge}</w:tcPr>'
            inner += f"<w:tc>{properties}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        head = "<w:trPr><w:tblHeader/></w:trPr>" if number < marked else ""
        lines.append(f"<w:tr>{head}{inner}</w:tr>")
    document = f'<w:document xmlns:w="{W}"><w:body><w:tbl>{"".join(lines)}</w:tbl></w:body></w:document>'
    return parse(zipped({"word/document.xml": document.encode()}), "s", "a.docx")[0]


def odt(rows: Rows, marked: int = 0) -> Document:
    lines = []
    for line in on_a_grid(rows):
        inner = ""
        for cell, _ in line:
            if cell is None:
                inner += "<table:covered-table-cell/>"
                continue
            spans = f'table:number-columns-spanned="{cell[1]}" table:number-rows-spanned="{cell[2]}"'
            inner += f"<table:table-cell {spans}><text:p>{cell[0]}</text:p></table:table-cell>"
        lines.append(f"<table:table-row>{inner}</table:table-row>")
    head = f"<table:table-header-rows>{''.join(lines[:marked])}</table:table-header-rows>" if marked else ""
    content = f"<content {ODT}><body><table:table>{head}{''.join(lines[marked:])}</table:table></body></content>"
    return parse(zipped({"content.xml": content.encode()}), "s", "a.odt")[0]


def pptx(rows: Rows) -> Document:
    grid = on_a_grid(rows)
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    table = slide.shapes.add_table(len(grid), len(grid[0]), 0, 0, 9, 9).table
    for number, line in enumerate(grid):
        for place, (cell, _) in enumerate(line):
            if cell is not None:
                table.cell(number, place).text = cell[0]
                if cell[1] * cell[2] > 1:
                    table.cell(number, place).merge(table.cell(number + cell[2] - 1, place + cell[1] - 1))
    written = io.BytesIO()
    slides.save(written)
    return parse(written.getvalue(), "s", "a.pptx")[0]
