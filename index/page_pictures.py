"""The page that a citation stands on, as it looks, with the cited words marked."""

import hashlib
import os
from pathlib import Path

import numpy as np

from index.documents import WORD, Page
from index.errors import DocumentNotFound
from index.parse.pictures import PageBox
from index.parser_pool import ParserPool
from index.records import StoredDocument
from index.store import Index

__all__ = ["has_pictures", "picture_of_page"]

_GRID = 65_535


def has_pictures(document: StoredDocument, pages: list[Page]) -> bool:
    """Tell whether a document's pages can be shown as they look: its words have places on them."""
    return document.media_type == "application/pdf" and any(page.words for page in pages)


def picture_of_page(  # every part names one thing to show
    index: Index, pool: ParserPool, document: StoredDocument, number: int, span: tuple[int, int], file: Path | None
) -> bytes:
    """Return a page as PNG with the words of a span marked.

    Args:
        index: that the document is in.
        pool: to draw in.
        document: a version of a PDF.
        number: of the page, from 1.
        span: first code point and one past the last, in the document's text; words of other pages are passed over.
        file: that the document came as; by default the one that its source names, if that has the same bytes still.

    Raises:
        DocumentNotFound: there is no such page, or no file any more to draw it from.
        UnreadableDocument: it cannot be drawn.
    """
    pages = {page.number: page for page in index.pages(document.id, document.version)}
    if number not in pages or not has_pictures(document, list(pages.values())):
        raise DocumentNotFound(f"“{document.title}” has no page {number} to show", "Read its text instead")
    path = file or Path(document.source)
    marks = _marks(pages[number], *span)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise _gone(document) from error
    try:
        with os.fdopen(os.dup(descriptor), "rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != index.content_hash(document.id, document.version):
                raise _gone(document)
        return pool.picture(descriptor, path.name, number, marks)
    finally:
        os.close(descriptor)


def _marks(page: Page, start: int, end: int) -> tuple[PageBox, ...]:
    words = np.frombuffer(page.words, WORD)
    ends = words["start"].astype(np.int64) + words["length"]
    marked = words[(words["start"] < end) & (ends > start)]
    edges = np.stack([marked[edge] for edge in ("left", "top", "right", "bottom")], axis=1) / _GRID
    return tuple((float(left), float(top), float(right), float(bottom)) for left, top, right, bottom in edges)


def _gone(document: StoredDocument) -> DocumentNotFound:
    return DocumentNotFound(f"The file of “{document.title}” is not there any more as it was", "Read its text instead")
