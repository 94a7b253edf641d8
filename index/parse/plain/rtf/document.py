"""Files in Rich Text Format as documents."""

import dataclasses

from index.documents import Document
from index.errors import UnreadableDocument
from index.parse.plain.rtf.reader import read_rtf
from index.parse.plain.text import parse_text
from index.parse.structure.blocks import assemble
from index.parse.structure.dates import date_in_name, publication_date
from index.parse.structure.file_document import content_hash, file_document

__all__ = ["parse_rtf"]

_MEDIA_TYPE = "application/rtf"
_BLANK = b" \t\r\n\x00\xef\xbb\xbf"
"""White space, and the bytes of a mark that no such file needs."""


def parse_rtf(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document, its notes and comments at the end; without running heads and pictures.

    Where no paragraph is marked as a heading, those of plain text are looked for.

    Raises:
        UnreadableDocument: it is not RTF.
    """
    if not data.lstrip(_BLANK).startswith(b"{\\rtf"):
        raise UnreadableDocument(f"“{name}” is not RTF", "Give it the extension of its real format")
    content = read_rtf(data.lstrip(_BLANK))
    text, sections = assemble(content.blocks)
    titles = [content.headline, content.title]
    if any(block.level for block in content.blocks):
        titles.append(next(block.text for block in content.blocks if block.level))
    elif not any(block.is_table for block in content.blocks):
        [plain] = parse_text(text.encode(), source, name)
        stated = dataclasses.replace(plain, title=content.title) if content.title else plain
        return [dataclasses.replace(stated, content_hash=content_hash(data), media_type=_MEDIA_TYPE)]
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=titles,
            media_type=_MEDIA_TYPE,
            published_at=publication_date(text) or date_in_name(name) or content.day,
            authors=[content.author],
        )
    ]
