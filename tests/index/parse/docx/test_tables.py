"""Tables of Word documents have every cell in the row and the column where Word shows it."""

from tests.index.parse.docx.word_files import docx, p


def test_a_merged_cell_is_in_every_row_and_column_that_it_covers() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    rows = (
        cell("Year") + cell("Ducks", '<w:gridSpan w:val="2"/>'),
        cell("2019", '<w:vMerge w:val="restart"/>') + cell("120") + cell("80"),
        cell("", "<w:vMerge/>") + cell("135") + cell("95"),
    )
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert docx(body).text == "Year | Ducks | Ducks\n2019 | 120 | 80\n2019 | 135 | 95"


def test_numbered_items_in_cells_have_their_numbers() -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    one = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    cells = [p("What") + p("To bring"), p("Ropes", one) + p("Oars", one)]
    body = f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"
    assert docx(body, numbering=numbering).text == "What To bring | 1. Ropes 2. Oars"


def test_a_row_that_begins_further_right_has_its_cells_below_their_columns() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    rows = (
        cell("Boat") + cell("Fee") + cell("Paid", '<w:vMerge w:val="restart"/>'),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("12") + cell("", "<w:vMerge/>"),
        '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + cell("", "<w:vMerge/>"),
        cell("Skua") + cell("14") + cell("no"),
    )
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert docx(body).text == "Boat | Fee | Paid\n | 12 | Paid\n |  | Paid\nSkua | 14 | no"
