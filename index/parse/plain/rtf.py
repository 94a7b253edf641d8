"""Rich Text Format, of which the text is kept."""

import dataclasses
import re

from index.documents import Document
from index.errors import UnreadableDocument
from index.parse.plain.text import parse_text
from index.parse.structure.file_document import content_hash

__all__ = ["parse_rtf"]

_FIELD = re.compile(r"\{\\field\{\s*+\\\*\\fldinst\{", re.IGNORECASE)
_LINK = re.compile(
    r"[^\n{}]{0,200}?HYPERLINK\s(\"[^\n{}]{0,2000}\")\}\}\s{0,100}\{[^\s]{0,500}\s[^\n]{0,1000}?\}{2,3}", re.IGNORECASE
)
"""What follows ``_FIELD`` where it is a link: its address, and its text with the braces behind it."""


def parse_rtf(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document; cells of tables stand on a line with " | " between them.

    Raises:
        UnreadableDocument: it is not RTF.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableDocument(f"“{name}” is not RTF", "Give it the extension of its real format")
    written = _with_addresses(data.decode("latin-1"))
    try:
        text = rtf_to_text(written, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]  # it has no types
    except (
        ValueError,
        OverflowError,
        TypeError,
    ) as error:  # a number that stands for no letter, or one that is missing
        raise UnreadableDocument(f"“{name}” is damaged", "Save it again from its program") from error
    lines = (" | ".join(cell.strip() for cell in line.strip("|").split("|")) for line in text.split("\n"))
    (document,) = parse_text("\n".join(lines).encode("utf-8", "replace"), source, name)
    return [dataclasses.replace(document, content_hash=content_hash(data), media_type="application/rtf")]


def _with_addresses(text: str) -> str:
    """Return RTF with the address of every link behind it.

    striprtf would put it there itself, but looks through the rest of the line for each part of each link again: ending
    the line after a link's beginning, where that means nothing, keeps it from doing so.
    """
    pieces: list[str] = []
    done = 0
    for field in _FIELD.finditer(text):
        if field.start() < done:
            continue
        link = _LINK.match(text, field.end())
        end = link.end() if link else field.end()
        pieces += [text[done : field.end()], "\n", text[field.end() : end], f"({link[1]})" if link else ""]
        done = end
    return "".join([*pieces, text[done:]])
