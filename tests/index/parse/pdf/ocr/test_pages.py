import numpy as np
import pytest

from index.documents import WORD
from index.errors import EmptyDocument, UnreadableDocument
from index.limits import Limits
from index.parse.formats import read
from index.parse.pdf.document import parse_pdf
from tests.index.parse.pdf.ocr.scans import blank, reader_that_sees, table, with_text


def test_a_page_that_calls_itself_large_is_drawn_no_larger_than_a_large_page(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures: list[bytes] = []

    def recognise(picture: bytes, seconds: float) -> bytes:
        assert 0 < seconds <= 60
        pictures.append(picture)
        return table("Rye")

    monkeypatch.setattr("index.parse.pdf.document.picture_reader", lambda _: reader_that_sees(recognise))
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

    monkeypatch.setattr("index.parse.pdf.document.picture_reader", lambda _: reader_that_sees(recognise))
    contents = read(blank([(200, 200)] * 5), "/a/p.pdf", "p.pdf")
    assert contents.documents[0].text.split() == ["Rye", "Oats"]
    [failure] = contents.failures
    assert failure.source == "/a/p.pdf"
    assert failure.reason == (
        "Pages 2–3, 5 of “p.pdf”, which are pictures, could not be read in time. "
        "Divide it, or raise FOOTNOTE_MAX_PARSER_CPU_SECONDS."
    )


def test_pages_are_read_until_the_time_for_pictures_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "index.parse.pdf.document.picture_reader", lambda _: reader_that_sees(lambda *_: pytest.fail("no time"))
    )
    with pytest.raises(UnreadableDocument, match=r"Pages 1–2 of “p\.pdf”, which are pictures"):
        parse_pdf(blank([(200, 200)] * 2), "s", "p.pdf", Limits(pictures_until=1.0))


def test_no_page_is_looked_at_for_pictures_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.parse.pdf.ocr.pages._MOST_OBJECTS", 0)
    monkeypatch.setattr("index.parse.pdf.document.picture_reader", lambda _: reader_that_sees(lambda *_: table("Rye")))
    with pytest.raises(EmptyDocument):
        parse_pdf(blank([(200, 200)]), "s", "p.pdf", Limits())


@pytest.mark.parametrize(("y", "text"), [(10, "Rye\n\nScanned"), (400, "Scanned")])
def test_what_a_scanner_prints_into_the_margin_leaves_a_page_a_picture(
    monkeypatch: pytest.MonkeyPatch, y: float, text: str
) -> None:
    # Tesseract sees what is printed too: the second word of its answer is where the text stands.
    told = table("Rye", "Scamned")
    told = told.replace(b"\t90\t60\t80\t30\t96\tScamned", b"\t%d\t%d\t40\t10\t96\tScamned" % (140, 2339 - 28 - 8))
    monkeypatch.setattr("index.parse.pdf.document.picture_reader", lambda _: reader_that_sees(lambda *_: told))
    scan = with_text(blank([(595, 842)]), 50, y, "Scanned")
    assert parse_pdf(scan, "s", "p.pdf", Limits()).documents[0].text == text


def test_text_in_the_margin_of_a_small_picture_is_all_that_a_page_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "index.parse.pdf.document.picture_reader", lambda _: reader_that_sees(lambda *_: pytest.fail("a logo"))
    )
    scan = with_text(blank([(595, 842)], share=0.4), 50, 10, "Scanned")
    assert parse_pdf(scan, "s", "p.pdf", Limits()).documents[0].text == "Scanned"


@pytest.mark.parametrize(("tried", "quarters"), [((0,), 0), ((1, 3), 1), ((1, 3), 3), ((0, 2), 2), ((0, 2), 0)])
def test_a_page_is_turned_as_most_of_its_letters_are_read(
    tried: tuple[int, ...], quarters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word at the left end of the first line keeps its place on the page as it is shown."""
    answers = {each: table("Rye", "bread") if each == quarters else table("x") for each in tried}
    left = list(tried)
    monkeypatch.setattr("index.parse.pdf.ocr.pages.directions", lambda _: tried)
    monkeypatch.setattr(
        "index.parse.pdf.document.picture_reader",
        lambda _: reader_that_sees(lambda *_: answers[left.pop(0)]),
    )
    (document,) = parse_pdf(blank([(595, 842)]), "s", "p.pdf", Limits()).documents
    assert document.text == "Rye bread"
    (page,) = document.pages
    assert (page.width, page.height) == (595, 842)
    word = np.frombuffer(page.words, WORD)[0]
    corners = {0: ("left", "top"), 1: ("left", "bottom"), 2: ("right", "bottom"), 3: ("right", "top")}
    for side in corners[quarters]:
        near = 0 if side in ("left", "top") else 65535
        assert abs(int(word[side]) - near) < 6_000


def test_what_was_read_first_stays_where_there_is_no_time_for_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [table("Rye"), b""]
    monkeypatch.setattr("index.parse.pdf.ocr.pages.directions", lambda _: (0, 2))
    monkeypatch.setattr(
        "index.parse.pdf.document.picture_reader", lambda _: reader_that_sees(lambda *_: answers.pop(0))
    )
    contents = parse_pdf(blank([(595, 842)]), "s", "p.pdf", Limits())
    assert contents.documents[0].text == "Rye"
    assert not contents.failures
