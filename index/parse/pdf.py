"""PDF, page by page, without the heads and feet that every page repeats."""

import datetime
import re
from typing import Any

import numpy as np

from index.documents import WORD, Document, Page
from index.errors import EmptyDocument, UnreadableDocument
from index.limits import Limits
from index.parse.blocks import assemble
from index.parse.characters import one_line
from index.parse.dates import date_in_name, dateline
from index.parse.file_document import file_document
from index.parse.ocr import is_pictured, recognised_lines, recogniser
from index.parse.pdf_blocks import PlacedBlock, placed_blocks
from index.parse.pdf_order import in_reading_order, without_running_lines
from index.parse.pdf_words import page_lines

__all__ = ["parse_pdf"]

_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_NO_TITLE = re.compile(
    r"^(?:microsoft |untitled|document\d*$|slide \d)|\.(?:docx?|pptx?|xlsx?|indd|qxd|tex|dvi|pdf)$", re.IGNORECASE
)
_FIRST_PAGES = 2
_GRID = 65_535


def parse_pdf(data: bytes, source: str, name: str, limits: Limits) -> list[Document]:
    """Return the PDF as one document, with the page of every character and the place of every word.

    Raises:
        UnreadableDocument: it is damaged, wants a password, or has more pages than allowed.
        EmptyDocument: its pages are pictures.
    """
    document = _opened(data, name)
    try:
        if len(document) > limits.pages:
            raise UnreadableDocument(f"“{name}” has more than {limits.pages:,} pages", "Divide it")
        sizes, pages = [], []
        recognise = recogniser()
        for number in range(len(document)):
            page = document[number]
            sizes.append(page.get_size())
            lines = page_lines(page)
            if not lines and recognise and is_pictured(page):
                lines = recognised_lines(page, recognise)
            pages.append(lines)
            page.close()
        metadata = document.get_metadata_dict()
    finally:
        document.close()
    if not any(pages):
        remedy = "Install Tesseract, which Footnote then asks" if not recognise else "Leave it out, or scan it again"
        raise EmptyDocument(f"“{name}” has no text in it: its pages are pictures", remedy)
    body = without_running_lines(pages, [height for _, height in sizes])
    blocks = placed_blocks([in_reading_order(lines) for lines in (body if any(body) else pages)])
    text, sections = assemble(placed.block for placed in blocks)
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[*_stated_title(metadata, text), *_headline(blocks)],
            media_type="application/pdf",
            published_at=dateline(text) or date_in_name(name) or _date(metadata.get("CreationDate", "")),
            pages=_pages(blocks, sizes),
        )
    ]


def _opened(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            problem = UnreadableDocument(f"“{name}” wants a password", "Save it without one")
        else:
            problem = UnreadableDocument(f"“{name}” is a damaged PDF", "Save it again from its program")
        raise problem from error


def _stated_title(metadata: dict[str, str], text: str) -> list[str]:
    """Return the title in the metadata, when it is none that a program made up."""
    title = one_line(metadata.get("Title", ""))
    if _NO_TITLE.search(title) or "/" in title or "\\" in title:
        return []
    # One of a single word is as often a working title, and worth something only when the text has it.
    return [title] if " " in title or title.casefold() in text[:2000].casefold() else []


def _headline(blocks: list[PlacedBlock]) -> list[str]:
    """Return the largest heading of the first pages, the first of equal ones."""
    first = [placed.block for placed in blocks if placed.block.level and placed.marks[0].page <= _FIRST_PAGES]
    return [min(first, key=lambda block: block.level).text] if first else []


def _date(stamp: str) -> str | None:
    match = _DATE.match(stamp)
    try:
        return datetime.date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _pages(blocks: list[PlacedBlock], sizes: list[tuple[float, float]]) -> tuple[Page, ...]:
    """Return where in the text every page begins and ends, and where on the page its words stand."""
    rows: list[list[tuple[float, ...]]] = [[] for _ in sizes]
    base = 0
    for placed in blocks:
        for mark in placed.marks:
            word = mark.word
            place = (base + mark.start, mark.length, word.left, word.top, word.right, word.bottom)
            rows[mark.page - 1].append(place)
        base += len(placed.block.text) + 2
    pages: list[Page] = []
    start = 0
    for number, (places, (width, height)) in enumerate(zip(rows, sizes, strict=True), 1):
        values = np.array(places, np.float64).reshape(len(places), 6)
        on_page = np.rint(np.clip(values[:, 2:] / [width, height, width, height], 0, 1) * _GRID)
        words = np.zeros(len(places), WORD)
        for name, column in zip(WORD.names or (), (*values[:, :2].T, *on_page.T), strict=True):
            words[name] = column
        end = max(start, int((values[:, 0] + values[:, 1]).max(initial=0)))
        pages.append(Page(number, start, end, width, height, words.tobytes()))
        start = end
    return tuple(pages)
