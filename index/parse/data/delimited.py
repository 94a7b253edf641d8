"""Tables in text files: comma- or otherwise separated values."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from index.documents import Document
from index.parse.spreadsheets.tables import blocks_of_rows
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.characters import clean, decode
from index.parse.structure.dates import date_in_name
from index.parse.structure.file_document import file_document
from index.parse.structure.tables.heads import head_of

__all__ = ["parse_delimited"]

_DELIMITERS = ",;\t|:^~"
_LOOKED_AT = 50
_LONGEST_FIELD = 2_000_000_000
_STATED = re.compile(r"\s*\"?sep=(?P<delimiter>[^\n])\"?[ \t,;]*(?:\n|\Z)", re.IGNORECASE)
"""How a file tells Excel what divides its cells; it is no row."""


def parse_delimited(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document, a line a row, its head the first of them; what stands above that is text."""
    text = clean(decode(data, name))
    stated = _STATED.match(text)
    text = text[stated.end() :] if stated else text
    delimiter = stated["delimiter"] if stated else _delimiter(text)
    rows = _with_sentences(_rows(text, delimiter), text, delimiter)
    blocks = list(blocks_of_rows(rows)) or [Block(text)]
    text, sections = assemble(blocks)
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            media_type="text/csv",
            published_at=date_in_name(name),
        )
    ]


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        # Each line comes with its end, which the reader keeps within quotation marks: words stay apart there.
        return list(csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, skipinitialspace=True))
    except csv.Error:  # a quotation mark that is never closed, or NUL: the quotes are letters then
        return list(csv.reader(text.split("\n"), delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _with_sentences(rows: list[list[str]], text: str, delimiter: str) -> list[list[str]]:
    """Return rows with those above the head whole that are sentences: a space stands behind each of their commas."""
    head = head_of(rows)
    lines = text.split("\n", head)[:head]
    if delimiter != "," or any('"' in line for line in lines):
        return rows
    whole = (line.strip().count(",") == line.strip().count(", ") for line in lines)
    above = zip(rows, lines, whole, strict=False)
    return [[line.strip()] if is_whole else row for row, line, is_whole in above] + rows[head:]


def _delimiter(text: str) -> str:
    """Return the sign that divides most lines into equally many fields, more of them when it is a tie.

    Lines that it does not divide count against it, and no more: a title, and what else stands above a table.
    """
    lines = [line for line in islice(text.split("\n"), _LOOKED_AT) if line.strip()]

    def regularity(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in _rows("\n".join(lines), delimiter) if row)
        divided = [(count, width) for width, count in widths.items() if width > 1]
        count, width = max(divided, default=(0, 0))
        return (count / widths.total() if count else 0.0), width

    return max(_DELIMITERS, key=regularity)
