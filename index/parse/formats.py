"""Bytes become documents: one module a format, one function a module, one row a format in the tables below."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import PurePath

from index.documents import Document
from index.errors import DocumentError, EmptyDocument, UnreadableDocument, UnsupportedFormat
from index.limits import Limits
from index.parse.containers.archives import members_of_tar, members_of_zip
from index.parse.containers.members import Member
from index.parse.containers.zipped import check_size
from index.parse.data.delimited import parse_delimited
from index.parse.data.jsonl import parse_jsonl
from index.parse.data.notebook import parse_notebook
from index.parse.docx.document import parse_docx
from index.parse.html.document import parse_html
from index.parse.html.epub import parse_epub
from index.parse.mail.calendar import parse_calendar
from index.parse.mail.mailbox import is_mailbox, members_of_mbox
from index.parse.mail.message import attachments_of_eml, attachments_of_msg, parse_eml, parse_msg
from index.parse.markup.asciidoc.document import parse_asciidoc
from index.parse.markup.org import parse_org
from index.parse.markup.restructured.document import parse_restructured_text
from index.parse.markup.tex.document import parse_tex
from index.parse.office.opendocument import parse_opendocument
from index.parse.office.pptx import parse_pptx
from index.parse.pdf.document import parse_pdf
from index.parse.plain.markdown import parse_markdown
from index.parse.plain.rtf.document import parse_rtf
from index.parse.plain.subtitles import parse_subtitles
from index.parse.plain.text import parse_text
from index.parse.spreadsheets.workbook import parse_sheets
from index.parse.structure.characters import decode, one_line
from index.parse.structure.contents import Contents, Failure
from index.parse.structure.file_document import content_hash

__all__ = ["SUPPORTED", "Contents", "Failure", "content_hash", "parse", "read", "readable"]

Parser = Callable[[bytes, str, str], list[Document]]
"""From a file's bytes, its source and its name to its documents: a pure function, which may run in another process."""

Unpacker = Callable[[bytes, str, str, Limits], list[Document]]
"""The same of a format that can hold more than its bytes show."""

_PARSERS: dict[tuple[str, ...], Parser] = {
    (".txt", ".text", ".log"): parse_text,
    (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"): parse_markdown,
    (".org",): parse_org,
    (".adoc", ".asciidoc"): parse_asciidoc,
    (".rst", ".rest"): parse_restructured_text,
    (".tex", ".latex", ".ltx"): parse_tex,
    (".html", ".htm", ".xhtml"): parse_html,
    (".jsonl", ".ndjson"): parse_jsonl,
    (".csv", ".tsv"): parse_delimited,
    (".rtf",): parse_rtf,
    (".eml",): parse_eml,
    (".msg",): parse_msg,
    (".ics", ".ical"): parse_calendar,
    (".vtt", ".srt"): parse_subtitles,
    (".ipynb",): parse_notebook,
}
_UNPACKERS: dict[tuple[str, ...], Unpacker] = {
    (".docx", ".docm", ".dotx"): parse_docx,
    (".pptx", ".pptm", ".ppsx"): parse_pptx,
    (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"): parse_sheets,
    (".odt", ".odp", ".ott"): parse_opendocument,
    (".epub",): parse_epub,
}
_PARTIAL: dict[tuple[str, ...], Callable[[bytes, str, str, Limits], Contents]] = {
    (".pdf",): parse_pdf,
}
"""Formats of which a part may stay unread: that is a failure beside the documents."""

_ARCHIVES: dict[tuple[str, ...], Callable[[bytes, str, Limits], Iterator[Member]]] = {
    (".zip",): members_of_zip,
    (".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz"): members_of_tar,
    (".mbox",): members_of_mbox,
}
_ATTACHED: dict[str, Callable[[bytes, str], Iterator[Member]]] = {
    ".eml": attachments_of_eml,
    ".msg": attachments_of_msg,
}

SUPPORTED: tuple[str, ...] = tuple(
    extension
    for table in (_PARSERS, _PARTIAL, _UNPACKERS, _ARCHIVES)
    for extensions in table
    for extension in extensions
)
"""The extensions that have a parser, in lower case, each with its dot; any other file is read when it is text."""

_BY_EXTENSION = {extension: parser for extensions, parser in _PARSERS.items() for extension in extensions}
_UNPACKER_OF = {extension: parser for extensions, parser in _UNPACKERS.items() for extension in extensions}
_PARTIAL_OF = {extension: parser for extensions, parser in _PARTIAL.items() for extension in extensions}
_ARCHIVE_OF = {extension: members for extensions, members in _ARCHIVES.items() for extension in extensions}
_KNOWN = frozenset(SUPPORTED)
_HTML_STARTS = (b"<!doctype html", b"<html")
_SIGNATURES: tuple[tuple[bytes, str], ...] = ((b"%PDF-", ".pdf"), (b"{\\rtf", ".rtf"))
_BINARY_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%!PS")
"""Formats that can look like text without being any."""

_NOT_READ = ("image", "audio", "video", "font")
"""What media types of files begin with that are no documents, though some of them are written as text."""

_CODE = frozenset({".ts", ".mts", ".cts"})
"""TypeScript, which the list of media types takes for video."""

_OLD = {".doc": ".docx", ".dot": ".docx", ".ppt": ".pptx", ".pps": ".pptx", ".pages": ".docx", ".key": ".pptx"}
"""Formats that no parser reads, with what their programs can save instead."""

_LONGEST_MEMBER_NAME = 500
_LOOKED_AT = 1_000
_BLANK = b" \t\r\n\f\xef\xbb\xbf\xff\xfe"
"""White space and the bytes of byte order marks."""


def parse(data: bytes, source: str, name: str, limits: Limits | None = None) -> list[Document]:
    """Return the documents in a file, each with text; not those in other files inside it.

    Args:
        data: the whole file.
        source: what identifies the file across its versions.
        name: the file's name; its extension chooses the parser, and without one that is known the bytes do.
        limits: of what the file may become.

    Raises:
        UnsupportedFormat: no parser reads files of this name.
        UnreadableDocument: the bytes are not what the name promises, or become too much.
        EmptyDocument: there is no text in the file.
    """
    return list(_parsed(data, source, name, (limits or Limits()).begun()).documents)


def _parsed(data: bytes, source: str, name: str, limits: Limits) -> Contents:
    _check_for_bytes(data, name)
    extension = _extension(data, name)
    if extension in _PARTIAL_OF:
        contents = _PARTIAL_OF[extension](data, source, name, limits)
    elif extension in _UNPACKER_OF:
        contents = Contents(tuple(_UNPACKER_OF[extension](data, source, name, limits)))
    else:
        contents = Contents(tuple(_parser(data, name, extension)(data, source, name)))
    documents = contents.documents
    if limits.spent_characters + sum(len(document.text) for document in documents) > limits.characters:
        what = f"“{name}” and the files before it have" if limits.spent_characters else f"“{name}” has"
        raise UnreadableDocument(
            f"{what} more than {limits.characters:,} characters", f"Divide it, or raise {limits.characters_setting}"
        )
    _check_number(len(documents), name, limits)
    if not any(document.text.strip() for document in documents):
        raise EmptyDocument(f"“{name}” has no text in it", "Leave it out, or add text to it")
    return contents


def read(data: bytes, source: str, name: str, limits: Limits | None = None) -> Contents:
    """Return the documents in a file and in the files inside it; the source of those is ``SOURCE#PATH``.

    Raises:
        DocumentError: as ``parse``, of the file itself; what is inside it fails alone.
    """
    limits = (limits or Limits()).begun()
    _check_for_bytes(data, name)
    extension = _extension(data, name)
    if extension in _ARCHIVE_OF:
        inside = _inside(_ARCHIVE_OF[extension](data, name, limits), source, name, limits)
        if not inside.documents and not inside.failures:
            raise EmptyDocument(f"“{name}” has no documents in it", "Leave it out")
        return inside
    contents = _parsed(data, source, name, limits)
    if extension not in _ATTACHED:
        return contents
    inside = _inside(_ATTACHED[extension](data, name), source, name, limits)
    # A picture in a mail is nothing to report, as it is in a folder or an archive.
    return Contents(contents.documents + inside.documents, inside.failures)


def readable(name: str, start: bytes) -> bool:
    """Tell whether there is a parser for a file of this name that begins with these bytes."""
    extension = _extension(start, name)
    if extension in _KNOWN:
        return True
    return _may_be_text(name) and _sniffed(start, name) is not None


def _check_for_bytes(data: bytes, name: str) -> None:
    if not data[:_LOOKED_AT].strip(_BLANK) and not data.strip(_BLANK):
        raise EmptyDocument(f"“{name}” has no text in it", "Leave it out, or add text to it")


def _check_number(number: int, name: str, limits: Limits) -> None:
    """See that so much may be in a file, after what is in the files before it: each takes memory, however short."""
    if limits.spent_documents + number > limits.documents:
        what = f"“{name}”, with the files before it," if limits.spent_documents else f"“{name}”"
        raise UnreadableDocument(
            f"{what} has more than {limits.documents:,} documents and files in it",
            f"Divide it, or raise {limits.documents_setting}",
        )


def _inside(members: Iterator[Member], source: str, name: str, limits: Limits) -> Contents:
    documents: list[Document] = []
    failures: list[Failure] = []
    skipped: list[Failure] = []
    taken: dict[str, int] = {}
    inflated, characters = 0, 0
    for member in members:
        number = len(documents) + len(failures) + len(skipped)
        _check_number(number + 1, name, limits)
        path = _untaken(one_line(member.name)[-_LONGEST_MEMBER_NAME:] or "unnamed", taken)
        within, inner = f"{source}#{path}", path.replace("\\", "/").rpartition("/")[2] or path
        check_size(inflated + len(member.data), name, limits)
        inflated += len(member.data)
        if member.problem:
            failures.append(Failure(within, str(member.problem)))
            continue
        if not limits.depth:
            failures.append(Failure(within, f"“{inner}” lies too deep in other files. Unpack them yourself."))
            continue
        try:
            found = read(member.data, within, inner, limits.inside(inflated, characters, number))
        except DocumentError as error:
            (skipped if isinstance(error, UnsupportedFormat) else failures).append(Failure(within, str(error)))
            continue
        characters += sum(len(document.text) for document in found.documents)
        documents += found.documents
        failures += found.failures
        skipped += found.skipped
    return Contents(tuple(documents), tuple(failures), tuple(skipped))


def _untaken(path: str, taken: dict[str, int]) -> str:
    """Return a path that no member has yet: itself, else with a number behind it.

    Args:
        path: as the archive has it.
        taken: every path that was given out, with how often it was asked for; it is brought up to date.
    """
    found = path
    while found in taken:
        # It counts on from the last number, so that a thousand members of one name are a thousand steps.
        taken[path] += 1
        found = f"{path} ({taken[path]})"
    taken[found] = 1
    return found


def _extension(data: bytes, name: str) -> str:
    """Return what chooses the parser: two-part extensions whole, what the bytes show where the name says nothing."""
    lower = name.lower()
    for extension in _ARCHIVE_OF:
        if extension.count(".") > 1 and lower.endswith(extension):
            return extension
    extension = PurePath(lower).suffix
    if extension in _KNOWN:
        return extension
    if not extension and is_mailbox(data[:_LOOKED_AT]):  # mail programs give their folders no extension
        return ".mbox"
    return next((known for start, known in _SIGNATURES if data.startswith(start)), extension)


def _parser(data: bytes, name: str, extension: str) -> Parser:
    if extension in _BY_EXTENSION:
        return _BY_EXTENSION[extension]
    if extension not in _OLD and _may_be_text(name) and (sniffed := _sniffed(data, name)):
        return sniffed
    kind = f"files of the kind “{extension}”" if extension else f"“{name}”, which has no extension and is not text"
    better = _OLD.get(extension)
    remedy = f"Save it as {better} in its program" if better else "Convert it to text, PDF or an Office format"
    raise UnsupportedFormat(f"Footnote cannot read {kind}", remedy)


def _may_be_text(name: str) -> bool:
    kind = mimetypes.guess_type(name.lower(), strict=False)[0] or ""
    return not kind.startswith(_NOT_READ) or PurePath(name).suffix.lower() in _CODE


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
