"""Which engine recognises the words on pictured pages."""

from index.limits import OcrChoice
from index.parse.pdf.ocr.engine import OcrEngine, PictureReader
from index.parse.pdf.ocr.rapid_ocr import RapidOcr, is_rapid_ocr_installed
from index.parse.pdf.ocr.tesseract import Tesseract, tesseract

__all__ = ["chosen", "engine_name", "picture_reader", "use", "what_would_read"]

_given: PictureReader | None = None


def chosen(choice: OcrChoice, program: str | None = None) -> OcrEngine | None:
    """Return the engine that is meant, or the first that is installed; None where there is none.

    Args:
        choice: as ``FOOTNOTE_OCR`` has it.
        program: Tesseract's path; looked for when None.
    """
    if choice in ("auto", "rapidocr") and is_rapid_ocr_installed():
        return RapidOcr()
    path = program or tesseract()
    return Tesseract(path) if choice in ("auto", "tesseract") and path else None


def engine_name(choice: OcrChoice) -> str:
    """Return what people call the engine that reads pictures here; “none” where nothing does."""
    engine = chosen(choice)
    return engine.name if engine else "none"


def use(own: PictureReader | None) -> None:
    """Let pictures be read on another way than in this process, or by a program that this process starts."""
    global _given  # noqa: PLW0603 — a process has one way to read pictures
    _given = own


def picture_reader(choice: OcrChoice) -> PictureReader | None:
    """Return what reads pictures here; None where nothing does."""
    if _given is not None:
        return _given
    engine = chosen(choice)
    return PictureReader(engine, engine.read) if engine else None


def what_would_read(choice: OcrChoice) -> str:
    """Return what to do so that pictured pages are read, where nothing reads them."""
    rapid_ocr = 'Run “pip install "footnote[ocr]"”'
    return {
        "auto": f"{rapid_ocr}, or install Tesseract, and Footnote reads them",
        "rapidocr": f"{rapid_ocr}, since FOOTNOTE_OCR asks for RapidOCR",
        "tesseract": "Install Tesseract, since FOOTNOTE_OCR asks for it",
        "none": "Set FOOTNOTE_OCR to “auto” to have them read",
    }[choice]
