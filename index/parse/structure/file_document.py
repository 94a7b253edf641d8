"""The document that a file becomes: what the parsers of all formats put together alike."""

import hashlib
from collections.abc import Iterable

from index.documents import Document, Page, Section
from index.parse.structure.authors import authors_of
from index.parse.structure.titles import first_title

__all__ = ["content_hash", "file_document"]


def file_document(
    data: bytes,
    source: str,
    name: str,
    text: str,
    sections: tuple[Section, ...],
    *,
    media_type: str,
    titles: Iterable[str | None] = (),
    published_at: str | None = None,
    language: str = "",
    tags: tuple[str, ...] = (),
    pages: tuple[Page, ...] = (),
    claimed_source: str = "",
    authors: Iterable[str | None] = (),
) -> Document:
    """Return a document with the hash of its bytes and a title.

    Args:
        data: what it was read from: the whole file, or a record of it.
        source: as the document's.
        name: of the file, which is the title when there is no better one.
        text: as the document's, as are the others below.
        sections: of the text.
        media_type: of the data.
        titles: candidates, best first.
        published_at: ISO 8601.
        language: ISO 639 code.
        tags: tidy ones.
        pages: where the format has some.
        claimed_source: as the document's.
        authors: what its metadata says of who wrote it; a byline in the text counts too.
    """
    return Document(
        source=source,
        title=first_title(titles, name),
        text=text,
        content_hash=content_hash(data),
        sections=sections,
        media_type=media_type,
        published_at=published_at,
        language=language,
        tags=tags,
        pages=pages,
        claimed_source=claimed_source,
        authors=authors_of(text, authors),
    )


def content_hash(data: bytes) -> str:
    """Return the hex sha256 of a file's bytes: equal hashes mean that nothing changed."""
    return hashlib.sha256(data).hexdigest()
