"""TeX files, as LaTeX sets them."""

from index.documents import Document
from index.parse.markup.tex.reader import TexReader
from index.parse.structure.blocks import assemble
from index.parse.structure.characters import clean, decode
from index.parse.structure.dates import date_in_name, dateline, read_date
from index.parse.structure.file_document import file_document

__all__ = ["parse_tex"]


def parse_tex(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document: what it prints, without commands, formulas as they are typed.

    Title, authors and date are those that it states. Comments, labels and pictures are left out.
    """
    reader = TexReader(clean(decode(data, name)))
    text, sections = assemble(reader.read())
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[reader.stated.get("title"), next((b.text for b in reader.blocks if b.level), None)],
            media_type="text/x-tex",
            published_at=read_date(reader.stated.get("date", "")) or dateline(text) or date_in_name(name),
            authors=[reader.stated.get("author")],
        )
    ]
