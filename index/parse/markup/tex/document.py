"""TeX files, as LaTeX sets them."""

from index.documents import Document
from index.parse.markup.marked_document import marked_document
from index.parse.markup.tex.reader import TexReader
from index.parse.structure.characters import clean, decode

__all__ = ["parse_tex"]


def parse_tex(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document: what it prints, without commands, formulas as they are typed.

    Title, authors and date are those that it states. Comments, labels and pictures are left out.
    """
    reader = TexReader(clean(decode(data, name)))
    blocks, said = reader.read(), reader.stated
    return [
        marked_document(
            (data, source, name),
            blocks,
            "text/x-tex",
            title=said.get("title"),
            date=said.get("date"),
            authors=[said.get("author")],
        )
    ]
