"""A document's text, put together from paragraphs and headings, with its sections."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.documents import Page, Section
from index.parse.structure.characters import clean, one_line
from index.text.headings import heading_path
from index.text.tables.heads import LONGEST_HEAD, ROWS_LOOKED_AT, head_rows

__all__ = ["Block", "assemble", "assemble_pages", "under_title"]

LONGEST_HEADING = 300
"""What is longer was marked up as a heading for its looks; it is text."""

_LONG_TABLE = 600
"""A table of more characters may be divided into chunks, which then need its head."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table, piece of code, or heading.

    Attributes:
        text: without blank lines around it.
        level: 1 to 6 of a heading; 0 of anything else.
        linked: 0 to 1, the share of its characters that are inside links.
        is_table: whether its first line is the head of the others.
    """

    text: str
    level: int = 0
    linked: float = 0.0
    is_table: bool = False


_Text = tuple[str, Block]


def under_title(blocks: Sequence[Block], title: str | None) -> list[Block]:
    """Return blocks below a title that its file keeps apart from them, unless they have a headline or say the same.

    What is not in a document's text cannot be cited.
    """
    line = one_line(title or "")
    known = not line or any(block.level == 1 or one_line(block.text) == line for block in blocks)
    return [*([] if known or not blocks else [Block(line, 1)]), *blocks]


def assemble(blocks: Iterable[Block]) -> tuple[str, tuple[Section, ...]]:
    """Return the blocks as one text, a blank line between them, and its sections.

    A section begins with its heading's line, and ends with its last block; a long table is one of its own, under the
    same heading. Blocks without text are left out.
    """
    return _joined(list(_texts(blocks)))


def assemble_pages(pages: Sequence[Sequence[Block]]) -> tuple[str, tuple[Section, ...], tuple[Page, ...]]:
    """Return the blocks of pages as ``assemble`` does, with where each page begins and ends."""
    by_page = [list(_texts(blocks)) for blocks in pages]
    text, sections = _joined([part for parts in by_page for part in parts])
    found: list[Page] = []
    position = 0
    for number, parts in enumerate(by_page, 1):
        sizes = [len(part) for part, _ in parts]
        start = position if sizes else min(position, len(text))
        end = start + sum(sizes) + 2 * (len(sizes) - 1) if sizes else start
        found.append(Page(number, start, end))
        position = end + 2 if sizes else position
    return text, sections, tuple(found)


def _joined(texts: Sequence[_Text]) -> tuple[str, tuple[Section, ...]]:
    return "\n\n".join(text for text, _ in texts), tuple(_sections(texts))


def _texts(blocks: Iterable[Block]) -> Iterator[_Text]:
    """Yield every block that has text, with that text as the document will have it."""
    for block in blocks:
        text = one_line(block.text) if block.level else _tidy(block.text)
        if text:
            yield text, block


def _sections(texts: Iterable[_Text]) -> list[Section]:
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    start = 0
    for text, block in texts:
        end = start + len(text)
        heading = heading_path(heading for _, heading in path)
        if block.level and len(text) <= LONGEST_HEADING:
            path = [(level, heading) for level, heading in path if level < block.level] + [(block.level, text)]
            sections.append(Section(start, end, heading_path(heading for _, heading in path)))
        elif block.is_table and len(text) > _LONG_TABLE and 0 < (head := _head_of(text)) <= LONGEST_HEAD:
            sections.append(Section(start, end, heading, (start, start + head)))
        elif sections and not sections[-1].head:
            sections[-1] = Section(sections[-1].start, end, sections[-1].heading)
        else:
            sections.append(Section(start, end, heading))
        start = end + 2
    return sections


def _head_of(table: str) -> int:
    """Return how many characters the head of a table has; 0 where there is nothing below it."""
    rows = table.split("\n", ROWS_LOOKED_AT)[:ROWS_LOOKED_AT]
    return len("\n".join(rows[: head_rows(rows)])) if len(rows) > 1 else 0


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in clean(text).split("\n")]
    return "\n".join(lines).strip("\n")
