"""Rich Text Format, of which the text is kept."""

import dataclasses

from index.documents import Document
from index.errors import UnreadableDocument
from index.parse.file_document import content_hash
from index.parse.text import parse_text

__all__ = ["parse_rtf"]


def parse_rtf(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document; cells of tables stand on a line with " | " between them.

    Raises:
        UnreadableDocument: it is not RTF.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableDocument(f"“{name}” is not RTF", "Give it the extension of its real format")
    text = rtf_to_text(data.decode("latin-1"), encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]  # it has no types
    lines = (" | ".join(cell.strip() for cell in line.strip("|").split("|")) for line in text.split("\n"))
    (document,) = parse_text("\n".join(lines).encode("utf-8", "replace"), source, name)
    return [dataclasses.replace(document, content_hash=content_hash(data), media_type="application/rtf")]
