"""Markdown, read as CommonMark with tables and front matter, and shown as plain text."""

import re

from index.documents import Document
from index.parse.plain.front_matter import properties, split_front_matter
from index.parse.plain.markdown_blocks import blocks_of
from index.parse.plain.site_marks import without_site_marks
from index.parse.plain.vault.commands import without_first_commands
from index.parse.structure.blocks import Block, assemble, under_title
from index.parse.structure.characters import clean, decode
from index.parse.structure.dates import date_in_name, publication_date, read_date
from index.parse.structure.file_document import file_document
from index.text.tags import split_tags

__all__ = ["parse_markdown"]


def parse_markdown(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document, its marks of emphasis and links gone, its lists and tables one line an item.

    Title, date, language and tags come from the front matter, else the title is the first heading; what else it says is
    text, a line each.
    """
    written, body = split_front_matter(without_first_commands(clean(decode(data, name))))
    front = {key.lower(): value for key, value in written.items()}
    blocks = blocks_of(without_site_marks(body, has_code=name.lower().endswith(".mdx")), name)
    text, sections = assemble(_with_properties(under_title(blocks, front.get("title")), properties(written)))
    dates = (read_date(front[key]) for key in ("published_at", "published", "date", "created") if front.get(key))
    language = re.match(r"([a-z]{2,3})(?:[-_]|$)", (front.get("language") or front.get("lang") or "").lower())
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[front.get("title"), next((b.text for b in blocks if b.level), None)],
            media_type="text/markdown",
            published_at=next((date for date in dates if date), None) or publication_date(text) or date_in_name(name),
            language=language[1] if language else "",
            authors=[front.get("author"), front.get("authors"), front.get("by")],
            tags=split_tags(front.get("tags") or front.get("keywords") or ""),
        )
    ]


def _with_properties(blocks: list[Block], lines: str) -> list[Block]:
    """Return blocks with a note's properties below its headline, or at its top where it has none."""
    headed = int(bool(blocks) and blocks[0].level == 1)
    return [*blocks[:headed], Block(lines), *blocks[headed:]] if lines else blocks
