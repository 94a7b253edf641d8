"""Sheets of OpenDocument files: the text that each cell shows, merged cells, hidden sheets."""

from index.parse.formats import parse
from tests.index.parse.writers import zipped

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "table", "text")
)
HIDDEN = (
    '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def cell(text: str = "", **attributes: str) -> str:
    written = "".join(f' {key.replace("_", ":", 1).replace("_", "-")}="{value}"' for key, value in attributes.items())
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f"<table:table-cell{written}>{paragraphs}</table:table-cell>"


def text_of(*sheets: str) -> str:
    """Return what becomes of a file with these tables."""
    body = f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
    styles = f"<office:automatic-styles>{HIDDEN}</office:automatic-styles>"
    content = f"<office:document-content {NAMES}>{styles}{body}</office:document-content>"
    return parse(zipped({"content.xml": content.encode()}), "s", "a.ods")[0].text


def sheet(*rows: str, name: str = "Plan", style: str = "v") -> str:
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{lines}</table:table>'


def test_a_cell_is_what_it_shows_and_its_value_where_it_shows_nothing() -> None:
    shown = [
        cell("7.5 %", office_value_type="percentage", office_value="0.075"),
        cell("36:00", office_value_type="time", office_time_value="PT36H00M00S"),
        cell("two\nlines"),
        cell("a<text:s text:c='2'/>b<office:annotation><text:p>a remark</text:p></office:annotation>"),
    ]
    values = [
        cell(office_value_type="percentage", office_value="0.075"),
        cell(office_value_type="time", office_time_value="PT36H05M00S"),
        cell(office_value_type="currency", office_value="12.5", office_currency="EUR"),
        cell(office_value_type="date", office_date_value="2026-03-05T00:00:00"),
        cell(office_value_type="boolean", office_boolean_value="true"),
        cell(office_value_type="float", office_value="1e400"),
        cell(office_value_type="string", office_string_value="said"),
    ]
    assert text_of(sheet("".join(shown), "".join(values))) == (
        "Plan\n\n7.5 % | 36:00 | two lines | a b\n7.5% | 36:05 | 12.5 EUR | 2026-03-05 | TRUE | inf | said"
        "\n\nComment: a remark"
    )


def test_a_cell_too_wide_for_its_column_is_its_value() -> None:
    row = [
        cell("###", office_value_type="float", office_value="1250000"),
        cell("########", office_value_type="date", office_date_value="2026-03-05"),
        cell("#", office_value_type="string"),
    ]
    assert text_of(sheet(cell("Cost") + cell("Day") + cell("Mark"), "".join(row))) == (
        "Plan\n\nCost | Day | Mark\n1250000 | 2026-03-05 | #"
    )


def test_merged_cells_are_in_every_place_and_two_rows_of_a_head_become_one() -> None:
    covered = "<table:covered-table-cell/>"
    two = {"table_number_columns_spanned": "2"}
    table = sheet(
        cell("Berth", table_number_rows_spanned="2") + cell("2025", **two) + covered + cell("2026", **two) + covered,
        covered + "".join(map(cell, ("Plan", "Used", "Plan", "Used"))),
        "".join(map(cell, ("North", "10", "11", "12", "13"))),
    )
    assert text_of(table) == (
        "Plan\n\nBerth | 2025 Plan | 2025 Used | 2026 Plan | 2026 Used\nNorth | 10 | 11 | 12 | 13"
    )


def test_a_hidden_sheet_says_so_and_tables_elsewhere_are_no_sheets() -> None:
    inner = f"<table:shapes>{sheet(cell('drawn'), name='Drawn')}</table:shapes>"
    second = sheet(cell("Ann") + cell("71000"), name="Pay", style="h")
    first = sheet(cell("a") + cell("b")).replace("<table:table-row>", f"{inner}<table:table-row>", 1)
    assert text_of(first, second) == "Plan\n\na | b\n\nPay (hidden sheet)\n\nAnn | 71000"
