from typing import get_args

import pytest

from index.errors import EmptyDocument
from index.limits import Limits, OcrChoice
from index.parse.pdf.document import parse_pdf
from index.parse.pdf.ocr.choice import chosen, engine_name, picture_reader
from tests.index.parse.pdf.ocr.scans import blank

CHOICES: tuple[OcrChoice, ...] = get_args(OcrChoice)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let there be as much as a test says, and not what there is here."""
    has_rapid_ocr, has_tesseract = request.param
    monkeypatch.setattr("index.parse.pdf.ocr.choice.is_rapid_ocr_installed", lambda: has_rapid_ocr)
    monkeypatch.setattr("index.parse.pdf.ocr.choice.tesseract", lambda: "/bin/tesseract" if has_tesseract else None)


def names() -> list[str]:
    return [type(chosen(choice)).__name__ for choice in CHOICES]


@pytest.mark.parametrize("installed", [(True, True)], indirect=True)
@pytest.mark.usefixtures("installed")
def test_where_there_are_both_the_library_reads_unless_the_program_is_asked_for() -> None:
    assert CHOICES == ("auto", "rapidocr", "tesseract", "none")
    assert names() == ["RapidOcr", "RapidOcr", "Tesseract", "NoneType"]
    assert [engine_name(choice) for choice in CHOICES] == ["RapidOCR", "RapidOCR", "Tesseract", "none"]


@pytest.mark.parametrize("installed", [(False, True)], indirect=True)
@pytest.mark.usefixtures("installed")
def test_where_there_is_the_program_alone_it_reads_unless_the_library_is_asked_for() -> None:
    assert names() == ["Tesseract", "NoneType", "Tesseract", "NoneType"]


@pytest.mark.parametrize("installed", [(True, False)], indirect=True)
@pytest.mark.usefixtures("installed")
def test_where_there_is_the_library_alone_nothing_reads_where_the_program_is_asked_for() -> None:
    assert names() == ["RapidOcr", "RapidOcr", "NoneType", "NoneType"]


@pytest.mark.parametrize("installed", [(False, False)], indirect=True)
@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("choice", "remedy"),
    [
        ("auto", r"Run “pip install \"footnote\[ocr\]\"”, or install Tesseract"),
        ("rapidocr", r"Run “pip install \"footnote\[ocr\]\"”, since FOOTNOTE_OCR asks for RapidOCR"),
        ("tesseract", "Install Tesseract, since FOOTNOTE_OCR asks for it"),
        ("none", "Set FOOTNOTE_OCR to “auto”"),
    ],
)
def test_where_there_is_none_a_scan_says_what_would_read_it(choice: OcrChoice, remedy: str) -> None:
    assert picture_reader(choice) is None
    with pytest.raises(EmptyDocument, match=remedy):
        parse_pdf(blank([(200, 200)]), "s", "p.pdf", Limits(ocr=choice))
