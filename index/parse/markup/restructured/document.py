"""reStructuredText files, those of Sphinx among them."""

import re

from index.documents import Document
from index.parse.markup.restructured.blocks import RestructuredReader
from index.parse.structure.blocks import assemble
from index.parse.structure.characters import clean, decode
from index.parse.structure.dates import date_in_name, dateline, read_date
from index.parse.structure.file_document import file_document

__all__ = ["parse_restructured_text"]

_TABS = 8


def parse_restructured_text(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document, without its marks.

    Authors and date come from the fields at its top. Comments, and what a program would take in from elsewhere, are
    left out; a program's other commands are read as what stands in them.
    """
    lines = [line.expandtabs(_TABS).rstrip() for line in clean(decode(data, name)).split("\n")]
    reader = RestructuredReader(lines)
    blocks = reader.read()
    text, sections = assemble(blocks)
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[next((block.text for block in blocks if block.level), None)],
            media_type="text/x-rst",
            published_at=read_date(reader.fields.get("date", "")) or dateline(text) or date_in_name(name),
            language=re.sub(r"\W.*", "", reader.fields.get("language", ""))[:2].lower(),
            authors=[reader.fields.get("author"), reader.fields.get("authors")],
        )
    ]
