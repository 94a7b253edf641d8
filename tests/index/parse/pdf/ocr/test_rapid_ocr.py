"""The real models of the wheel read real pictures; nothing stands in for them."""

import io
import math
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from index.documents import WORD, Document
from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.pdf.ocr import rapid_ocr
from index.parse.pdf.ocr.rapid_ocr import RapidOcr, is_rapid_ocr_installed
from index.sandbox.pool import ParserPool
from tests.index.parse.pdf.ocr.scans import pictured
from tests.index.parse.writers import placed_pdf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_rapid_ocr_installed(), reason="the extra “ocr” is not installed"),
]

Placed = list[tuple[int, int, int, str]]
STORY: Placed = [
    (300, 760, 28, "The Harbour"),
    (300, 700, 20, "The harbour froze over in the winter of 1901, and nobody could say when the ice would"),
    (300, 672, 20, "break again. The ferry to Punta Brava stayed at its pier for 47 days, and its keeper,"),
    (300, 644, 20, "Señora Quesada, grew beans in the saloon: 12.50 a pound, it is said."),
    (300, 590, 20, "In March the thaw came. Two boats were lost, the “Alba” and the “Brisa”."),
]
COLD = (
    "The harbour froze over in the winter of 1901, and nobody could say when the ice would break again. The ferry to "
    "Punta Brava stayed at its pier for 47 days, and its keeper, Señora Quesada, grew beans in the saloon: 12.50 a "
    "pound, it is said."
)
THAW = "In March the thaw came. Two boats were lost, the “Alba” and the “Brisa”."


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(1, Limits(ocr="rapidocr")) as made:
        yield made


def document(pool: ParserPool, data: bytes) -> Document:
    contents = pool.read_bytes(data, "/a/scan.pdf", "scan.pdf")
    assert contents.failures == ()
    return contents.documents[0]


def plain(text: str) -> str:
    """Return a text with the marks of quotations that a picture does not tell apart as one."""
    return text.replace("“", '"').replace("”", '"')


def places(found: Document, page: int = 0) -> dict[str, tuple[float, ...]]:
    """Return where each word of a page stands, in points."""
    its = found.pages[page]
    sides = (its.width, its.height) * 2
    return {
        found.text[word["start"] : word["start"] + word["length"]]: tuple(
            float(word[name]) / 65535 * side
            for name, side in zip(("left", "top", "right", "bottom"), sides, strict=True)
        )
        for word in np.frombuffer(its.words, WORD)
    }


@pytest.mark.parametrize("angle", [0.0, 1.5, -2.5])
def test_a_scan_becomes_headings_and_paragraphs_in_a_confined_child(pool: ParserPool, angle: float) -> None:
    found = document(pool, pictured(placed_pdf([STORY]), angle))
    assert plain(found.text).split("\n\n") == ["The Harbour", plain(COLD), plain(THAW)]
    assert [section.heading for section in found.sections] == ["The Harbour"]


def test_every_word_has_the_place_that_pdf_text_has(pool: ParserPool) -> None:
    written = placed_pdf([STORY])
    expected = places(document(pool, written))
    for angle in (0.0, 1.5):
        found = places(document(pool, pictured(written, angle)))
        sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        for word in ("Harbour", "1901,", "Punta", "saloon:", "thaw"):
            left, top, right, bottom = expected[word]
            # Turned to the left around the middle of the page.
            across, down = (left + right) / 2 - 1000, (top + bottom) / 2 - 421
            middle = 1000 + across * cosine + down * sine, 421 - across * sine + down * cosine
            seen = found[word]
            assert ((seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2) == pytest.approx(middle, abs=5), (angle, word)
            assert (seen[2] - seen[0], seen[3] - seen[1]) == pytest.approx((right - left, bottom - top), abs=7)


def test_of_a_mixed_file_only_the_pages_that_are_pictures_are_read_off_them(pool: ParserPool) -> None:
    mixed = pypdfium2.PdfDocument.new()
    text = "A word that no engine reads: Il1lO0."
    for data in (placed_pdf([[(50, 700, 20, text)]]), pictured(placed_pdf([STORY[:1]]))):
        mixed.import_pages(pypdfium2.PdfDocument(data))
    file = io.BytesIO()
    mixed.save(file)
    found = document(pool, file.getvalue())
    assert found.text.split("\n\n") == [text, "The Harbour"]
    assert [found.text[page.start : page.end].strip() for page in found.pages] == [text, "The Harbour"]


def test_columns_of_a_scan_are_read_one_after_the_other(pool: ParserPool) -> None:
    page = [
        (x, 700 - 30 * n, 20, f"{side} {n} of the story that goes down this column")
        for n in range(6)
        for x, side in ((100, "left"), (1100, "right"))
    ]
    text = document(pool, pictured(placed_pdf([page]), 1.0)).text
    assert text.count("story that goes down") == 12
    assert text.index("left 5") < text.index("right 0")


def test_a_row_of_a_table_on_a_scan_is_a_line(pool: ParserPool) -> None:
    rows = [("Ship", "Built", "Home"), ("Alba", "1931", "Oban"), ("Brisa", "1960", "Vigo")]
    page = [(200 + 400 * x, 700 - 40 * y, 20, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    text = document(pool, pictured(placed_pdf([page]))).text
    assert text == "Ship | Built | Home\nAlba | 1931 | Oban\nBrisa | 1960 | Vigo"


def test_a_picture_without_words_and_one_too_thin_for_any_give_none() -> None:
    for width, height in ((400, 300), (3, 30_000), (30_000, 3)):
        picture = b"P5 %d %d 255\n" % (width, height) + b"\xff" * (width * height)
        assert RapidOcr().lines(RapidOcr().read(picture, 1.0)) == []


def test_a_model_that_is_another_file_or_missing_is_not_loaded_and_the_remedy_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("something was looked for in the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    for other in (("PP-OCRv6_rec_small.onnx", "0" * 64), ("missing.onnx", "0" * 64)):
        rapid_ocr._models.cache_clear()
        monkeypatch.setattr(rapid_ocr, "_RECOGNISER", other)
        with pytest.raises(UnreadableDocument, match=rf"{other[0]} of RapidOCR is not the file .*rapidocr==3\.10\.0"):
            RapidOcr().lines(RapidOcr().read(b"P5 1 1 255\n\xff", 1.0))
    rapid_ocr._models.cache_clear()


def test_what_keeps_the_library_from_starting_is_told_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    rapid_ocr._models.cache_clear()
    with pytest.raises(UnreadableDocument, match="RapidOCR cannot be started"):
        RapidOcr().lines(RapidOcr().read(b"P5 1 1 255\n\xff", 1.0))
    rapid_ocr._models.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted as Linux counts them")
def test_what_it_is_forked_from_has_one_thread(pool: ParserPool) -> None:
    document(pool, pictured(placed_pdf([STORY])))
    server = pool._idle.queue[-1]
    assert server is not None
    assert len(list(Path(f"/proc/{server._process.pid}/task").iterdir())) == 1
