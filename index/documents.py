"""A document: its text, where it came from, and how it is divided."""

import hashlib
from dataclasses import dataclass

__all__ = ["Document", "Section", "document_id"]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document's text under one heading.

    Attributes:
        start: first code point, in the document's text.
        end: one past the last code point.
        heading: the headings above it, outermost first, joined by " › "; empty before the first heading.
    """

    start: int
    end: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one document; its text never changes under an offset.

    Attributes:
        source: what identifies it across versions: a file's absolute path, a record's own id, an upload's name.
        title: what a citation shows; never empty.
        text: the whole text in Unicode code points. Every offset in Footnote counts in this string.
        content_hash: hex sha256 of the bytes that it was read from; equal hashes mean that nothing changed.
        sections: ordered, not overlapping, covering every code point that may be cited.
        media_type: of the bytes it was read from.
        published_at: ISO 8601 date, or date and time, when the document says so.
        language: ISO 639 code, said by the document or seen in its text; empty when unknown.
        tags: as ``index.tags.tidy_tags`` writes them.
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

    @property
    def id(self) -> str:
        """The identity by source: the same for every version."""
        return document_id(self.source)


def document_id(source: str) -> str:
    """Return the document id of a source: 16 hex digits of its sha256."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]
