"""Jupyter notebooks: their texts as Markdown, their code, and what it printed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from index.documents import Document
from index.errors import UnreadableDocument
from index.hardening.nested_json import read_json
from index.parse.html.blocks import blocks_of as html_blocks
from index.parse.html.tree import tree_of, without_furniture
from index.parse.plain.markdown_blocks import blocks_of
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.characters import decode
from index.parse.structure.dates import date_in_name
from index.parse.structure.file_document import file_document

__all__ = ["parse_notebook"]


def parse_notebook(data: bytes, source: str, name: str) -> list[Document]:
    """Return the notebook as one document.

    Raises:
        UnreadableDocument: it is no notebook.
    """
    try:
        found = read_json(decode(data, name))
        blocks = [block for cell in found["cells"] for block in _cell(cell, name)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableDocument(f"“{name}” is not a Jupyter notebook", "Save it again in Jupyter") from error
    text, sections = assemble(blocks)
    headline = next((block.text for block in blocks if block.level), None)
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[headline],
            media_type="application/x-ipynb+json",
            published_at=date_in_name(name),
        )
    ]


def _cell(cell: dict[str, Any], name: str) -> Iterator[Block]:
    text = _joined(cell.get("source", ""))
    if cell.get("cell_type") == "markdown":
        yield from blocks_of(text, name)
        return
    yield Block(text)
    for output in cell.get("outputs", []):
        yield from _output(output, name)


def _output(output: dict[str, Any], name: str) -> Iterator[Block]:
    """Yield what a cell printed: a table as one, and of a picture nothing."""
    shown = output.get("data", {})
    page = _joined(shown.get("text/html", ""))
    if output.get("output_type") == "error":
        yield Block(f"{output.get('ename', '')}: {output.get('evalue', '')}".strip(": "))
    elif "text/markdown" in shown:
        yield from (replace(block, level=0) for block in blocks_of(_joined(shown["text/markdown"]), name))
    elif "<table" in page and (root := tree_of(page, name)) is not None:
        yield from (replace(block, level=0) for block in html_blocks(without_furniture(root)))
    elif not any(str(kind).startswith("image/") for kind in shown):
        yield Block(_last_written(_joined(output.get("text") or shown.get("text/plain") or "")))


def _last_written(text: str) -> str:
    """Return text with what each line was written over with at last, as bars of progress are."""
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))


def _joined(lines: Any) -> str:
    return "".join(lines) if isinstance(lines, list) else str(lines)
