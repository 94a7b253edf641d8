"""A document: its text, where it came from, how it is divided; and one of its stored versions."""

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np

__all__ = ["WORD", "Document", "Origin", "Page", "Section", "StoredDocument", "document_id"]

WORD = np.dtype([("start", "<u4"), ("length", "<u2"), *((edge, "<u2") for edge in ("left", "top", "right", "bottom"))])
"""A word on a page: its code points in the document's text, and its box in 1/65535 of the page's width and height from
the upper left corner."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document's text under one heading.

    Attributes:
        start: first code point, in the document's text.
        end: one past the last code point.
        heading: the headings above it, outermost first, joined by " › "; empty before the first heading.
        head: first code point and one past the last of the line that names a table's columns, when it is one table.
    """

    start: int
    end: int
    heading: str = ""
    head: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or slide, of a document that has pages; in order, and not overlapping.

    Attributes:
        number: from 1.
        start: first code point of what begins on it, in the document's text.
        end: one past the last code point.
        width: in points, as it is shown; 0.0 when its words have no places.
        height: in points.
        words: an array of ``WORD`` as bytes.
    """

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0
    words: bytes = b""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a document came: nothing that came another way takes its place (``index.origins``).

    Attributes:
        way: a file of a "folder", a file that was sent in ("upload"), a "text" that was sent as JSON. "sent" is one of
            both, and the empty string any of them: older indexes did not write it down.
        file: the source of the file that came; of what is inside it, the source is FILE#…, however deep it lies.
    """

    way: Literal["", "folder", "upload", "text", "sent"] = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one document; its text never changes under an offset.

    Attributes:
        source: what identifies it across versions: a file's absolute path, an upload's name, and FILE#… of what is
            inside a file.
        title: what a citation shows; never empty.
        text: the whole text in Unicode code points. Every offset in Footnote counts in this string.
        content_hash: hex sha256 of the bytes that it was read from; equal hashes mean that nothing changed.
        sections: ordered, not overlapping, covering every code point that may be cited.
        media_type: of the bytes it was read from.
        published_at: ISO 8601 date, or date and time, when the document says so.
        language: ISO 639 code, said by the document or seen in its text; empty when unknown.
        tags: as ``index.text.tags.tidy_tags`` writes them.
        pages: where the format has some.
        claimed_source: the source that its file says it has: a claim, which identifies nothing.
        origin: how it came.
        authors: names of who wrote it, as far as it says so.
    """

    source: str
    title: str
    text: str
    content_hash: str
    sections: tuple[Section, ...]
    media_type: str = "text/plain"
    published_at: str | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    claimed_source: str = ""
    origin: Origin = Origin()
    authors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The identity by source: the same for every version."""
        return document_id(self.source)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One stored version of a document; ``current`` tells whether answers are made from it.

    ``claimed_source`` is the source that the file itself says it has, which nobody has checked.
    """

    id: str
    version: int
    current: bool
    title: str
    source: str
    text: str
    sections: tuple[Section, ...]
    published_at: str | None
    media_type: str
    language: str
    tags: tuple[str, ...] = ()
    claimed_source: str = ""
    authors: tuple[str, ...] = ()


def document_id(source: str) -> str:
    """Return the document id of a source: 16 hex digits of its sha256."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]
