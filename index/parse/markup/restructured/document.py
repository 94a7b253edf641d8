"""reStructuredText files, those of Sphinx among them."""

from index.documents import Document
from index.parse.markup.marked_document import marked_document
from index.parse.markup.restructured.blocks import RestructuredReader
from index.parse.structure.characters import clean, decode

__all__ = ["parse_restructured_text"]

_TABS = 8


def parse_restructured_text(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document, without its marks.

    Authors and date come from the fields at its top. Comments, and what a program would take in from elsewhere, are
    left out; a program's other commands are read as what stands in them.
    """
    lines = [line.expandtabs(_TABS).rstrip() for line in clean(decode(data, name)).split("\n")]
    reader = RestructuredReader(lines)
    blocks, said = reader.read(), reader.fields
    return [
        marked_document(
            (data, source, name),
            blocks,
            "text/x-rst",
            date=said.get("date"),
            language=said.get("language"),
            authors=[said.get("author"), said.get("authors")],
        )
    ]
