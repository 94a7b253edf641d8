"""OpenDocument texts and presentations."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from index.documents import Document
from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.containers.zipped import member, open_zip
from index.parse.office.comments import comment_blocks
from index.parse.office.opendocument_tables import blocks_of_table
from index.parse.office.opendocument_text import HEIGHT, HIDDEN, attribute, is_skipped, text_of
from index.parse.structure.blocks import Block, assemble_pages
from index.parse.structure.dates import date_in_name, publication_date
from index.parse.structure.file_document import file_document
from index.parse.structure.lists import PLAIN, ListStyle, OpenList, counted
from index.parse.structure.xml_tree import Element, local_name, read_xml, whole_number

__all__ = ["parse_opendocument"]

_MEDIA_TYPES = {
    ".odt": "application/vnd.oasis.opendocument.text",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
_POSITION = re.compile(r"super|sub|-?[0-9.]{1,9}%")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_Counting = Mapping[int, tuple[int, ListStyle]]
"""The number with which each level of a list begins that has numbers, and their style, by the level, from 1."""

_OUTLINE = ""
"""The list style of headings, which has no name."""

_NUMBERED = frozenset({"list-level-style-number", "outline-level-style"})
_MOST_LEVELS = 10


def parse_opendocument(data: bytes, source: str, name: str, limits: Limits) -> list[Document]:
    """Return the file as one document; a presentation has a page a slide.

    Raises:
        UnreadableDocument: it is damaged or encrypted, or becomes too large.
    """
    opened = open_zip(data, name, limits)
    content = member(opened, "content.xml", name)
    if content is None:
        raise UnreadableDocument(f"“{name}” is not an OpenDocument file", "Give it the extension of its real format")
    root = read_xml(content, name)
    styles = member(opened, "styles.xml", name)
    shared = root if styles is None else read_xml(styles, name)
    _mark_styles(root, shared)
    counting = {**_counting(shared), **_counting(root)}
    body = next((element for element in root.iter() if local_name(element) == "body"), root)
    slides = [element for element in body.iter() if local_name(element) == "page"]
    pages = [_blocks(part, counting) for part in slides or [body]]
    pages[-1] += comment_blocks(opened, name)
    text, sections, numbered = assemble_pages(pages)
    meta = member(opened, "meta.xml", name)
    stated = {} if meta is None else {local_name(e): (e.text or "") for e in read_xml(meta, name).iter()}
    headline = next((block.text for page in pages for block in page if block.level), None)
    day = _DAY.match(stated.get("date") or stated.get("creation-date") or "")
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[stated.get("title"), headline],
            media_type=_MEDIA_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream"),
            published_at=publication_date(text) or date_in_name(name) or (day[0] if day else None),
            pages=numbered if slides else (),
            authors=[stated.get("initial-creator") or stated.get("creator")],
        )
    ]


def _mark_styles(root: Element, styles: Element) -> None:
    """Write into each span of a text whether its style raises, lowers or hides it; and which paragraphs are hidden."""
    heights: dict[str, str] = {}
    hiding: set[str] = set()
    for style in (*styles.iter("{*}style"), *root.iter("{*}style")):
        for properties in style.iter("{*}text-properties"):
            found = _POSITION.match(attribute(properties, "text-position"))
            if found and found[0] != "0%":
                is_lowered = found[0] == "sub" or found[0].startswith("-")
                heights[attribute(style, "name")] = "lowered" if is_lowered else "raised"
            if attribute(properties, "display") == "none":
                hiding.add(attribute(style, "name"))
    for element in root.iter("{*}span", "{*}p", "{*}h") if heights or hiding else ():
        name = attribute(element, "style-name")
        if name in heights and local_name(element) == "span":
            element.set(HEIGHT, heights[name])
        if name in hiding:
            element.set(HIDDEN, "")


def _counting(root: Element) -> dict[str, _Counting]:
    """Return by list style which of its levels, from 1, have numbers, with which they begin, and how they look."""
    return {
        attribute(style, "name") if local_name(style) == "list-style" else _OUTLINE: {
            whole_number(attribute(level, "level"), 1): (
                whole_number(attribute(level, "start-value"), 1),
                ListStyle(
                    attribute(level, "num-format"),
                    attribute(level, "num-prefix")[:_MOST_LEVELS],
                    attribute(level, "num-suffix")[:_MOST_LEVELS] or _suffix(level),
                    min(_MOST_LEVELS, whole_number(attribute(level, "display-levels"), 1)),
                ),
            )
            for level in style
            if local_name(level) in _NUMBERED and attribute(level, "num-format") in ("1", "a", "A", "i", "I")
        }
        for style in root.iter("{*}list-style", "{*}outline-style")
    }


def _suffix(level: Element) -> str:
    """Return what stands behind a number where its style does not say: an item begins with something else there."""
    return "" if local_name(level) == "outline-level-style" or attribute(level, "num-prefix") else "."


def _blocks(root: Element, counting: Mapping[str, _Counting]) -> list[Block]:
    writer = _OpenDocumentWriter(counting)
    writer.write(root)
    return writer.blocks


class _OpenDocumentWriter:
    """Gathers the blocks of an element in order, and the items of a list into one block."""

    def __init__(self, counting: Mapping[str, _Counting]) -> None:
        self.blocks: list[Block] = []
        self._list = OpenList()
        self._counting = counting
        self._styles: list[str] = []
        self._ended: dict[tuple[str, int], int | None] = {}
        self._headings: dict[int, int] = {}
        self._has_title = False

    def write(self, parent: Element) -> None:
        """Take in everything in an element."""
        for element in parent:
            kind = local_name(element)
            if is_skipped(element, kind):
                continue
            if kind in ("h", "p"):
                self._paragraph(element, kind)
            elif kind == "list":
                self._listed(element)
            elif kind in ("list-item", "list-header"):
                self._list.item()
                self.write(element)
                self._list.end_item()
            elif kind == "table":
                self._table(element)
            elif kind == "frame" and attribute(element, "class") == "title":
                self._add(" ".join(text_of(each) for each in element.iter() if local_name(each) == "p"), 1)
            elif kind:
                self.write(element)

    def _listed(self, element: Element) -> None:
        """Take in a list, whose numbers go on where it says that it continues another of its style."""
        style = attribute(element, "style-name") or (self._styles[-1] if self._styles else "")
        self._styles.append(style)
        place = style, len(self._styles)
        goes_on = attribute(element, "continue-numbering") == "true" or bool(attribute(element, "continue-list"))
        first, look = self._counting.get(style, {}).get(place[1], (None, PLAIN))
        self._list.begin(self._ended.get(place, first) if goes_on and first is not None else first, look)
        self.write(element)
        self._ended[place] = self._list.following
        self._add(self._list.end())
        self._styles.pop()

    def _paragraph(self, element: Element, kind: str) -> None:
        level = attribute(element, "outline-level")
        is_title = attribute(element, "style-name") == "Title"
        self._has_title |= is_title and bool(text_of(element).strip())
        heading = min(6, whole_number(level, 1) + self._has_title) if kind == "h" else int(is_title)
        number = self._heading_number(element, whole_number(level, 1)) if kind == "h" else ""
        text = text_of(element)
        self._add(f"{number} {text}" if number and text.strip() else text, heading)
        for inner in element.iter():
            if (
                inner is not element
                and local_name(inner) in ("text-box", "note-body")
                and _is_outermost(inner, element)
            ):
                self.write(inner)

    def _heading_number(self, element: Element, level: int) -> str:
        """Return the number of a heading, where the document counts those of its level."""
        outline = self._counting.get(_OUTLINE, {})
        if level not in outline or attribute(element, "is-list-header") == "true":
            return ""
        first, look = outline[level]
        self._headings[level] = self._headings[level] + 1 if level in self._headings else first
        for deeper in [each for each in self._headings if each > level]:
            del self._headings[deeper]
        told = [
            counted(self._headings.get(each, 1), outline[each][1].form)
            for each in range(level - max(1, look.levels) + 1, level + 1)
            if each in outline
        ]
        return f"{look.before}{'.'.join(told)}{look.behind}"

    def _table(self, element: Element) -> None:
        tables = list(blocks_of_table(element))
        if self._list:
            for block in tables:
                self._list.add(block.text)
        else:
            self.blocks += tables

    def _add(self, text: str, level: int = 0) -> None:
        if not text.strip():
            return
        if self._list:
            self._list.add(text.strip("\n"))
        else:
            self.blocks.append(Block(text.strip("\n"), level))


def _is_outermost(inner: Element, paragraph: Element) -> bool:
    for ancestor in inner.iterancestors():
        if ancestor is paragraph:
            return True
        if local_name(ancestor) in ("text-box", "note-body"):
            return False
    return False
