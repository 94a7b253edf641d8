"""The blocks of an HTML tree: headings, paragraphs, lists, tables and code, in reading order."""

import re

from index.parse.html.formulas import write_formulas
from index.parse.html.raised.letters import write_raised
from index.parse.html.tree import Element
from index.parse.structure.blocks import Block
from index.parse.structure.characters import one_line
from index.parse.structure.lists import ListStyle, OpenList, OpenTerms
from index.parse.structure.tables.rows import Copies, headed_blocks
from index.parse.structure.xml_tree import whole_number

__all__ = ["blocks_of"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "header hgroup hr html legend li main nav ol p section summary table tbody td tfoot th thead tr ul".split()
) | frozenset(_HEADINGS)
_BREAK = "\x00"
"""Stands for <br> until its paragraph is put together: no parsed page has a NUL."""

_LETTERED = re.compile(r"list-style(?:-type)?\s{0,9}:\s{0,9}((?:lower|upper)-(?:alpha|latin|roman))", re.IGNORECASE)
_FORMS = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A"} | {
    "lower-roman": "i",
    "upper-roman": "I",
}

_LONGEST_CELL = 300
"""A table with a longer cell lays out a page: its cells are paragraphs."""


_WIDEST = 200
"""Rows or columns that one cell may go over: more are a mistake, or a trap."""


def blocks_of(root: Element) -> list[Block]:
    """Return the blocks of a tree in reading order; its white space collapses as a browser collapses it."""
    from lxml import etree

    write_formulas(root)
    write_raised(root)
    writer = _HtmlWriter(Copies(sum(map(len, root.itertext()))))
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if writer.open(element):
                walk.skip_subtree()
        else:
            writer.close(element)
            if element is not root:
                writer.write(element.tail)
    writer.finish()
    return writer.blocks


class _HtmlWriter:
    """Gathers inline text into paragraphs, and the items of a list into one block."""

    def __init__(self, copies: Copies) -> None:
        self.blocks: list[Block] = []
        self._copies = copies
        self._inline: list[str] = []
        self._list = OpenList()
        self._open_links = 0
        self._linked = 0
        self._terms = OpenTerms()

    def open(self, element: Element) -> bool:
        """Take in an element's start; return whether all of it has been taken in."""
        tag = element.tag
        if tag in _BLOCK_TAGS or tag == "pre":
            self._end_paragraph()
        if self._whole(element):
            return True
        if tag == "a":
            self._open_links += 1
        elif tag == "br":
            self._inline.append(_BREAK)
        elif tag in ("ul", "ol") and self._terms:
            self._add(self._terms.end())
        if tag == "ul":
            self._list.begin(None)
        elif tag == "ol":
            is_reversed = element.get("reversed") is not None
            start = _number(element, "start")
            start = (len(element.findall("li")) if is_reversed else 1) if start is None else start
            self._list.begin(start, _style_of(element), step=-1 if is_reversed else 1)
        elif tag == "li":
            self._list.item(_number(element, "value"))
        elif tag == "dt":
            self._terms.begin()
        elif tag == "dd" and self._copies.take(self._terms.repeated):
            self._terms.repeat()
        self.write(element.text)
        return False

    def close(self, element: Element) -> None:
        """Take in an element's end."""
        tag = element.tag
        if tag == "a":
            self._open_links = max(0, self._open_links - 1)
        if tag not in _BLOCK_TAGS:
            return
        if tag == "dt" and self._terms.take(one_line("".join(self._inline).replace(_BREAK, " "))):
            self._inline.clear()
        self._end_paragraph()
        if tag == "li":
            self._list.end_item()
        elif tag in ("dd", "dl"):
            self._add(self._terms.end())
        elif tag in ("ul", "ol"):
            self._add(self._list.end())

    def write(self, text: str | None) -> None:
        """Take in inline text, without soft hyphens."""
        if text:
            self._inline.append(re.sub(r"\s+", " ", text.replace("\u00ad", "")))
            self._linked += len(text) if self._open_links else 0

    def finish(self) -> None:
        """End what is still open: the text of a fragment may have no block around it."""
        self._end_paragraph()
        self._add(self._terms.end())

    def _whole(self, element: Element) -> bool:
        """Take in an element with all that is in it, if it is of a kind that is."""
        tag = element.tag
        if tag in _HEADINGS and not self._list:
            self._add(_text(element), element, _HEADINGS[tag])
        elif tag == "pre":
            self._add(_lines(element), element)
        elif tag == "table" and (blocks := _table_blocks(element, self._copies)):
            for block in blocks:
                self._add(block.text, element if block.is_table else None, is_table=block.is_table)
        else:
            return False
        return True

    def _end_paragraph(self) -> None:
        text = "".join(self._inline)
        self._inline.clear()
        if self._terms and text.strip(f" {_BREAK}"):
            text = self._terms.in_front_of(text.lstrip(f" {_BREAK}"))
        for paragraph in re.split(rf"{_BREAK}(?:\s*{_BREAK})+", text):
            self._add("\n".join(one_line(line) for line in paragraph.split(_BREAK)))

    def _add(self, text: str, element: Element | None = None, level: int = 0, *, is_table: bool = False) -> None:
        """Add a block, or lines to the open list."""
        text = text.strip("\n")
        if element is not None and self._terms:
            self._add(self._terms.end())
        if element is not None:
            self._linked += sum(len(_text(link)) for link in element.iter("a"))
        if not text.strip():
            return
        if self._list:
            self._list.add(text)
        else:
            self.blocks.append(Block(text, level, min(1.0, self._linked / len(text)), is_table))
            self._linked = 0


def _number(element: Element, name: str) -> int | None:
    stated = element.get(name, "").strip()
    return int(stated) if re.fullmatch(r"-?[0-9]{1,6}", stated) else None


def _style_of(numbered: Element) -> ListStyle:
    """Return how a list is numbered, by its attribute or its own style."""
    stated = _LETTERED.search(numbered.get("style", ""))
    form = _FORMS.get(stated[1].lower(), "1") if stated else numbered.get("type", "1")
    return ListStyle(form if form in ("a", "A", "i", "I") else "1")


def _text(element: Element) -> str:
    return one_line("".join(element.itertext()))


def _lines(element: Element) -> str:
    """Return preformatted text, with <br> as a line end."""
    from lxml import etree

    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if inner.tag == "br" else inner.text or "")
        elif inner is not element:
            pieces.append(inner.tail or "")
    return "".join(pieces)


def _table_blocks(table: Element, copies: Copies) -> list[Block]:
    """Return a table's captions, and a line a row, cells joined by " | "; nothing when it only lays out the page."""
    if table.find(".//table") is not None or table.get("role") in ("presentation", "none"):
        return []
    rows = _spread_rows(table, copies)
    if max((len(row) for row in rows), default=0) < 2 or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return []
    lines = list(table.iter("tr"))
    grouped = {
        number
        for number, row in enumerate(lines)
        if any(_span(cell, "colspan") > 1 for cell in row.iterchildren("td", "th"))
    }
    marked = next((number for number, row in enumerate(lines) if not _is_head(row)), 0)
    captions = [Block(text) for caption in table.iter("caption") if (text := _text(caption))]
    return [*captions, *headed_blocks(rows, grouped, marked)]


def _is_head(row: Element) -> bool:
    """Tell whether a row is marked as one of a table's head."""
    return row.getparent().tag == "thead" or all(cell.tag == "th" for cell in row.iterchildren("td", "th"))


def _spread_rows(table: Element, copies: Copies) -> list[list[str]]:
    """Return rows, every merged cell's text in each row and column that it goes over: each is understood alone.

    When the page has used up its copies, a merged cell is there once.
    """
    rows: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        texts: list[str] = []

        def fill(texts: list[str] = texts) -> None:
            while len(texts) in below:
                left, text = below.pop(len(texts))
                if not copies.take(text):
                    below.clear()
                    return
                if left > 1:
                    below[len(texts)] = left - 1, text
                texts.append(text)

        for cell in row.iterchildren("td", "th"):
            fill()
            text = _cell(cell)
            down = _span(cell, "rowspan")
            for place in range(_span(cell, "colspan")):
                if place and not copies.take(text):
                    break
                if down > 1:
                    below[len(texts)] = down - 1, text
                texts.append(text)
        fill()
        rows.append(texts)
    return rows


def _span(cell: Element, name: str) -> int:
    return max(1, min(_WIDEST, whole_number(cell.get(name, "").strip(), 1)))


def _cell(cell: Element) -> str:
    """Return a cell on one line, a space where a block or a line ends."""
    apart = any(inner.tag in _BLOCK_TAGS or inner.tag == "br" for inner in cell.iterdescendants())
    return one_line((" " if apart else "").join(cell.itertext()))
