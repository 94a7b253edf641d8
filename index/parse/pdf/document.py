"""PDF, page by page, without the heads and feet that every page repeats."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from index.documents import WORD, Page
from index.errors import EmptyDocument, UnreadableDocument
from index.limits import Limits
from index.parse.pdf.blocks import PlacedBlock, placed_blocks
from index.parse.pdf.filled.annotations import Annotations, PageNote
from index.parse.pdf.filled.comments import new_notes, with_comments
from index.parse.pdf.filled.labels import with_values
from index.parse.pdf.ocr.choice import picture_reader, what_would_read
from index.parse.pdf.ocr.pages import RecognisedPage, is_pictured, recognised_page
from index.parse.pdf.order import in_reading_order, without_running_lines
from index.parse.pdf.tables.grids import grids
from index.parse.pdf.tables.page_tables import table_boxes, with_tables
from index.parse.pdf.tables.rules import Rules, page_rules
from index.parse.pdf.views import PageView, as_shown, page_views
from index.parse.structure.blocks import assemble
from index.parse.structure.characters import one_line
from index.parse.structure.contents import Contents, Failure
from index.parse.structure.dates import date_in_name, publication_date
from index.parse.structure.file_document import file_document

__all__ = ["parse_pdf"]

_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_NO_TITLE = re.compile(
    r"^(?:microsoft |untitled|document\d*$|slide \d)|\.(?:docx?|pptx?|xlsx?|indd|qxd|tex|dvi|pdf)$", re.IGNORECASE
)
_FIRST_PAGES = 2
_GRID = 65_535
_MOST_NAMED = 10


def parse_pdf(data: bytes, source: str, name: str, limits: Limits) -> Contents:
    """Return the PDF as one document, with the page of every character and the place of every word.

    Pictured pages that there was no time to read are a failure beside it.

    Raises:
        UnreadableDocument: it is damaged, needs a password, has more pages than allowed, or none was read in time.
        EmptyDocument: its pages are pictures.
    """
    opened = _opened(data, name)
    try:
        if len(opened) > limits.pages:
            raise UnreadableDocument(f"“{name}” has more than {limits.pages:,} pages", "Divide it")
        sizes, views, rules = list[tuple[float, float]](), list[PageView](), list[Rules]()
        notes, unread = list[tuple[PageNote, ...]](), list[int]()
        reader, annotations = picture_reader(limits.ocr), Annotations(opened)
        until = limits.begun().pictures_until
        for number in range(1, len(opened) + 1):
            page = opened[number - 1]
            sizes.append(page.get_size())
            for place, view in enumerate(page_views(page, number)):
                seen = RecognisedPage(view.lines)
                if reader and not place and is_pictured(page, seen.lines):
                    try:
                        seen = recognised_page(page, seen.lines, reader, until)
                    except TimeoutError:
                        unread.append(number)
                # What belongs to the page as a whole belongs to its first view.
                fields, own_notes = ([], []) if place else annotations.on(page)
                lines, typed = with_values(seen.lines, fields)
                notes.append(new_notes(own_notes, typed, lines))
                views.append(view.read(page.get_size(), lines, seen.skew, seen.quarters))
                rules.append(page_rules(page) if lines else Rules())
            page.close()
        annotations.close()
        metadata = opened.get_metadata_dict()
    finally:
        opened.close()
    left_out = _left_out(name, unread, limits)
    pages = [view.lines for view in views]
    if not any(pages) and not any(notes):
        if left_out:
            raise left_out
        remedy = "Leave it out, or scan it again" if reader else what_would_read(limits.ocr)
        raise EmptyDocument(f"“{name}” has no text in it: its pages are pictures", remedy)
    heights = [view.height for view in views]
    ruled = [list(grids(each)) for each in rules]
    body = without_running_lines(pages, heights, [*map(table_boxes, ruled, heights)])
    shown = zip(body if any(body) else pages, rules, ruled, strict=True)
    blocks = placed_blocks([in_reading_order(with_tables(*page)) for page in shown])
    blocks = as_shown(with_comments(blocks, notes), views)
    text, sections = assemble(placed.block for placed in blocks)
    document = file_document(
        data,
        source,
        name,
        text,
        sections,
        titles=[*_stated_title(metadata, text), *_headline(blocks)],
        media_type="application/pdf",
        published_at=publication_date(text) or date_in_name(name) or _date(metadata.get("CreationDate", "")),
        pages=_pages(blocks, sizes),
        authors=[metadata.get("Author")],
    )
    return Contents((document,), (Failure(source, str(left_out)),) if left_out else ())


def _left_out(name: str, numbers: Sequence[int], limits: Limits) -> UnreadableDocument | None:
    """Return what to say of pages that were not read; nothing where all were read."""
    if not numbers:
        return None
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    named = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:_MOST_NAMED]]
    more = " and others" if len(runs) > _MOST_NAMED else ""
    return UnreadableDocument(
        f"{'Page' if len(numbers) == 1 else 'Pages'} {', '.join(named)}{more} of “{name}”, which are pictures, "
        "could not be read in time",
        f"Divide it, or raise {limits.settings}_CPU_SECONDS",
    )


def _opened(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            problem = UnreadableDocument(f"“{name}” needs a password", "Save it without one")
        else:
            problem = UnreadableDocument(f"“{name}” is a damaged PDF", "Save it again from its program")
        raise problem from error


def _stated_title(metadata: dict[str, str], text: str) -> list[str]:
    """Return the title in the metadata, unless a program made it up."""
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
