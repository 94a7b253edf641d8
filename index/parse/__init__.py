"""Bytes become documents: one module a format, one function a module, one row a format in the table below."""

import hashlib
from collections.abc import Callable
from pathlib import PurePath

from index.documents import Document
from index.errors import EmptyDocument, UnreadableDocument, UnsupportedFormat
from index.parse.characters import decode
from index.parse.html import parse_html
from index.parse.jsonl import parse_jsonl
from index.parse.markdown import parse_markdown
from index.parse.text import parse_text

__all__ = ["SUPPORTED", "content_hash", "parse", "readable"]

Parser = Callable[[bytes, str, str], list[Document]]
"""From a file's bytes, its source and its name to its documents: a pure function, which may run in another process."""

_PARSERS: dict[tuple[str, ...], Parser] = {
    (".txt", ".text", ".log"): parse_text,
    (".md", ".markdown"): parse_markdown,
    (".html", ".htm", ".xhtml"): parse_html,
    (".jsonl", ".ndjson"): parse_jsonl,
}

SUPPORTED: tuple[str, ...] = tuple(extension for extensions in _PARSERS for extension in extensions)
"""The extensions that have a parser, in lower case, each with its dot."""

_BY_EXTENSION = {extension: parser for extensions, parser in _PARSERS.items() for extension in extensions}
_HTML_STARTS = (b"<!doctype html", b"<html")
_BINARY_STARTS = (b"%PDF-", b"{\\rtf", b"PK\x03\x04")
"""Formats that can look like text without being any."""


def parse(data: bytes, source: str, name: str) -> list[Document]:
    """Return the documents in a file, each with text.

    Args:
        data: the whole file.
        source: what identifies the file across its versions.
        name: the file's name; its extension chooses the parser, and without one the bytes do.

    Raises:
        UnsupportedFormat: no parser reads files of this name.
        UnreadableDocument: the bytes are not what the name promises.
        EmptyDocument: there is no text in the file.
    """
    documents = _parser(data, name)(data, source, name)
    if not any(document.text.strip() for document in documents):
        raise EmptyDocument(f"“{name}” has no text in it", "Leave it out, or add text to it")
    return documents


def content_hash(data: bytes) -> str:
    """Return the hex sha256 of a file's bytes: equal hashes mean that nothing changed."""
    return hashlib.sha256(data).hexdigest()


def readable(name: str, start: bytes) -> bool:
    """Tell whether there is a parser for a file of this name that begins with these bytes."""
    extension = PurePath(name).suffix.lower()
    return extension in _BY_EXTENSION or (not extension and _sniffed(start, name) is not None)


def _parser(data: bytes, name: str) -> Parser:
    extension = PurePath(name).suffix.lower()
    if extension in _BY_EXTENSION:
        return _BY_EXTENSION[extension]
    if not extension and (sniffed := _sniffed(data, name)):
        return sniffed
    kind = f"files of the kind “{extension}”" if extension else f"“{name}”, which has no extension and is not text"
    raise UnsupportedFormat(f"Footnote cannot read {kind}", f"Convert it to one of {', '.join(SUPPORTED)}")


def _sniffed(data: bytes, name: str) -> Parser | None:
    start = data[:1024].lstrip().lower()
    if start.startswith(_HTML_STARTS):
        return parse_html
    if data.startswith(_BINARY_STARTS):
        return None
    try:
        decode(data, name)
    except UnreadableDocument:
        return None
    return parse_text
