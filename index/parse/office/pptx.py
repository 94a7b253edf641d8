"""Presentations: slides with their titles, texts, tables, charts and notes."""

import io
from collections.abc import Iterator
from typing import Any

from index.documents import Document
from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.containers.zipped import open_zip
from index.parse.office.charts import chart_blocks
from index.parse.office.comments import comment_blocks
from index.parse.office.diagrams import diagram_blocks
from index.parse.office.properties import properties_of
from index.parse.office.slide_text import paragraph_text, text_of
from index.parse.structure.blocks import Block, assemble_pages
from index.parse.structure.characters import one_line
from index.parse.structure.dates import date_in_name, dateline
from index.parse.structure.file_document import file_document
from index.parse.structure.lists import counted
from index.parse.structure.tables.rows import copied, headed_blocks
from index.parse.structure.xml_tree import read_xml, whole_number

__all__ = ["parse_pptx"]

_INDENT = "  "
_DEEPEST = 8
"""The innermost level of a list (ECMA-376, part 1, section 21.1.2.2.7)."""

_FORMS = {"arabic": "1", "alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}
_AROUND = {"ParenR": ("", ")"), "ParenBoth": ("(", ")"), "Plain": ("", "")}
"""What stands around a number (ECMA-376, part 1, section 20.1.10.61)."""

_FURNITURE = frozenset({"DATE (16)", "FOOTER (15)", "SLIDE_NUMBER (13)", "HEADER (14)"})


def parse_pptx(data: bytes, source: str, name: str, limits: Limits) -> list[Document]:
    """Return the file as one document, a page a slide, a section a title.

    Raises:
        UnreadableDocument: it is damaged or encrypted, or becomes too large.
    """
    import pptx

    opened = open_zip(data, name, limits)
    try:
        presentation = pptx.Presentation(io.BytesIO(data))
        once = {slide.part.partname: slide for slide in presentation.slides}
        slides = [list(_slide(slide)) for slide in once.values()]
    except Exception as error:  # python-pptx raises whatever a damaged part makes it stumble over
        raise UnreadableDocument(
            f"“{name}” is damaged ({type(error).__name__})", "Save it again in PowerPoint"
        ) from error
    text, sections, pages = assemble_pages([*slides, list(comment_blocks(opened, name))])
    properties = properties_of(opened, name)
    headline = next((block.text for slide in slides for block in slide if block.level), None)
    stated = properties.title if properties.title.casefold() != "powerpoint presentation" else ""
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[stated, headline],
            media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
            published_at=dateline(text) or date_in_name(name) or properties.date,
            authors=[properties.author],
            pages=pages[: len(slides)],
        )
    ]


def _slide(slide: Any) -> Iterator[Block]:
    title = slide.shapes.title
    if title is not None and (words := one_line(text_of(title.text_frame._txBody))):
        yield Block(f"{words} (hidden slide)" if slide._element.get("show") in ("0", "false") else words, 1)
    for shape in _in_order(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape)
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        yield Block(text_of(notes._txBody))


def _in_order(shapes: Any) -> list[Any]:
    """Return shapes from the top down, and from the left where they stand beside each other."""
    return sorted(shapes, key=lambda shape: ((shape.top or 0) // 180_000, shape.left or 0))


def _shape(shape: Any) -> Iterator[Block]:
    if shape.is_placeholder and str(shape.placeholder_format.type) in _FURNITURE:
        return
    if hasattr(shape, "shapes"):
        for inner in _in_order(shape.shapes):
            yield from _shape(inner)
    elif getattr(shape, "has_table", False):
        grouped = {number for number, row in enumerate(shape.table._tbl.tr_lst) if any(c.hMerge for c in row.tc_lst)}
        yield from headed_blocks(list(_rows(shape.table)), grouped)
    elif getattr(shape, "has_chart", False):
        yield from chart_blocks(shape.chart.part._element)
    elif shape.has_text_frame:
        yield Block("\n".join(_lines(shape)))
    else:
        yield from _diagrams(shape)


def _diagrams(shape: Any) -> Iterator[Block]:
    for mentioned in shape._element.iter("{*}relIds"):
        identity = next((str(mentioned.get(key)) for key in mentioned.attrib if key.endswith("}dm")), "")
        if identity in shape.part.rels:
            part = shape.part.related_part(identity)
            yield from diagram_blocks(read_xml(part.blob, str(part.partname)))


def _lines(shape: Any) -> Iterator[str]:
    """Yield a text's paragraphs; several of them are the items of a list, as slides have it."""
    said = [(paragraph, one_line(paragraph_text(paragraph._p))) for paragraph in shape.text_frame.paragraphs]
    filled = [(paragraph, text) for paragraph, text in said if text]
    counts: dict[int, tuple[int, str]] = {}
    for paragraph, text in filled:
        level = paragraph.level
        counts = {each: told for each, told in counts.items() if each <= level}
        numbered, before = _numbering(paragraph), counts.pop(level, None)
        if numbered is not None:
            goes_on = before is not None and before[1] == numbered[1]
            counts[level] = (before[0] + 1, before[1]) if before is not None and goes_on else numbered
        marker = _marker(*counts[level]) if numbered else "•"
        yield f"{_INDENT * min(level, _DEEPEST)}{marker} {text}" if len(filled) > 1 else text


def _numbering(paragraph: Any) -> tuple[int, str] | None:
    """Return the number with which the list begins that a paragraph is an item of, and how its numbers look.

    None where it has no numbers, or others than a list may have.
    """
    found = paragraph._p.find("{*}pPr/{*}buAutoNum")
    look = "" if found is None else str(found.get("type", ""))
    return (whole_number(found.get("startAt"), 1), look) if look.startswith(tuple(_FORMS)) else None


def _marker(count: int, look: str) -> str:
    """Return the number of an item, as “arabicPeriod” or “alphaLcParenBoth” has it."""
    form = next(name for name in _FORMS if look.startswith(name))
    before, behind = _AROUND.get(look.removeprefix(form), ("", "."))
    return f"{before}{counted(count, _FORMS[form])}{behind}"


def _rows(table: Any) -> Iterator[list[str]]:
    """Yield rows, every merged cell's text in each row and column that it goes over."""
    above: list[str] = []
    # Not table.rows: python-pptx looks for every row from the first.
    for row in table._tbl.tr_lst:
        texts: list[str] = []
        for column, cell in enumerate(row.tc_lst):
            if cell.hMerge and texts:
                texts.append(copied(texts[-1]))
            elif cell.vMerge and column < len(above):
                texts.append(copied(above[column]))
            else:
                texts.append(text_of(cell.txBody))
        yield texts
        above = texts
