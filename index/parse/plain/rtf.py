"""Rich Text Format, of which the text is kept."""

import dataclasses
import re
from collections.abc import Iterator

from index.documents import Document
from index.errors import UnreadableDocument
from index.parse.plain.text import parse_text
from index.parse.raised.markup import Height, with_notation
from index.parse.structure.file_document import content_hash

__all__ = ["parse_rtf"]

_FIELD = re.compile(r"\{\\field\{\s*+\\\*\\fldinst\{", re.IGNORECASE)
_LINK = re.compile(
    r"[^\n{}]{0,200}?HYPERLINK\s(\"[^\n{}]{0,2000}\")\}\}\s{0,100}\{[^\s]{0,500}\s[^\n]{0,1000}?\}{2,3}", re.IGNORECASE
)
"""What follows ``_FIELD`` where it is a link: its address, and its text with the braces behind it."""

_HEIGHT = re.compile(
    r"\\(?P<word>super|sub|nosupersub|plain|up|dn)(?:(?P<number>-?\d{1,10})|(?![A-Za-z])) ?|\\[^A-Za-z]|(?P<brace>[{}])"
)
_HEIGHT_OF = {"super": Height.RAISED, "up": Height.RAISED, "sub": Height.LOWERED, "dn": Height.LOWERED}
_SIGN_OF = {Height.LEVEL: "\x01", Height.RAISED: "\x02", Height.LOWERED: "\x03"}
"""What stands in front of letters at another height while a file is read: no text has these."""

_SIGNS = {sign: height for height, sign in _SIGN_OF.items()}
_BETWEEN_HEIGHTS = re.compile("([\x01-\x03])")
_BINARY = "\\bin"


def parse_rtf(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document; cells of tables stand on a line with " | " between them.

    Raises:
        UnreadableDocument: it is not RTF.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableDocument(f"“{name}” is not RTF", "Give it the extension of its real format")
    written = _with_heights(_with_addresses(data.decode("latin-1")))
    try:
        text = rtf_to_text(written, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]  # it has no types
    except (
        ValueError,
        OverflowError,
        TypeError,
    ) as error:  # a number that stands for no letter, or one that is missing
        raise UnreadableDocument(f"“{name}” is damaged", "Save it again from its program") from error
    lines = (" | ".join(cell.strip() for cell in line.strip("|").split("|")) for line in _at_heights(text))
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


def _with_heights(text: str) -> str:
    """Return RTF with a sign wherever its letters are raised or lowered, and where they are so no more."""
    if _BINARY in text or not any(f"\\{word}" in text for word in _HEIGHT_OF):
        return text
    height = shown = Height.LEVEL
    outside: list[Height] = []
    pieces: list[str] = []
    done = 0
    text = _BETWEEN_HEIGHTS.sub(" ", text)
    for found in _HEIGHT.finditer(text):
        if found["brace"] == "{":
            outside.append(height)
        elif found["brace"]:
            height = outside.pop() if outside else Height.LEVEL
        elif found["word"]:
            height = Height.LEVEL if found["number"] == "0" else _HEIGHT_OF.get(found["word"], Height.LEVEL)
        if height != shown:
            pieces += [text[done : found.end()], _SIGN_OF[height]]
            done, shown = found.end(), height
    return "".join([*pieces, text[done:]])


def _at_heights(text: str) -> Iterator[str]:
    """Yield the lines of a text without the signs of heights, and without raised marks of notes."""
    height = Height.LEVEL
    for line in text.split("\n"):
        pieces: list[tuple[str, Height]] = []
        for piece in _BETWEEN_HEIGHTS.split(line):
            height = _SIGNS.get(piece, height)
            if piece and piece not in _SIGNS:
                pieces.append((piece, height))
        yield with_notation(pieces)
