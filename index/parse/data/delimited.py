"""Tables in text files: comma- or otherwise separated values."""

import csv
from collections import Counter
from itertools import islice

from index.documents import Document
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.characters import clean, decode
from index.parse.structure.dates import date_in_name
from index.parse.structure.file_document import file_document
from index.parse.structure.tables import table_blocks

__all__ = ["parse_delimited"]

_DELIMITERS = ",;\t|:"
_LOOKED_AT = 50
_LONGEST_FIELD = 2_000_000_000


def parse_delimited(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document, a line a row, its first row the head of the others."""
    text = clean(decode(data, name))
    rows = _rows(text, _delimiter(text))
    blocks = list(table_blocks(rows, is_layout=False)) or [Block(text)]
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
        return list(csv.reader(text.split("\n"), delimiter=delimiter, skipinitialspace=True))
    except csv.Error:  # a quotation mark that is never closed, or NUL: the quotes are letters then
        return list(csv.reader(text.split("\n"), delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _delimiter(text: str) -> str:
    """Return the sign that divides most lines into equally many fields, more of them when it is a tie."""
    lines = [line for line in islice(text.split("\n"), _LOOKED_AT) if line.strip()]

    def regularity(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in _rows("\n".join(lines), delimiter) if row)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (count / widths.total() if width > 1 else 0.0), width

    return max(_DELIMITERS, key=regularity)
