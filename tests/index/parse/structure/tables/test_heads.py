"""A table of a document is read as one of a sheet: merged cells in every place, one head, titles above it."""

import io
from collections.abc import Callable

import pytest
from pptx import Presentation

from index.parse.formats import parse
from index.parse.structure.tables.heads import headed
from tests.index.parse.writers import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("table", "text"))

Cell = tuple[str, int, int]
"""Its text, and over how many columns and rows it goes."""

Rows = list[list[Cell]]


def cells(*texts: str) -> list[Cell]:
    return [(text, 1, 1) for text in texts]


PLANS: Rows = [
    [("Berth", 1, 2), ("2025", 2, 1), ("2026", 2, 1)],
    cells("Plan", "Used", "Plan", "Used"),
    cells("North", "10", "11", "12", "13"),
    cells("South", "20", "21", "22", "23"),
]
PLANS_READ = (
    "Berth | 2025 Plan | 2025 Used | 2026 Plan | 2026 Used\nNorth | 10 | 11 | 12 | 13\nSouth | 20 | 21 | 22 | 23"
)


def html(rows: Rows, marked: int = 0) -> str:
    def row(each: list[Cell], tag: str) -> str:
        inner = (f'<{tag} colspan="{across}" rowspan="{down}">{text}</{tag}>' for text, across, down in each)
        return f"<tr>{''.join(inner)}</tr>"

    lines = [row(each, "th" if number < marked else "td") for number, each in enumerate(rows)]
    page = f"<html><body><table>{''.join(lines)}</table></body></html>"
    return parse(page.encode(), "s", "a.html")[0].text


def with_thead(rows: Rows, marked: int = 0) -> str:
    cell = '<td colspan="{1}" rowspan="{2}">{0}</td>'
    lines = ["".join(cell.format(*each) for each in row) for row in rows]
    head, body = ("".join(f"<tr>{line}</tr>" for line in some) for some in (lines[:marked], lines[marked:]))
    page = f"<html><body><table><thead>{head}</thead><tbody>{body}</tbody></table></body></html>"
    return parse(page.encode(), "s", "a.html")[0].text


def on_a_grid(rows: Rows) -> list[list[tuple[Cell | None, bool]]]:
    """Return every place of a table: the cell that begins in it, and whether it goes on with the one above."""
    taken: dict[tuple[int, int], bool] = {}
    grid: list[list[tuple[Cell | None, bool]]] = []
    for number, row in enumerate(rows):
        waiting, line, place = list(row), [], 0
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


def docx(rows: Rows, marked: int = 0) -> str:
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
    return parse(zipped({"word/document.xml": document.encode()}), "s", "a.docx")[0].text


def odt(rows: Rows, marked: int = 0) -> str:
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
    return parse(zipped({"content.xml": content.encode()}), "s", "a.odt")[0].text


def pptx(rows: Rows) -> str:
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
    return parse(written.getvalue(), "s", "a.pptx")[0].text


FORMATS = [html, with_thead, docx, odt, pptx]
Writer = Callable[..., str]


@pytest.mark.parametrize("written", FORMATS)
def test_two_rows_of_a_head_become_one(written: Writer) -> None:
    assert written(PLANS) == PLANS_READ


@pytest.mark.parametrize("written", FORMATS)
def test_a_title_over_all_columns_is_text_above_the_table(written: Writer) -> None:
    assert written([[("Plans of the quay", 5, 1)], *PLANS]) == f"Plans of the quay\n\n{PLANS_READ}"


@pytest.mark.parametrize("written", [html, with_thead, docx, odt])
def test_rows_that_a_document_marks_as_head_are_one_without_merged_cells_too(written: Writer) -> None:
    rows = [cells("Berth", "Depth", "Length"), cells("", "in metres", "in feet"), cells("North", "4", "40")]
    assert written(rows, marked=2) == "Berth | Depth in metres | Length in feet\nNorth | 4 | 40"
    assert written(rows, marked=1) == "Berth | Depth | Length\n | in metres | in feet\nNorth | 4 | 40"


@pytest.mark.parametrize("written", FORMATS)
@pytest.mark.parametrize(
    "rows",
    [
        [[("Name", 1, 1), ("Ada Rud", 2, 1)], [("Street", 1, 1), ("Quay 4", 2, 1)], cells("Born", "1931", "Oslo")],
        [[("", 1, 1), ("Class", 2, 1)], cells("Row", "yes", "yes"), cells("Other", "yes", "no")],
        [[("Berth", 1, 1), ("Boats", 2, 1)], cells("North", "12", "13"), cells("South", "14", "15")],
        [cells("Berth", "Boat"), cells("North", "Alba"), cells("South", "Orca")],
    ],
)
def test_rows_that_are_no_head_stay_rows(written: Writer, rows: Rows) -> None:
    spread = [[text for text, across, _ in row for _ in range(across)] for row in rows]
    assert written(rows) == "\n".join(" | ".join(row) for row in spread)


def test_merged_cells_stand_in_every_place_that_they_go_over() -> None:
    rows: Rows = [cells("Day", "North", "South"), [("Mon", 1, 2), ("closed", 2, 1)], cells("open", "shut")]
    for written in FORMATS:
        assert written(rows) == "Day | North | South\nMon | closed | closed\nMon | open | shut"


def test_a_row_of_another_length_is_no_second_row_of_a_head() -> None:
    rows = [cells("Year", "Month"), cells("2025"), cells("2025", "May")]
    assert html(rows, marked=2) == "Year | Month\n2025\n2025 | May"


def test_a_table_of_nothing_but_titles_stays_as_it_is() -> None:
    rows = [["Notes", "Notes"], ["More", "More"]]
    assert headed(rows, {0, 1}) == ([], rows)
    assert headed([], set()) == ([], [])
