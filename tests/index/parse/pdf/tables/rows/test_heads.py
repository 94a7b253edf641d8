"""A head of several rows in a PDF is one, ruled or not, and its words keep their places."""

from collections.abc import Sequence

import numpy as np
import pytest

from index.documents import WORD, Document
from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from index.parse.pdf.tables.rows.heads import with_joined_heads
from index.parse.pdf.words import PdfLine, PdfWord, TableRow
from tests.index.parse.writers import placed_pdf

HEAD = [("Quay", "Summer", "", "Winter", ""), ("", "first", "last", "first", "last")]
BODY = [("North", "05:40", "23:50", "06:20", "21:15"), ("South", "05:55", "23:30", "06:45", "20:50")]
READ = (
    "Quay | Summer first | Summer last | Winter first | Winter last\n"
    "North | 05:40 | 23:50 | 06:20 | 21:15\nSouth | 05:55 | 23:30 | 06:45 | 20:50"
)
RULES = b"".join(
    [b"%d %d m %d %d l S " % (40, y, 540, y) for y in (650, 670, 710, 690 - 60)]
    + [b"140 690 m 540 690 l S "]
    + [b"%d 630 m %d 710 l S " % (x, x) for x in (40, 140, 340, 540)]
    + [b"%d 630 m %d 690 l S " % (x, x) for x in (240, 440)]
)
"""A grid of four rows, whose first column has one cell in the first two, and the others one over two columns each."""


def parsed(rows: Sequence[tuple[str, ...]], drawn: bytes = b"") -> Document:
    cells = [(50 + 100 * x, 695 - 20 * y, 10, text) for y, row in enumerate(rows) for x, text in enumerate(row) if text]
    (document,) = parse_pdf(placed_pdf([cells], drawn=[drawn]), "s", "a.pdf", Limits()).documents
    return document


@pytest.mark.parametrize("drawn", [b"", RULES], ids=["in columns", "in lines"])
def test_a_head_of_two_rows_is_one(drawn: bytes) -> None:
    document = parsed(HEAD + BODY, drawn)
    assert document.text == READ
    words = np.frombuffer(document.pages[0].words, WORD)
    summer = [word for word in words if document.text[word["start"] : word["start"] + word["length"]] == "Summer"]
    assert [int(word["start"]) for word in summer] == [READ.index("Summer"), READ.rindex("Summer")]
    assert {(int(word["left"]), int(word["top"])) for word in summer} == {
        (int(summer[0]["left"]), int(summer[0]["top"]))
    }


def test_a_first_row_of_names_stays_a_row() -> None:
    rows = [("Ship", "Built", "Home"), ("Alba", "1931", "Oban"), ("Brisa", "1960", "Vigo")]
    assert parsed(rows).text == "Ship | Built | Home\nAlba | 1931 | Oban\nBrisa | 1960 | Vigo"


def test_a_caption_as_narrow_as_a_row_stands_beside_its_table() -> None:
    read = "Ship | Built | Home\nAlba | 1931 | Oban\nBrisa | 1960 | Vigo"
    rows = [("Ship", "Built", "Home"), ("Alba", "1931", "Oban"), ("Brisa", "1960", "Vigo")]
    assert parsed([*rows, ("", "Table 1: Ships", "")]).text == f"{read}\n\nTable 1: Ships"
    assert parsed([*rows, ("Table 2", "1962", "Oban")]).text == f"{read}\nTable 2 | 1962 | Oban"


def test_what_stands_in_no_column_of_its_own_is_not_joined() -> None:
    def row(y: float, *texts: str, shift: float = 0.0) -> TableRow:
        words = [PdfWord(text, 100.0 * x + shift, y, 100.0 * x + 30 + shift, y + 10) for x, text in enumerate(texts)]
        cells = tuple(((word,),) if word.text else () for word in words)
        columns = tuple((100.0 * x, 100.0 * x + 90) for x in range(len(texts)))
        return TableRow(tuple(word for word in words if word.text), 10.0, cells=cells, columns=columns)

    body = [row(40, *BODY[0]), row(60, *BODY[1])]
    head = [row(0, *HEAD[0]), row(20, *HEAD[1])]
    assert len(with_joined_heads([*head, *body])) == 3
    assert len(with_joined_heads([head[0], row(20, *HEAD[1], shift=300), *body])) == 4
    line = PdfLine((PdfWord("x", 0, 0, 1, 1),), 10.0)
    assert with_joined_heads([line, *body, line]) == [line, *body, line]
