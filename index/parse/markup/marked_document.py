"""The document that a file with marks becomes."""

import re
from collections.abc import Iterable, Sequence

from index.documents import Document
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.dates import date_in_name, publication_date, read_date
from index.parse.structure.file_document import file_document

__all__ = ["marked_document"]

_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]|$)")


def marked_document(
    file: tuple[bytes, str, str],
    blocks: Sequence[Block],
    media_type: str,
    *,
    title: str | None = None,
    date: str | None = None,
    language: str | None = None,
    authors: Iterable[str | None] = (),
    tags: tuple[str, ...] = (),
) -> Document:
    """Return the document of a file's blocks; its title is the first heading where it states none.

    Args:
        file: its bytes, its source and its name.
        blocks: in reading order.
        media_type: of the file.
        title: that the file states.
        date: that it states, in any form.
        language: that it states, with its country or without.
        authors: that it states.
        tags: tidy ones.
    """
    data, source, name = file
    text, sections = assemble(blocks)
    known = _LANGUAGE.match(language or "")
    return file_document(
        data,
        source,
        name,
        text,
        sections,
        media_type=media_type,
        titles=[title, next((block.text for block in blocks if block.level), None)],
        published_at=read_date(date or "") or publication_date(text) or date_in_name(name),
        language=known[1].lower() if known else "",
        authors=authors,
        tags=tags,
    )
