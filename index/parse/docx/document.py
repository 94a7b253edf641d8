"""Word documents: body, lists, tables, text boxes and notes; no running heads, comments or deleted text."""

import posixpath
import zipfile
from collections.abc import Iterator

from index.documents import Document
from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.containers.zipped import member, open_zip
from index.parse.docx.embedded import embedded_blocks
from index.parse.docx.form_fields import without_prompts
from index.parse.docx.numbering import ListNumbering
from index.parse.docx.styles import Styles
from index.parse.docx.tables import blocks_of_table
from index.parse.docx.text import boxes_of, text_of
from index.parse.docx.xml import CONTAINERS, STRICT, W, value
from index.parse.office.charts import chart_blocks
from index.parse.office.comments import comment_blocks
from index.parse.office.diagrams import diagram_blocks
from index.parse.office.properties import properties_of
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.characters import one_line
from index.parse.structure.dates import date_in_name, publication_date
from index.parse.structure.file_document import file_document
from index.parse.structure.xml_tree import Element, local_name, read_xml

__all__ = ["parse_docx"]

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATA = _RELATION.replace("}id", "}dm")
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT, _LISTS = "word/document.xml", "word/numbering.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_INDENT = "  "


def parse_docx(data: bytes, source: str, name: str, limits: Limits) -> list[Document]:
    """Return the file as one document, its notes at the end.

    Raises:
        UnreadableDocument: it is damaged or encrypted, or becomes too large.
    """
    opened = open_zip(data, name, limits)
    body = _part(opened, _DOCUMENT, name)
    if body is None:
        raise UnreadableDocument(f"“{name}” is not a Word document", "Give it the extension of its real format")
    writer = _DocxWriter(Styles(_part(opened, "word/styles.xml", name)), ListNumbering(_part(opened, _LISTS, name)))
    writer.drawn = {**_charts(opened, name), **_diagrams(opened, name)}
    writer.embedded = _embedded(opened, name)
    writer.write(without_prompts(body))
    for path in _NOTES:
        notes = _part(opened, path, name)
        if notes is not None:
            writer.write_notes(notes)
    text, sections = assemble([*writer.blocks, *comment_blocks(opened, name)])
    stated = properties_of(opened, name)
    headline = next((block.text for block in writer.blocks if block.level == 1), None)
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[writer.title, stated.title, headline],
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            published_at=publication_date(text) or date_in_name(name) or stated.date,
            authors=[stated.author],
        )
    ]


def _part(opened: zipfile.ZipFile, path: str, name: str) -> Element | None:
    """Return the root of a part, the strict namespaces of ISO 29500 written as the usual ones."""
    data = member(opened, path, name)
    return None if data is None else read_xml(data.replace(STRICT, _TRANSITIONAL), name)


def _charts(opened: zipfile.ZipFile, name: str) -> dict[str, list[Block]]:
    """Return the charts of the document by the ids under which it mentions them."""
    roots = ((identity, _part(opened, path, name)) for identity, path in _linked(opened, name, "/chart"))
    return {identity: [] if root is None else list(chart_blocks(root)) for identity, root in roots}


def _diagrams(opened: zipfile.ZipFile, name: str) -> dict[str, list[Block]]:
    """Return the diagrams of the document by the ids under which it mentions their data."""
    roots = ((identity, _part(opened, path, name)) for identity, path in _linked(opened, name, "/diagramData"))
    return {identity: [] if root is None else list(diagram_blocks(root)) for identity, root in roots}


def _embedded(opened: zipfile.ZipFile, name: str) -> dict[str, list[Block]]:
    """Return the documents that the document takes in, by the ids under which it mentions them."""
    parts = ((identity, path, member(opened, path, name)) for identity, path in _linked(opened, name, "/aFChunk"))
    return {identity: list(embedded_blocks(data, path)) for identity, path, data in parts if data is not None}


def _linked(opened: zipfile.ZipFile, name: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the id and the path of each part of a kind that the document mentions."""
    links = _part(opened, "word/_rels/document.xml.rels", name)
    for link in () if links is None else links:
        if str(link.get("Type", "")).endswith(kind):
            target = str(link.get("Target", ""))
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("word", target)
            yield str(link.get("Id", "")), posixpath.normpath(path)


class _DocxWriter:
    """Gathers blocks in the order of the document."""

    def __init__(self, styles: Styles, numbering: ListNumbering) -> None:
        self.blocks: list[Block] = []
        self.title: str | None = None
        self.drawn: dict[str, list[Block]] = {}
        self.embedded: dict[str, list[Block]] = {}
        self._styles, self._numbering = styles, numbering
        self._items: list[str] = []

    def write(self, parent: Element) -> None:
        """Take in everything in a body, a cell or a text box."""
        self._write(parent)
        self._end_list()

    def write_notes(self, root: Element) -> None:
        """Take in foot- or endnotes; those that only draw a line have a type."""
        for note in root:
            if note.get(f"{W}type") in (None, "normal"):
                self.write(note)

    def _write(self, parent: Element) -> None:
        for element in parent:
            kind = local_name(element)
            if kind == "p":
                self._paragraph(element)
            elif kind == "tbl":
                self._end_list()
                self.blocks += blocks_of_table(element, self._numbered)
            elif kind == "altChunk":
                self._end_list()
                self.blocks += self.embedded.pop(element.get(_RELATION, ""), [])
            elif kind in CONTAINERS:
                self._write(element)

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        identity = value(properties, "pStyle")
        text = text_of(element)
        level = self._styles.level(identity, properties)
        listed = self._styles.numbering(identity, properties) if text.strip() else None
        marker = self._numbering.marker(*listed) if listed else ""
        if listed and not level:
            indent = _INDENT * min(listed[1], 5)
            self._items.append(f"{indent}{marker or '•'} {one_line(text)}")
        elif text.strip():
            self._end_list()
            self.blocks.append(Block(f"{marker} {text}".strip(), self._below_title(level, identity, text)))
        for box in boxes_of(element):
            self.write(box)
        for drawn in element.iter("{*}chart", "{*}relIds"):
            self._end_list()
            self.blocks += self.drawn.pop(drawn.get(_RELATION) or drawn.get(_DATA, ""), [])

    def _numbered(self, paragraph: Element) -> str:
        """Return a paragraph of a cell, with its number where it is an item that has one."""
        properties, text = paragraph.find(f"{W}pPr"), text_of(paragraph)
        listed = self._styles.numbering(value(properties, "pStyle"), properties) if text.strip() else None
        return f"{self._numbering.marker(*listed)} {text}" if listed else text

    def _below_title(self, level: int, style: str | None, text: str) -> int:
        """Return a heading's level, which is one further down below a title: its own style is no heading's."""
        if level and self._styles.is_title(style):
            self.title = self.title or one_line(text)
        elif level and self.title:
            return min(level + 1, 6)
        return level

    def _end_list(self) -> None:
        if self._items:
            self.blocks.append(Block("\n".join(self._items)))
            self._items.clear()
