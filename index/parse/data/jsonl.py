"""JSON Lines: one record, one document a line."""

import json
from collections.abc import Iterator
from typing import Any

from index.documents import Document, Section
from index.errors import EmptyDocument, UnreadableDocument
from index.hardening.legibility import is_displayed
from index.hardening.nested_json import read_json
from index.parse.plain.text import parse_text, tidy_lines
from index.parse.structure.characters import clean, decode
from index.parse.structure.dates import dateline, read_date
from index.parse.structure.file_document import file_document
from index.text.tags import split_tags, tidy_tags

__all__ = ["parse_jsonl"]

_LONGEST_NAME = 1_000
_FIELDS = ("id", "title", "text", "source", "published_at")


def parse_jsonl(data: bytes, source: str, name: str) -> list[Document]:
    """Return a document for each record ``{id?, title?, text, source?, published_at?, tags?, authors?}``.

    Other fields are ignored. A file in which no record has a text is data, such as a log, and one document.

    A record's source is ``FILE#id``, else ``FILE#line``, where FILE is the file's source. One that names a source of
    its own claims that, followed by ``#id`` where it does not end with the ``id`` (many records may come from one
    source); it is ``FILE#claim`` then, since anyone can write anything into a file. Its content hash is that of the
    record's canonical JSON, so it does not change with its place in the file.

    Raises:
        UnreadableDocument: a line is no such record, or two have the same source.
        EmptyDocument: a record's text is empty.
    """
    documents: list[Document] = []
    lines: dict[str, int] = {}
    records = list(_records(decode(data, name), name))
    if not any("text" in record for _, record in records):
        return parse_text(data, source, name)
    for number, record in records:
        document = _document(record, source, name, number)
        if document.source in lines:
            raise UnreadableDocument(
                f"Lines {lines[document.source]} and {number} of “{name}” have the same source, “{document.source}”",
                "Give every record an “id” of its own",
            )
        lines[document.source] = number
        documents.append(document)
    return documents


def _records(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield every record with its line number, from 1; blank lines are passed over."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = read_json(line)
        except ValueError as error:
            reason = f"column {error.colno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else str(error)
            raise UnreadableDocument(
                f"Line {number} of “{name}” is not JSON ({reason})", "Write one JSON object on each line"
            ) from error
        if not isinstance(record, dict):
            raise UnreadableDocument(
                f"Line {number} of “{name}” is not a JSON object",
                "Write each record as {“text”: …} on a line of its own",
            )
        yield number, record


def _document(record: dict[str, Any], source: str, name: str, number: int) -> Document:
    where = f"line {number} of “{name}”"
    fields = {field: _field(record, field, where) for field in _FIELDS}
    text = tidy_lines(fields["text"] or "")
    if not text.strip():
        raise EmptyDocument(f"The field “text” is empty in {where}", "Fill it in, or remove the line")
    claimed = _claimed(fields["source"], fields["id"])
    published = read_date(fields["published_at"]) if fields["published_at"] else dateline(text)
    if fields["published_at"] and not published:
        raise UnreadableDocument(
            f"The field “published_at” is not a date in {where}", "Write it as YYYY-MM-DD or leave it out"
        )
    canonical = json.dumps(record, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return file_document(
        canonical,
        f"{source}#{claimed or fields['id'] or number}",
        f"{name}#{number}",
        text,
        (Section(0, len(text)),),
        titles=[fields["title"], fields["id"]],
        media_type="application/x-ndjson",
        published_at=published,
        tags=_tags(record.get("tags"), where),
        authors=_authors(record),
        claimed_source=claimed,
    )


def _tags(value: object, where: str) -> tuple[str, ...]:
    """Return the tags of a list of strings, or of one string with commas."""
    if isinstance(value, str):
        return split_tags(value)
    if value is not None and not (isinstance(value, list) and all(isinstance(tag, str) for tag in value)):
        raise UnreadableDocument(f"The field “tags” is not a list of strings in {where}", 'Write it as ["one", "two"]')
    return tidy_tags(value or ())


def _authors(record: dict[str, Any]) -> list[str]:
    """Return the authors that a record states, as a string or a list of strings; anything else states none."""
    stated = record.get("authors") or record.get("author") or ()
    listed = [stated] if isinstance(stated, str) else stated
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []


def _field(record: dict[str, Any], field: str, where: str) -> str | None:
    """Return a field's string; None when it is absent or null."""
    value = record.get(field)
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None and field != "text":
        return None
    if value is None:
        raise UnreadableDocument(f"The field “text” is missing in {where}", "Give every record a “text”")
    if not isinstance(value, str):
        raise UnreadableDocument(f"The field “{field}” is not a string in {where}", f"Write “{field}” in quotes")
    if field in ("id", "source") and len(value) > _LONGEST_NAME:
        raise UnreadableDocument(
            f"The field “{field}” is too long in {where}", f"{_LONGEST_NAME:,} characters are enough"
        )
    if field in ("id", "source") and (clean(value) != value or not is_displayed(value)):
        raise UnreadableDocument(
            f"The field “{field}” has characters that are not displayed, in {where}", "Remove them"
        )
    return value


def _claimed(own: str | None, identity: str | None) -> str:
    return f"{own}#{identity}" if own and identity and not own.endswith(identity) else own or ""
