"""A document's text, put together from paragraphs and headings, with its sections."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.documents import Section
from index.parse.characters import clean, one_line

__all__ = ["Block", "assemble"]

LONGEST_HEADING = 300
"""What is longer was marked up as a heading for its looks; it is text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table, piece of code, or heading.

    Attributes:
        text: without blank lines around it.
        level: 1 to 6 of a heading; 0 of anything else.
        linked: 0 to 1, the share of its characters that are inside links.
    """

    text: str
    level: int = 0
    linked: float = 0.0


def assemble(blocks: Iterable[Block]) -> tuple[str, tuple[Section, ...]]:
    """Return the blocks as one text, a blank line between them, and its sections.

    A section begins with its heading's line, and ends with its last block. Blocks without text are left out.
    """
    parts: list[str] = []
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    position = 0
    for block in blocks:
        text = _stripped(block)
        if not text:
            continue
        start = position + 2 if parts else 0
        position = start + len(text)
        parts.append(text)
        if block.level and len(text) <= LONGEST_HEADING:
            path = [(level, heading) for level, heading in path if level < block.level] + [(block.level, text)]
            sections.append(Section(start, position, " › ".join(heading for _, heading in path)))
        elif sections:
            sections[-1] = Section(sections[-1].start, position, sections[-1].heading)
        else:
            sections.append(Section(start, position))
    return "\n\n".join(parts), tuple(sections)


def _stripped(block: Block) -> str:
    if block.level:
        return one_line(block.text)
    lines = [line.rstrip() for line in clean(block.text).split("\n")]
    return "\n".join(lines).strip("\n")
