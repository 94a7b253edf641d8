"""PDFs whose pages are pictures, and an engine that sees on them what a test says."""

import io
from collections.abc import Callable, Sequence

import pypdfium2
from PIL import Image

from index.parse.pdf.ocr.engine import PictureReader
from index.parse.pdf.ocr.tesseract import Tesseract

__all__ = ["blank", "pictured", "reader_that_sees", "table", "with_text"]


def pictured(data: bytes, angle: float = 0.0) -> bytes:
    """Return a PDF whose pages are pictures of another's, turned to the left by so many degrees."""
    source, made = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    for page in source:
        width, height = page.get_size()
        drawn = page.render(scale=3, grayscale=True).to_pil()
        drawn = drawn.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        _add_page(made, pypdfium2.PdfBitmap.from_pil(drawn), width, height)
    return _saved(made)


def blank(sides: Sequence[tuple[float, float]], share: float = 1.0) -> bytes:
    """Return a PDF of pages of these sides with a picture each that has nothing on it, over a share of both sides."""
    made = pypdfium2.PdfDocument.new()
    for width, height in sides:
        _add_page(made, pypdfium2.PdfBitmap.new_native(8, 8, 1), width, height, share)
    return _saved(made)


def reader_that_sees(recognise: Callable[[bytes, float], bytes]) -> PictureReader:
    """Return a reader whose pictures go to a function, which answers as Tesseract does."""
    return PictureReader(Tesseract("/nowhere"), recognise)


def table(*words: str) -> bytes:
    """Return words as Tesseract tells of them."""
    head = "level page_num block_num par_num line_num word_num left top width height conf text".split()
    rows = [
        ["5", "1", "1", "1", "1", str(n), str(90 * n), "60", "80", "30", "96", word] for n, word in enumerate(words)
    ]
    return "\n".join("\t".join(row) for row in [head, *rows]).encode()


def with_text(scan: bytes, x: float, y: float, text: str) -> bytes:
    """Return a scan with a line of text on its first page, as scanners and archives add some."""
    made = pypdfium2.PdfDocument(scan)
    font = pypdfium2.raw.FPDFText_LoadStandardFont(made.raw, b"Helvetica")
    line = pypdfium2.raw.FPDFPageObj_CreateTextObj(made.raw, font, 12.0)
    encoded = text.encode("utf-16-le") + b"\0\0"
    letters = (pypdfium2.raw.FPDF_WCHAR * (len(encoded) // 2)).from_buffer_copy(encoded)
    pypdfium2.raw.FPDFText_SetText(line, letters)
    pypdfium2.raw.FPDFPageObj_Transform(line, 1, 0, 0, 1, x, y)
    page = made[0]
    pypdfium2.raw.FPDFPage_InsertObject(page.raw, line)
    page.gen_content()
    return _saved(made)


def _add_page(
    made: pypdfium2.PdfDocument, bitmap: pypdfium2.PdfBitmap, width: float, height: float, share: float = 1.0
) -> None:
    page = made.new_page(width, height)
    picture = pypdfium2.PdfImage.new(made)
    picture.set_bitmap(bitmap)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(share * width, share * height))
    page.insert_obj(picture)
    page.gen_content()


def _saved(made: pypdfium2.PdfDocument) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()
