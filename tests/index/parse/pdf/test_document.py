import io
from collections.abc import Sequence

import numpy as np
import pypdfium2
import pytest

from index.documents import WORD, Document
from index.errors import EmptyDocument, UnreadableDocument
from index.limits import Limits
from index.parse.formats import read
from index.parse.pdf.document import parse_pdf
from index.parse.pdf.ocr import tesseract
from index.sandbox.pool import ParserPool
from tests.index.parse.writers import placed_pdf


def parsed(*pages: list[tuple[int, int, int, str]], limits: Limits | None = None) -> Document:
    [document] = parse_pdf(placed_pdf(pages), "/a/p.pdf", "p.pdf", limits or Limits()).documents
    return document


def lines(*texts: str, x: int = 50, top: int = 700, size: int = 10) -> list[tuple[int, int, int, str]]:
    return [(x, top - 14 * number, size, text) for number, text in enumerate(texts)]


LONG = "The harbour froze over in that winter and nobody could say when the ice would break again or why"


def test_lines_become_paragraphs_and_larger_type_headings() -> None:
    document = parsed(
        [
            (50, 780, 20, "Winter"),
            *lines(LONG, "so people walked.", top=740),
            (50, 690, 14, "Spring"),
            *lines(LONG, "so people sailed.", top=660),
        ]
    )
    assert document.text == f"Winter\n\n{LONG} so people walked.\n\nSpring\n\n{LONG} so people sailed."
    assert [section.heading for section in document.sections] == ["Winter", "Winter › Spring"]
    assert document.title == "Winter"


def test_a_word_divided_at_a_line_s_end_is_whole_and_a_compound_keeps_its_hyphen() -> None:
    text = parsed(
        lines(f"{LONG} and the rail-", "way closed while the well-", "known line of a well-known town went on.")
    ).text
    assert text == f"{LONG} and the railway closed while the well-known line of a well-known town went on."


def test_a_hyphen_that_stands_for_a_word_said_later_stays() -> None:
    text = parsed(
        lines(f"{LONG} and a line of high-", "and low-pressure stages, which the err-", "or of an error ends.")
    ).text
    assert text == f"{LONG} and a line of high- and low-pressure stages, which the error of an error ends."


def test_a_full_line_goes_on_with_what_begins_as_an_item_does() -> None:
    text = parsed(
        lines(
            f"{LONG} was widened as State Route",
            "99. Due to it nobody walks.",
            "It was planned by a man called",
            "T. Bell.",
        )
    ).text
    assert "State Route 99. Due to it nobody walks." in text
    listed = parsed(lines(f"{LONG} and these are what it needs, in all", "7. A gate.", "8. A lamp.")).text
    assert listed.endswith("in all\n\n7. A gate.\n8. A lamp.")


def test_running_heads_and_page_numbers_are_left_out_and_a_paragraph_goes_on_over_the_page() -> None:
    pages = [
        [(50, 820, 8, "Annual Report 2024"), *lines(LONG, f"page {n} went on"), (900, 20, 8, f"Page {n} of 3")]
        for n in (1, 2, 3)
    ]
    document = parsed(*pages)
    assert "Annual Report" not in document.text
    assert "of 3" not in document.text
    assert document.text.count("went on") == 3
    assert [page.number for page in document.pages] == [1, 2, 3]
    for page in document.pages:
        assert f"page {page.number} went on" in document.text[page.start : page.end]


def test_columns_are_read_one_after_the_other_and_a_title_written_last_comes_first() -> None:
    left = lines(*[f"left {n} of the story that goes down this column" for n in range(6)])
    right = lines(*[f"right {n} of the story that goes down that column" for n in range(6)], x=600)
    text = parsed(
        [*left, *right, (50, 800, 20, "The Title Over Both Of The Columns And Wide Enough To Span Them All Here")]
    ).text
    assert text.startswith("The Title Over Both")
    assert text.index("left 5") < text.index("right 0")


def test_lines_across_two_columns_of_text_are_taken_apart() -> None:
    rows = [
        line
        for n in range(6)
        for line in (
            (50, 700 - 14 * n, 10, f"left {n} of the story that goes down this column"),
            (600, 700 - 14 * n, 10, f"right {n} of the story that goes down that column"),
        )
    ]
    text = parsed(rows).text
    assert text.index("left 5") < text.index("right 0")


def test_a_table_is_a_line_a_row() -> None:
    table = [("Ship", "Built", "Home"), ("Alba", "1931", "Oban"), ("Brisa", "1960", "Vigo")]
    cells = [(50 + 200 * x, 700 - 14 * y, 10, cell) for y, row in enumerate(table) for x, cell in enumerate(row)]
    assert parsed(cells).text == "Ship | Built | Home\nAlba | 1931 | Oban\nBrisa | 1960 | Vigo"


def test_every_word_has_its_place_on_its_page() -> None:
    document = parsed([(500, 421, 10, "middle")], [(1000, 700, 10, "second page")])
    first, second = document.pages
    assert (first.width, first.height) == (2000, 842)
    [word] = np.frombuffer(first.words, WORD)
    assert document.text[word["start"] : word["start"] + word["length"]] == "middle"
    assert word["left"] / 65535 == pytest.approx(0.25, abs=0.005)
    assert word["top"] / 65535 < 0.5 < word["bottom"] / 65535
    assert [document.text[w["start"] : w["start"] + w["length"]] for w in np.frombuffer(second.words, WORD)] == [
        "second",
        "page",
    ]


def test_a_scan_a_locked_and_a_long_pdf_say_what_they_are() -> None:
    with pytest.raises(EmptyDocument, match="no text in it: its pages are pictures"):
        parsed([])
    with pytest.raises(UnreadableDocument, match="more than 2 pages"):
        parsed(*[lines("x")] * 3, limits=Limits(pages=2))
    with pytest.raises(UnreadableDocument, match="damaged"):
        parse_pdf(b"%PDF-1.4", "s", "p.pdf", Limits())


def pictured(data: bytes) -> bytes:
    """Return a PDF whose pages are pictures of another's."""
    import io

    import pypdfium2

    source, made = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    for page in source:
        width, height = page.get_size()
        picture = pypdfium2.PdfImage.new(made)
        picture.set_bitmap(page.render(scale=3))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        target = made.new_page(width, height)
        target.insert_obj(picture)
        target.gen_content()
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(not tesseract(), reason="Tesseract is not installed")
def test_a_scan_is_read_by_an_installed_tesseract_in_a_confined_child() -> None:
    page = [(100, 700, 24, "The harbour froze over"), (100, 600, 24, "in the winter of 1901.")]
    scan = pictured(placed_pdf([page, []]))
    with ParserPool(1) as pool:
        [document] = pool.read_bytes(scan, "/a/scan.pdf", "scan.pdf").documents
    assert " ".join(document.text.split()) == "The harbour froze over in the winter of 1901."
    words = np.frombuffer(document.pages[0].words, WORD)
    assert document.text[words[0]["start"] : words[0]["start"] + words[0]["length"]] == "The"
    assert words[0]["left"] / 65535 == pytest.approx(100 / 2000, abs=0.01)


def blank(sides: Sequence[tuple[float, float]]) -> bytes:
    """Return a PDF of pages of these sides with a picture each that has nothing on it."""
    made = pypdfium2.PdfDocument.new()
    for width, height in sides:
        page = made.new_page(width, height)
        picture = pypdfium2.PdfImage.new(made)
        picture.set_bitmap(pypdfium2.PdfBitmap.new_native(8, 8, 1))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page.insert_obj(picture)
        page.gen_content()
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def table(*words: str) -> bytes:
    """Return words as Tesseract tells of them."""
    head = "level page_num block_num par_num line_num word_num left top width height conf text".split()
    rows = [
        ["5", "1", "1", "1", "1", str(n), str(90 * n), "60", "80", "30", "96", word] for n, word in enumerate(words)
    ]
    return "\n".join("\t".join(row) for row in [head, *rows]).encode()


def test_a_page_that_calls_itself_large_is_drawn_no_larger_than_a_large_page(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures: list[bytes] = []

    def recognise(picture: bytes, seconds: float) -> bytes:
        assert 0 < seconds <= 60
        pictures.append(picture)
        return table("Rye")

    monkeypatch.setattr("index.parse.pdf.document.recogniser", lambda: recognise)
    sides = [(595, 842), (5_000, 5_000), (14_400, 14_400), (200_000, 3), (3, 200_000)]
    contents = parse_pdf(blank(sides), "s", "p.pdf", Limits())
    sizes = [tuple(map(int, picture.split(maxsplit=3)[1:3])) for picture in pictures]
    assert sizes[0] == (1653, 2339), "a usual page has 200 dots an inch"
    assert all(width * height <= 10_100_000 and max(width, height) <= 30_001 for width, height in sizes)
    assert contents.documents[0].text.count("Rye") == len(sides)


def test_pictured_pages_for_which_there_is_no_time_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [table("Rye"), b"", None, table("Oats"), None]

    def recognise(_picture: bytes, _seconds: float) -> bytes:
        answer = answers.pop(0)
        if answer is None:
            raise TimeoutError
        return answer

    monkeypatch.setattr("index.parse.pdf.document.recogniser", lambda: recognise)
    contents = read(blank([(200, 200)] * 5), "/a/p.pdf", "p.pdf")
    assert contents.documents[0].text.split() == ["Rye", "Oats"]
    [failure] = contents.failures
    assert failure.source == "/a/p.pdf"
    assert failure.reason == (
        "Pages 2–3, 5 of “p.pdf”, which are pictures, could not be read in time. "
        "Divide it, or raise FOOTNOTE_MAX_PARSER_CPU_SECONDS."
    )


@pytest.mark.slow
@pytest.mark.skipif(not tesseract(), reason="Tesseract is not installed")
def test_what_tesseract_takes_counts_as_what_the_file_takes() -> None:
    limits = Limits(cpu_seconds=1)
    scan = pictured(placed_pdf([lines("x"), lines("y")]))
    with (
        ParserPool(1, limits) as pool,
        pytest.raises(UnreadableDocument, match=r"Pages 1–2 of “s\.pdf”, which are pict"),
    ):
        pool.read_bytes(scan, "/a/s.pdf", "s.pdf")


def test_no_page_is_looked_at_for_pictures_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.parse.pdf.ocr._MOST_OBJECTS", 0)
    monkeypatch.setattr("index.parse.pdf.document.recogniser", lambda: lambda *_: table("Rye"))
    with pytest.raises(EmptyDocument):
        parse_pdf(blank([(200, 200)]), "s", "p.pdf", Limits())


def test_a_scan_says_what_would_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.parse.pdf.document.recogniser", lambda: None)
    with pytest.raises(EmptyDocument, match="Install Tesseract"):
        parse_pdf(pictured(placed_pdf([lines("x")])), "s", "p.pdf", Limits())
