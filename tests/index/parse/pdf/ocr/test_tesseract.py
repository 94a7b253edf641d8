import numpy as np
import pytest

from index.documents import WORD
from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.pdf.ocr.tesseract import Tesseract, tesseract
from index.sandbox.pool import ParserPool
from tests.index.parse.pdf.ocr.scans import pictured, table
from tests.index.parse.writers import placed_pdf

needs_tesseract = pytest.mark.skipif(not tesseract(), reason="Tesseract is not installed")


@pytest.mark.slow
@needs_tesseract
def test_a_scan_is_read_by_an_installed_tesseract_in_a_confined_child() -> None:
    page = [(100, 700, 24, "The harbour froze over"), (100, 600, 24, "in the winter of 1901.")]
    scan = pictured(placed_pdf([page, []]))
    with ParserPool(1, Limits(ocr="tesseract")) as pool:
        [document] = pool.read_bytes(scan, "/a/scan.pdf", "scan.pdf").documents
    assert " ".join(document.text.split()) == "The harbour froze over in the winter of 1901."
    words = np.frombuffer(document.pages[0].words, WORD)
    assert document.text[words[0]["start"] : words[0]["start"] + words[0]["length"]] == "The"
    assert words[0]["left"] / 65535 == pytest.approx(100 / 2000, abs=0.01)


@pytest.mark.slow
@needs_tesseract
@pytest.mark.parametrize("angle", [0.0, 1.5])
def test_a_scan_that_lies_askew_becomes_headings_and_paragraphs_too(angle: float) -> None:
    page = [
        (300, 700, 28, "The Harbour"),
        (300, 650, 20, "The harbour froze over in that winter, and nobody could say when all of the ice would"),
        (300, 622, 20, "break again. The ferry to the island stayed at its pier for a month, and its keeper, it is"),
        (300, 594, 20, "said, grew beans in the saloon."),
    ]
    scan = pictured(placed_pdf([page]), angle)
    with ParserPool(1, Limits(ocr="tesseract")) as pool:
        [document] = pool.read_bytes(scan, "/a/scan.pdf", "scan.pdf").documents
    heading, paragraph = document.text.split("\n\n")
    assert heading == "The Harbour"
    assert paragraph == " ".join(text for *_, text in page[1:])
    assert [section.heading for section in document.sections] == ["The Harbour"]


@pytest.mark.slow
@needs_tesseract
def test_what_tesseract_takes_counts_as_what_the_file_takes() -> None:
    limits = Limits(cpu_seconds=1, ocr="tesseract")
    scan = pictured(placed_pdf([[(50, 700, 10, "x")], [(50, 700, 10, "y")]]))
    with (
        ParserPool(1, limits) as pool,
        pytest.raises(UnreadableDocument, match=r"Pages 1–2 of “s\.pdf”, which are pict"),
    ):
        pool.read_bytes(scan, "/a/s.pdf", "s.pdf")


def test_words_that_it_is_unsure_of_are_left_out() -> None:
    told = table("Rye", "Oats").replace(b"\t96\tOats", b"\t12\tOats")
    [line] = Tesseract("/nowhere").lines(told)
    assert [(word.text, word.left, word.bottom) for word in line] == [("Rye", 0, 90)]
