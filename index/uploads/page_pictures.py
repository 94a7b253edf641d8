"""Pictures of the pages of a PDF, with the words of a span marked: what is to be drawn, and the drawing."""

import hashlib
import os
import stat
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

from index.documents import WORD, Page, StoredDocument
from index.errors import DocumentNotFound
from index.limits import too_large
from index.parse.pdf.pictures import PageBox
from index.sandbox.pool import ParserPool, ReadingStopped
from index.store import Index

__all__ = ["PageToDraw", "draw", "has_pictures", "page_to_draw"]

_GRID = 65_535
_HASHED_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class PageToDraw:
    """A page and what to mark on it; two that are equal look the same.

    Attributes:
        content_hash: hex sha256 of the PDF.
        number: of the page, from 1.
        marks: on it.
        file_state: device, inode, size and modification time of the file, by which it is known to be the same still.
        path: of the file.
        title: of the document, for errors.
    """

    content_hash: str
    number: int
    marks: tuple[PageBox, ...]
    file_state: tuple[int, int, int, int]
    path: Path = field(compare=False)
    title: str = field(compare=False)


def has_pictures(document: StoredDocument, pages: list[Page]) -> bool:
    """Tell whether a document's pages can be shown as they look: its words have places on them."""
    return document.media_type == "application/pdf" and any(page.words for page in pages)


def page_to_draw(
    index: Index, document: StoredDocument, number: int, span: tuple[int, int], file: Path | None
) -> PageToDraw:
    """Return what is to be drawn; the index and the file's state are read for it, and nothing is drawn yet.

    Args:
        index: that the document is in.
        document: a version of a PDF.
        number: of the page, from 1.
        span: first code point and one past the last, in the document's text; words of other pages are passed over.
        file: that the document came as; by default the one that its source names. ``draw`` sees whether it has the
            same bytes still.

    Raises:
        DocumentNotFound: the document has no such page, or its file is gone.
    """
    pages = {page.number: page for page in index.pages.of(document.id, document.version)}
    if number not in pages or not has_pictures(document, list(pages.values())):
        raise DocumentNotFound(f"“{document.title}” has no page {number} to show", "Read its text instead")
    path = file or Path(document.source)
    try:
        state = path.stat()
    except (OSError, ValueError) as error:
        raise _gone(document.title) from error
    return PageToDraw(
        index.documents.content_hash(document.id, document.version),
        number,
        _marks(pages[number], *span),
        (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns),
        path,
        document.title,
    )


def draw(pool: ParserPool, page: PageToDraw, stop: threading.Event | None = None) -> bytes:
    """Return a page as PNG with its marks.

    Args:
        pool: to draw in.
        page: of ``page_to_draw``.
        stop: calls the drawing off when it is set.

    Raises:
        DocumentNotFound: the file was removed, changed, or is no regular file any more.
        PictureTooSlow: it takes more than the pool's limits.
        UnreadableDocument: it has more bytes than the pool's limits allow, or cannot be drawn.
        ReadingStopped: ``stop`` was set.
    """
    try:
        descriptor = os.open(page.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError as error:
        raise _gone(page.title) from error
    try:
        with os.fdopen(os.dup(descriptor), "rb") as opened:
            state = os.fstat(descriptor)
            # A link, a device or a sparse file in its place would be read without end.
            if not stat.S_ISREG(state.st_mode) or state.st_size != page.file_state[2]:
                raise _gone(page.title)
            if state.st_size > pool.limits.file_bytes:
                raise too_large(page.path.name, pool.limits.file_bytes)
            if _sha256(opened, stop) != page.content_hash:
                raise _gone(page.title)
        return pool.picture(descriptor, page.path.name, page.number, page.marks, stop)
    finally:
        os.close(descriptor)


def _sha256(file: BinaryIO, stop: threading.Event | None) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_HASHED_AT_ONCE):
        if stop and stop.is_set():
            raise ReadingStopped
        digest.update(piece)
    return digest.hexdigest()


def _marks(page: Page, start: int, end: int) -> tuple[PageBox, ...]:
    words = np.frombuffer(page.words, WORD)
    ends = words["start"].astype(np.int64) + words["length"]
    marked = words[(words["start"] < end) & (ends > start)]
    edges = np.stack([marked[edge] for edge in ("left", "top", "right", "bottom")], axis=1) / _GRID
    return tuple((float(left), float(top), float(right), float(bottom)) for left, top, right, bottom in edges)


def _gone(title: str) -> DocumentNotFound:
    return DocumentNotFound(f"The file of “{title}” was removed or changed", "Read its text instead")
