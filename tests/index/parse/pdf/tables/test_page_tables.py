"""Tables of PDFs, written as programs write them: row by row, cell by cell, each line where it stands."""

from collections.abc import Sequence

import numpy as np
import pytest

from index.documents import WORD, Document
from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from index.parse.pdf.tables.grids import grids
from index.parse.pdf.tables.page_tables import with_tables
from index.parse.pdf.tables.rules import Rule, Rules
from index.parse.pdf.words import PdfLine, PdfWord
from tests.index.parse.writers import placed_pdf

Placed = tuple[int, int, int, str]
Table = Sequence[Sequence[str]]

TOP, PITCH, PADDING, LEFT = 700, 12, 3, 60
PROSE = (
    "The parish keeps these things for whoever works on its land, and lends them to its members on any day of a week"
)

TOOLS = [
    ["Tool", "Purpose", "Kept in"],
    ["Pruning saw/for old trees", "Cuts branches of up to/twelve centimetres, green/or dry", "Shed"],
    ["Billhook", "Hedges", "Barn, on the left/of the door"],
    ["Scythe", "Mows reeds along the/brook and nettles", "Barn"],
]
TOOL_LINES = [
    "Tool | Purpose | Kept in",
    "Pruning saw for old trees | Cuts branches of up to twelve centimetres, green or dry | Shed",
    "Billhook | Hedges | Barn, on the left of the door",
    "Scythe | Mows reeds along the brook and nettles | Barn",
]
TERMS = [
    ["Term", "Meaning"],
    ["Freeboard", "The height of a deck above/the water, at its lowest/point amidships."],
    ["Ground tackle/and the windlass", "Anchors, chains, ropes."],
    ["Leeway", "How far a ship is driven/sideways by the wind."],
]
TERM_LINES = [
    "Term | Meaning",
    "Freeboard | The height of a deck above the water, at its lowest point amidships.",
    "Ground tackle and the windlass | Anchors, chains, ropes.",
    "Leeway | How far a ship is driven sideways by the wind.",
]
WIDTHS = [110, 160, 120]


def written(
    table: Table, align: str = "top", padding: int = PADDING, top: int = TOP, widths: Sequence[int] = WIDTHS
) -> tuple[list[Placed], list[int]]:
    """Return a table's lines, of 10 points, in the order of a program's, and the places between its rows."""
    lines: list[Placed] = []
    edges = [top]
    for row in table:
        height = PITCH * max(cell.count("/") + 1 for cell in row)
        for column, cell in enumerate(row):
            parts = cell.split("/") if cell else []
            spare = height - PITCH * len(parts)
            down = {"top": 0, "middle": spare // 2, "bottom": spare}[align]
            x = LEFT + sum(widths[:column])
            lines += [(x, edges[-1] - padding - down - PITCH * (n + 1) + 3, 10, part) for n, part in enumerate(parts)]
        edges.append(edges[-1] - height - 2 * padding)
    return lines, edges


def across(edges: Sequence[int], widths: Sequence[int] = WIDTHS) -> bytes:
    return b" ".join(b"%d %d m %d %d l S" % (LEFT - 6, y, LEFT - 6 + sum(widths), y) for y in edges)


def grid(edges: Sequence[int], widths: Sequence[int] = WIDTHS) -> bytes:
    xs = [LEFT - 6 + sum(widths[:n]) for n in range(len(widths) + 1)]
    down = b" ".join(b"%d %d m %d %d l S" % (x, edges[0], x, edges[-1]) for x in xs)
    return across(edges, widths) + b" " + down


def parsed(pages: Sequence[Sequence[Placed]], drawn: Sequence[bytes] = ()) -> Document:
    [document] = parse_pdf(placed_pdf(pages, drawn=drawn), "/a/p.pdf", "p.pdf", Limits()).documents
    return document


def text_of(lines: Sequence[Placed], drawn: bytes = b"") -> str:
    return parsed([lines], [drawn]).text


@pytest.mark.parametrize("padding", [0, 1, 3, 8])
@pytest.mark.parametrize("align", ["top", "middle", "bottom"])
@pytest.mark.parametrize(("table", "lines"), [(TOOLS, TOOL_LINES), (TERMS, TERM_LINES)])
def test_wrapped_cells_are_one_row_without_any_lines(
    table: Table, lines: Sequence[str], align: str, padding: int
) -> None:
    placed, _ = written(table, align, padding)
    around = [(LEFT, 760, 10, PROSE)], [(LEFT, 300, 10, PROSE)]
    assert text_of([*around[0], *placed, *around[1]]) == "\n\n".join([PROSE, "\n".join(lines), PROSE])


@pytest.mark.parametrize("align", ["top", "middle", "bottom"])
@pytest.mark.parametrize(("table", "lines"), [(TOOLS, TOOL_LINES), (TERMS, TERM_LINES)])
def test_ruling_lines_tell_rows_and_columns_in_whatever_order_the_words_come(
    table: Table, lines: Sequence[str], align: str
) -> None:
    placed, edges = written(table, align)
    widths = WIDTHS[: len(table[0])]
    down_the_page = sorted(placed, key=lambda line: (-line[1], line[0]))
    column_by_column = sorted(placed, key=lambda line: line[0])
    for order in (placed, down_the_page, column_by_column):
        assert text_of(order, grid(edges, widths)) == "\n".join(lines)


def test_lines_between_rows_alone_tell_rows_apart() -> None:
    placed, edges = written(TERMS, padding=0)
    down_the_page = sorted(placed, key=lambda line: (-line[1], line[0]))
    assert text_of(down_the_page, across(edges, WIDTHS[:2])) == "\n".join(TERM_LINES)


def test_content_that_goes_down_the_page_is_told_by_its_distances() -> None:
    placed, _ = written(TERMS)
    assert text_of(sorted(placed, key=lambda line: (-line[1], line[0]))) == "\n".join(TERM_LINES)


def test_lines_around_head_and_body_only_leave_the_rows_of_the_body_apart() -> None:
    placed, edges = written(TOOLS)
    assert text_of(placed, grid([edges[0], edges[1], edges[-1]])) == "\n".join(TOOL_LINES)


def test_thin_boxes_and_coloured_ones_are_lines_and_white_ones_are_not() -> None:
    placed, edges = written(TOOLS)
    bottom, width = edges[-1], sum(WIDTHS)
    bars = b" ".join(b"%d %d %d 1 re f" % (LEFT - 6, y, width) for y in edges)
    posts = b" ".join(
        b"%d %d 1 %d re f" % (LEFT - 6 + sum(WIDTHS[:n]), bottom, edges[0] - bottom) for n in range(len(WIDTHS) + 1)
    )
    order = sorted(placed, key=lambda line: line[0])
    assert text_of(order, bars + b" " + posts) == "\n".join(TOOL_LINES)
    assert " | " not in text_of(order, b"1 g " + b" ".join(b"%d %d 900 40 re f" % (LEFT, y) for y in edges) + b" 0 g")


def test_an_empty_cell_keeps_its_place() -> None:
    table = [["Boat", "Rule", "Fare"], ["Marta", "", "4"], ["", "Prams at any time", "3"], ["Runa", "None", "6"]]
    lines = ["Boat | Rule | Fare", "Marta |  | 4", " | Prams at any time | 3", "Runa | None | 6"]
    placed, edges = written(table)
    assert text_of(placed) == "\n".join(lines)
    assert text_of(placed, grid(edges)) == "\n".join(lines)


def test_a_merged_cell_is_in_each_of_its_rows_and_columns() -> None:
    table = [["Year", "Visitors", ""], ["", "Adults", "Children"], ["2021", "1,200", "340"]]
    placed, edges = written(table)
    left, right = LEFT - 6, LEFT - 6 + sum(WIDTHS)
    first, second = left + WIDTHS[0], left + sum(WIDTHS[:2])
    lines = [
        *((left, y, right, y) for y in (edges[0], edges[2], edges[3])),
        (first, edges[1], right, edges[1]),
        *((x, edges[0], x, edges[3]) for x in (left, first, right)),
        (second, edges[1], second, edges[3]),
    ]
    drawn = b" ".join(b"%d %d m %d %d l S" % line for line in lines)
    assert text_of(placed, drawn) == "Year | Visitors Adults | Visitors Children\n2021 | 1,200 | 340"


def test_a_table_goes_on_over_the_page_without_its_head_again() -> None:
    rows = [[f"Alder {n}", f"Row {n} behind the/gate of the nursery", str(1900 + n)] for n in range(8)]
    head = ["Tree", "Where it stands", "Planted"]
    pages = [written([head, *rows[:4]]), written([head, *rows[4:]], top=800)]
    lines = ["Tree | Where it stands | Planted"]
    lines += [f"Alder {n} | Row {n} behind the gate of the nursery | {1900 + n}" for n in range(8)]
    assert parsed([placed for placed, _ in pages]).text == "\n".join(lines)
    document = parsed([placed for placed, _ in pages], [grid(edges) for _, edges in pages])
    assert document.text == "\n".join(lines)
    first, second = document.pages
    assert document.text[first.start : first.end].endswith("Alder 3 | Row 3 behind the gate of the nursery | 1903")
    assert document.text[second.start : second.end].strip().startswith("Alder 4")


def test_the_head_of_a_ruled_table_at_the_top_of_every_page_is_no_running_head() -> None:
    head = ["Tree", "Place", "Year"]
    pages = [written([head, [f"Elm {n}", "Gate", f"195{n}"], [f"Yew {n}", "Wall", "–"]], top=830) for n in range(3)]
    bodies = [[*placed, (LEFT, 400, 10, f"{PROSE} {n}")] for n, (placed, _) in enumerate(pages)]
    text = parsed(bodies, [grid([*edges, 600]) for _, edges in pages]).text
    assert text.count("Tree | Place | Year") == 3
    assert "Tree | Place | Year\nElm 1 | Gate | 1951\nYew 1 | Wall | –" in text


def test_the_head_of_a_table_without_lines_at_the_top_of_every_page_is_no_running_head() -> None:
    head, trees = ["Tree", "Place", "Year"], ("Alder", "Birch", "Cedar")
    rows = [[head, [tree, f"Gate of the {tree}", f"195{n}"]] for n, tree in enumerate(trees)]
    text = parsed([written(page, top=830)[0] for page in rows]).text
    assert "Tree | Place | Year\nAlder | Gate of the Alder | 1950" in text
    running = [(LEFT, 838, 9, "The park"), (300, 838, 9, "Notes"), (500, 838, 9, "2026")]
    running += [(LEFT, 826, 9, "Issue"), (300, 826, 9, "Summer"), (500, 826, 9, "Office")]
    text = parsed([[*running, (LEFT, 790, 10, f"{tree}: {PROSE}")] for tree in trees]).text
    assert "Notes" not in text
    assert "Summer" not in text


def test_rows_of_figures_at_the_same_places_of_pages_are_no_running_feet() -> None:
    pages = []
    for page in range(3):
        rows = [[str(3 * page + n), f"{page}.{n}", f"{n},{page}00"] for n in range(3)]
        pages.append([(LEFT, 700, 10, f"{PROSE} {page}"), *written(rows, top=110)[0]])
    text = parsed(pages).text
    for page in range(3):
        assert f"{3 * page + 1} | {page}.1 | 1,{page}00" in text


def test_a_year_in_the_last_row_of_a_page_is_no_page_number() -> None:
    pages = []
    for trees, first in ((("Alder", "Birch", "Cedar"), 1900), (("Elm", "Fir", "Gorse"), 1910)):
        rows = [[tree, f"Row behind the/{tree.lower()} gate", f"{first + n}"] for n, tree in enumerate(trees)]
        pages.append([(LEFT, 700, 10, f"{PROSE} {first}"), *written(rows, top=110)[0]])
    text = parsed(pages).text
    assert "Cedar | Row behind the cedar gate | 1902" in text
    assert "Gorse | Row behind the gorse gate | 1912" in text


@pytest.mark.parametrize("drawn", [False, True])
def test_every_word_of_a_table_has_its_place(drawn: bool) -> None:
    placed, edges = written(TOOLS)
    document = parsed([placed], [grid(edges) if drawn else b""])
    words = np.frombuffer(document.pages[0].words, WORD)
    shown = [document.text[word["start"] : word["start"] + word["length"]] for word in words]
    assert sorted(shown) == sorted(word for *_, line in placed for word in line.split())
    for word, text in zip(words, shown, strict=True):
        x, y = word["left"] / 65535 * 2000, 842 - word["bottom"] / 65535 * 842
        assert any(
            text in line.split() and left - 1 <= x and abs(y - bottom) < 6 for left, bottom, _, line in placed
        ), text


def test_long_tables_have_their_head_for_every_chunk() -> None:
    placed, _ = written([TOOLS[0], *TOOLS[1:] * 4])
    document = parsed([placed])
    assert len(document.text) > 600
    [section] = document.sections
    assert section.head is not None
    assert document.text[slice(*section.head)] == TOOL_LINES[0]


def prose(x: int, count: int, word: str) -> list[Placed]:
    return [(x, 700 - 14 * n, 10, f"{word} {n} of the story that goes down this one column") for n in range(count)]


def test_prose_in_two_columns_stays_prose_in_either_order_of_its_content() -> None:
    left, right = prose(60, 9, "left"), prose(330, 9, "right")
    by_line = [line for pair in zip(left, right, strict=True) for line in pair]
    for lines in ([*left, *right], by_line):
        text = text_of(lines)
        assert " | " not in text
        assert text.index("left 8") < text.index("right 0")


def test_articles_beside_each_other_and_below_are_no_table() -> None:
    parts = [
        (x, top - 14 * n, 10, f"{name} {n} of a story which is told in lines as long as these")
        for top, names in ((700, "AB"), (560, "CD"))
        for x, name in zip((60, 400), names, strict=True)
        for n in range(6)
    ]
    assert " | " not in text_of(parts)


def test_items_of_a_list_and_their_marks_are_no_table() -> None:
    for marks in ("123", "•••", "abc"):
        items: list[Placed] = []
        for n, mark in enumerate(marks):
            y = 700 - 40 * n
            items += [
                (60, y, 10, mark if mark == "•" else f"{mark}."),
                (90, y, 10, "The harbour froze over in that winter and nobody"),
                (90, y - 12, 10, "could say when the ice would break again"),
            ]
        assert " | " not in text_of(items)


def test_words_far_apart_in_justified_prose_are_no_columns() -> None:
    apart = [
        (x, 700 - 12 * n, 10, text)
        for n in range(2)
        for x, text in ((60, "the harbour froze over in that"), (199, "winter, and nobody could say"))
    ]
    assert " | " not in text_of([(60, 712, 10, PROSE[:56]), *apart, (60, 676, 10, PROSE[:56])])


def test_a_page_in_a_frame_is_no_table() -> None:
    frame = b"50 50 m 900 50 l S 50 800 m 900 800 l S 50 750 m 900 750 l S 50 50 m 50 800 l S 900 50 m 900 800 l S "
    frame += b"300 750 m 300 800 l S"
    text = text_of([(60, 770, 10, "Letter"), (320, 770, 10, "Number 7"), *prose(60, 40, "line")], frame)
    assert "line 0 of the story that goes down this one column line 1" in text


def test_writing_from_the_right_has_its_first_column_at_the_right() -> None:
    def line(x: float, y: float, text: str) -> PdfLine:
        return PdfLine((PdfWord(text, x, y, x + 40, y + 12),), 12)

    words = [line(200, 10, "שם"), line(20, 10, "שנה"), line(200, 40, "אלבה"), line(20, 40, "1931")]
    rules = Rules(
        tuple(Rule(y, 0, 300) for y in (0, 30, 60)),
        tuple(Rule(x, 0, 60) for x in (0, 150, 300)),
    )
    assert [each.text for each in with_tables(words, rules, [*grids(rules)])] == ["שם שנה", "אלבה 1931"]
