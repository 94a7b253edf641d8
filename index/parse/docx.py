"""Word documents: body, lists, tables, text boxes and notes; no running heads, comments or deleted text."""

import hashlib
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from index.documents import Document
from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.blocks import Block, assemble
from index.parse.characters import one_line
from index.parse.charts import chart_blocks
from index.parse.comments import comment_blocks
from index.parse.dates import date_in_name, dateline
from index.parse.properties import properties_of
from index.parse.tables import copied, spread, table_blocks
from index.parse.titles import first_title
from index.parse.xml_tree import Element, local_name, read_xml, whole_number
from index.parse.zipped import member, open_zip

__all__ = ["parse_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HEADING = re.compile(r"heading (\d)")
_CONTAINERS = frozenset("sdt sdtContent ins moveTo smartTag customXml body".split())
_SKIPPED = frozenset("del moveFrom instrText delText Fallback pPr rPr sectPr".split())
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT, _LISTS = "word/document.xml", "word/numbering.xml"
_FORMULAS = frozenset({"f", "rad", "sSup", "sSub", "sSubSup"})
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_TITLE_STYLES = ("title", "titre", "titel", "título", "titolo")
_INDENT = "  "
_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True)
)


def parse_docx(data: bytes, source: str, name: str, limits: Limits) -> list[Document]:
    """Return the file as one document, its notes at the end.

    Raises:
        UnreadableDocument: it is damaged or encrypted, or becomes too large.
    """
    opened = open_zip(data, name, limits)
    body = _part(opened, _DOCUMENT, name)
    if body is None:
        raise UnreadableDocument(f"“{name}” is no Word document", "Give it the extension of its real format")
    writer = _Writer(_Styles(_part(opened, "word/styles.xml", name)), _Numbering(_part(opened, _LISTS, name)))
    writer.charts = _charts(opened, name)
    writer.write(body)
    for path in _NOTES:
        notes = _part(opened, path, name)
        if notes is not None:
            writer.write_notes(notes)
    text, sections = assemble([*writer.blocks, *comment_blocks(opened, name)])
    stated = properties_of(opened, name)
    headline = next((block.text for block in writer.blocks if block.level == 1), None)
    return [
        Document(
            source=source,
            title=first_title([writer.title, stated.title, headline], name),
            text=text,
            content_hash=hashlib.sha256(data).hexdigest(),
            sections=sections,
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            published_at=dateline(text) or date_in_name(name) or stated.date,
        )
    ]


def _part(opened: zipfile.ZipFile, path: str, name: str) -> Element | None:
    """Return the root of a part, the strict namespaces of ISO 29500 written as the usual ones."""
    data = member(opened, path, name)
    return None if data is None else read_xml(data.replace(_STRICT, _TRANSITIONAL), name)


def _charts(opened: zipfile.ZipFile, name: str) -> dict[str, list[Block]]:
    """Return the charts of the document by the ids under which it mentions them."""
    links = _part(opened, "word/_rels/document.xml.rels", name)
    found: dict[str, list[Block]] = {}
    for link in () if links is None else links:
        if str(link.get("Type", "")).endswith("/chart"):
            root = _part(opened, posixpath.normpath(posixpath.join("word", link.get("Target", ""))), name)
            found[link.get("Id", "")] = [] if root is None else list(chart_blocks(root))
    return found


class _Styles:
    """What paragraph styles say of level and list, by style id."""

    def __init__(self, root: Element | None) -> None:
        styles = () if root is None else root.iter(f"{_W}style")
        self._elements = {style.get(f"{_W}styleId"): style for style in styles}

    def name(self, identity: str | None) -> str:
        """Return a style's name in lower case."""
        element = self._elements.get(identity)
        name = None if element is None else element.find(f"{_W}name")
        return "" if name is None else str(name.get(f"{_W}val", "")).lower()

    def chain(self, identity: str | None) -> Iterator[Element]:
        """Yield a style and those it is based on."""
        for _ in range(12):
            element = self._elements.get(identity)
            if element is None:
                return
            yield element
            based = element.find(f"{_W}basedOn")
            identity = None if based is None else based.get(f"{_W}val")

    def level(self, identity: str | None, properties: Element | None) -> int:
        """Return the level of a heading, 1 to 6; 0 of anything else."""
        if self.name(identity) in _TITLE_STYLES:
            return 1
        for element in self.chain(identity):
            match = _HEADING.match(self.name(element.get(f"{_W}styleId")))
            if match:
                return min(6, max(1, int(match[1])))
        outlines = [properties, *(element.find(f"{_W}pPr") for element in self.chain(identity))]
        for outline in outlines:
            found = None if outline is None else outline.find(f"{_W}outlineLvl")
            if found is not None:
                level = whole_number(found.get(f"{_W}val"))
                return level + 1 if level < 6 else 0
        return 0

    def numbering(self, identity: str | None, properties: Element | None) -> tuple[str, int] | None:
        """Return a paragraph's list and its level in there, its own before its style's."""
        for holder in (properties, *(element.find(f"{_W}pPr") for element in self.chain(identity))):
            found = None if holder is None else holder.find(f"{_W}numPr")
            if found is None:
                continue
            number, level = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
            if number is None or number.get(f"{_W}val") == "0":
                return None
            return str(number.get(f"{_W}val")), 0 if level is None else whole_number(level.get(f"{_W}val"))
        return None


class _Numbering:
    """Which lists count how, and how far they have."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: Counter[tuple[str, int]] = Counter()
        if root is None:
            return
        abstract = {each.get(f"{_W}abstractNumId"): each for each in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            kind, identity = number.find(f"{_W}abstractNumId"), str(number.get(f"{_W}numId"))
            found = "" if kind is None else str(kind.get(f"{_W}val"))
            self._abstract[identity] = found
            levels = abstract.get(found)
            for level in () if levels is None else levels.iter(f"{_W}lvl"):
                place = identity, whole_number(level.get(f"{_W}ilvl"))
                self._levels[place] = _value(level, "numFmt"), _value(level, "lvlText")

    def marker(self, number: str, level: int) -> str:
        """Return what stands in front of the list's next item: its number, or nothing when it has none."""
        form, pattern = self._levels.get((number, level), ("bullet", ""))
        if form in ("bullet", "none", ""):
            return ""
        # Lists of one kind count on where another of them stopped.
        kind = self._abstract.get(number, number)
        self._counts[kind, level] += 1
        for other in [key for key in self._counts if key[0] == kind and key[1] > level]:
            del self._counts[other]

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            return _counted(max(1, self._counts[kind, place]), self._levels.get((number, place), ("", ""))[0])

        return re.sub(r"%([1-9])", shown, pattern)


def _value(level: Element, name: str) -> str:
    found = level.find(f"{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _counted(count: int, form: str) -> str:
    """Return a number as a list shows it."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * (1 + (count - 1) // 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    return str(count)


def _roman(number: int) -> str:
    pieces: list[str] = []
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        pieces.append(sign * min(times, 10))
    return "".join(pieces)


class _Writer:
    """Gathers blocks in the order of the document."""

    def __init__(self, styles: _Styles, numbering: _Numbering) -> None:
        self.blocks: list[Block] = []
        self.title: str | None = None
        self.charts: dict[str, list[Block]] = {}
        self._styles, self._numbering = styles, numbering
        self._items: list[str] = []

    def write(self, parent: Element) -> None:
        """Take in everything in a body, a cell or a text box."""
        self._write(parent)
        self._end_list()

    def write_notes(self, root: Element) -> None:
        """Take in foot- or endnotes; those that only draw a line have a type."""
        for note in root:
            if note.get(f"{_W}type") in (None, "normal"):
                self.write(note)

    def _write(self, parent: Element) -> None:
        for element in parent:
            kind = local_name(element)
            if kind == "p":
                self._paragraph(element)
            elif kind == "tbl":
                self._end_list()
                self.blocks += _table(element)
            elif kind in _CONTAINERS:
                self._write(element)

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{_W}pPr")
        style = None if properties is None else properties.find(f"{_W}pStyle")
        identity = None if style is None else style.get(f"{_W}val")
        text = _text(element)
        level = self._styles.level(identity, properties)
        listed = self._styles.numbering(identity, properties) if text.strip() else None
        marker = self._numbering.marker(*listed) if listed else ""
        if listed and not level:
            indent = _INDENT * min(listed[1], 5)
            self._items.append(f"{indent}{marker or '•'} {one_line(text)}")
        elif text.strip():
            self._end_list()
            if level and self.title is None and self._styles.name(identity) in _TITLE_STYLES:
                self.title = one_line(text)
            self.blocks.append(Block(f"{marker} {text}".strip(), level))
        for box in _boxes(element):
            self.write(box)
        for drawn in element.iter():
            if local_name(drawn) == "chart":
                self._end_list()
                self.blocks += self.charts.pop(drawn.get(_RELATION, ""), [])

    def _end_list(self) -> None:
        if self._items:
            self.blocks.append(Block("\n".join(self._items)))
            self._items.clear()


def _table(table: Element) -> Iterator[Block]:
    """Yield a table, every merged cell's text in each row and column that it goes over."""
    rows: list[list[str]] = []
    for row in _parts(table, "tr"):
        above = rows[-1] if rows else []
        cells: list[tuple[str, int]] = []
        place = 0
        for cell in _parts(row, "tc"):
            properties = cell.find(f"{_W}tcPr")
            width = _span(properties)
            text = copied(above[place]) if _goes_on(properties) and place < len(above) else _cell(cell)
            cells.append((text, width))
            place += width
        rows.append(spread(cells))
    return table_blocks(rows)


def _parts(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those inside containers too."""
    for child in parent:
        kind = local_name(child)
        if kind == wanted:
            yield child
        elif kind in _CONTAINERS:
            yield from _parts(child, wanted)


def _span(properties: Element | None) -> int:
    found = None if properties is None else properties.find(f"{_W}gridSpan")
    return 1 if found is None else max(1, whole_number(found.get(f"{_W}val")))


def _goes_on(properties: Element | None) -> bool:
    """Tell whether a cell continues the one above it."""
    found = None if properties is None else properties.find(f"{_W}vMerge")
    return found is not None and found.get(f"{_W}val") != "restart"


def _cell(cell: Element) -> str:
    """Return a cell's paragraphs, a line each, those of a table inside it too."""
    return "\n".join(line for line in (_text(paragraph).strip() for paragraph in cell.iter(f"{_W}p")) if line)


def _boxes(paragraph: Element) -> Iterator[Element]:
    """Yield the text boxes that hang on a paragraph, each once though Word writes them for old programs again."""
    for element in paragraph.iter(f"{_W}txbxContent"):
        inner = [local_name(a) for a in takewhile(lambda a: a is not paragraph, element.iterancestors())]
        if "Fallback" not in inner and "txbxContent" not in inner:
            yield element


def _text(paragraph: Element) -> str:
    pieces: list[str] = []
    _gather(paragraph, pieces)
    return "".join(pieces)


def _gather(parent: Element, pieces: list[str]) -> None:
    for element in parent:
        kind = local_name(element)
        if kind == "t":
            pieces.append(element.text or "")
        elif kind == "tab":
            pieces.append("\t")
        elif kind in ("br", "cr"):
            pieces.append("\n")
        elif kind == "noBreakHyphen":
            pieces.append("-")
        elif kind in _FORMULAS:
            pieces.append(_formula(element, kind))
        elif kind not in _SKIPPED and kind != "txbxContent":
            _gather(element, pieces)


def _formula(element: Element, kind: str) -> str:
    """Return a part of a formula on one line, as it is typed: (a+b)/c, x^2, a_1, √(x)."""
    parts: dict[str, str] = {}
    for child in element:
        pieces: list[str] = []
        _gather(child, pieces)
        text = "".join(pieces)
        parts[local_name(child)] = f"({text})" if len(text) > 1 else text
    if kind == "f":
        return f"{parts.get('num', '')}/{parts.get('den', '')}"
    if kind == "rad":
        return f"√{parts.get('e', '')}"
    base = parts.get("e", "")[1:-1] if len(parts.get("e", "")) > 1 else parts.get("e", "")
    return base + (f"_{parts['sub']}" if "sub" in parts else "") + (f"^{parts['sup']}" if "sup" in parts else "")
