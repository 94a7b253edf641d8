"""AsciiDoc files."""

import re
from collections.abc import Sequence

from index.documents import Document
from index.parse.markup.asciidoc.marks import attribute_values, plain_words
from index.parse.markup.asciidoc.tables import columns_of, table_rows
from index.parse.markup.line_writer import LineWriter
from index.parse.markup.marked_document import marked_document
from index.parse.structure.blocks import Block
from index.parse.structure.characters import clean, decode
from index.parse.structure.lists import ListStyle, boxed
from index.text.tags import split_tags

__all__ = ["parse_asciidoc"]

_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?")
_UNDERLINE = re.compile(r"([=\-~^+])\1{2,199}")
_SIGNS = "=-~^+"
"""What underlines headings of the first to the fifth level."""

_ATTRIBUTE = re.compile(r":(!?[\w-]{1,60}!?):(?:[ \t]+(.*))?")
_AUTHOR = re.compile(r"(?:[^\W\d_][\w.'’-]{0,40}(?: (?!$)|$|(?= ?[<;]))){1,5} ?(?:<[^<>\s]{3,100}>)?(?:;.{1,300})?")
_REVISION = re.compile(r"(?:[vV]?\d[\w.]{0,20},?[ \t]*)?(\d{4}-\d{2}-\d{2}|[^,:\n]{0,20}\d{4})?(?:[:,].*)?")
_FENCE = re.compile(r"(?:(-{4,}|\.{4,}|\+{4,}|/{4,})|(`{3,})\w{0,20})$")
_CONTAINER = re.compile(r"={4,}|\*{4,}|_{4,}|--")
_TABLE = re.compile(r"[|,:!]={3,}")
_BLOCK_WORDS = re.compile(r"\[([^\[\]\n]{0,500}|\[[^\[\]\n]{0,200}\])\]")
_QUOTED = re.compile(r"(?:quote|verse)[^,]{0,40},\s*(\S.*)")
_ADMONITION = re.compile(r"NOTE|TIP|IMPORTANT|WARNING|CAUTION")
_BLOCK_TITLE = re.compile(r"\.(?![.\s])(.+)")
_MACRO = re.compile(r"(\w{2,20})::([^\s\[]{0,500})\[([^\]\n]{0,1000})\]")
_COMMENT = re.compile(r"//(?!/)")
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>\*{1,5}|-|\.{1,5}|(?P<number>\d{1,4})\.|(?P<letter>[a-z])\.|<(?:\d{1,3}|\.)>)"
    r"(?:[ \t]+\[(?P<box>[ xX*])\])?[ \t]+(?P<text>\S.*)"
)
_TERM = re.compile(r"[ \t]*(\S[^\n]{0,200}?)(?::{2,4}|;;)(?:[ \t]+(.*))?")
_SKIPPED = re.compile(r"<{3,}|'{3,}|\*[ ]?\*[ ]?\*|-[ ]-[ ]-")


def parse_asciidoc(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document, without its marks.

    Title, authors, date, language and tags come from its head. Comments, and what a program would take in from
    elsewhere, are left out.
    """
    lines = clean(decode(data, name)).split("\n")
    reader = _AsciiDocReader(attribute_values(lines))
    reader.read(lines)
    said = reader.attributes
    return [
        marked_document(
            (data, source, name),
            reader.blocks,
            "text/asciidoc",
            date=said.get("revdate"),
            language=said.get("lang"),
            authors=[said.get("author")],
            tags=split_tags(said.get("keywords", "")),
        )
    ]


class _AsciiDocReader:
    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self._writer = LineWriter(lambda text: plain_words(text, attributes))
        self._marks: list[str] = []
        self._term = ""
        self._columns = 0
        self._is_joined = False

    @property
    def blocks(self) -> list[Block]:
        return self._writer.blocks

    def read(self, lines: Sequence[str]) -> None:
        """Take in all lines."""
        place = self._read_head(lines)
        while place < len(lines):
            place = self._take(lines, place)
        self._end_term()
        self._writer.end()

    def _read_head(self, lines: Sequence[str]) -> int:
        """Take in the title with author and revision below it, and return the number of the first line behind it."""
        place = next((number for number, line in enumerate(lines) if not self._is_before_title(line)), len(lines))
        heading = _HEADING.fullmatch(lines[place].rstrip()) if place < len(lines) else None
        if heading is None or len(heading[1]) > 1:
            return 0
        self._writer.heading(heading[2], 1)
        for number, line in enumerate(lines[place + 1 :], place + 1):
            if not line.strip():
                return number
            if _ATTRIBUTE.fullmatch(line) or _COMMENT.match(line):
                continue
            author, revision = _AUTHOR.fullmatch(line.strip()), _REVISION.fullmatch(line.strip())
            if "author" not in self.attributes and author:
                self.attributes["author"] = ", ".join(part.partition("<")[0].strip() for part in line.split(";"))
            elif revision:
                self.attributes.setdefault("revdate", (revision[1] or "").strip())
            else:
                return number
        return len(lines)

    def _is_before_title(self, line: str) -> bool:
        return not line.strip() or _ATTRIBUTE.fullmatch(line) is not None or _COMMENT.match(line) is not None

    def _take(self, lines: Sequence[str], place: int) -> int:
        """Take in a line, or all lines of a block, and return the number of the next line."""
        line = lines[place].rstrip()
        if (fence := _FENCE.match(line)) is not None or _TABLE.fullmatch(line):
            closing = fence[1] or fence[2] if fence else line
            end = next((n for n in range(place + 1, len(lines)) if lines[n].rstrip() == closing), len(lines))
            if fence is None:
                self._table(lines[place + 1 : end], line[0])
            elif line[0] == "/":
                return end + 1 if end < len(lines) else place + 1
            else:
                self._writer.as_written("\n".join(lines[place + 1 : end]), self._place)
            self._writer.gap()
            self._is_joined = False
            return end + 1
        if self._is_underlined(lines, place):
            self._heading(line, _SIGNS.index(lines[place + 1][0]) + 1)
            return place + 2
        self._take_line(line)
        return place + 1

    def _is_underlined(self, lines: Sequence[str], place: int) -> bool:
        """Tell whether a line is a heading that the next one underlines, as in the older form."""
        line, below = (lines[number].rstrip() if 0 <= number < len(lines) else "" for number in (place, place + 1))
        before = lines[place - 1].strip() if place > 0 else ""
        return (
            _UNDERLINE.fullmatch(below) is not None
            and abs(len(line) - len(below)) <= 2
            and line[:1].isalnum()
            and (not before or before.startswith("["))
        )

    @property
    def _place(self) -> int | None:
        """What goes to the open item, where a “+” stands in front of it, has no place of its own."""
        return None if self._is_joined else 0

    def _table(self, lines: Sequence[str], sign: str) -> None:
        self._writer.gap()
        for row in table_rows(lines, sign, self._columns):
            self._writer.row(row, self._place)
        self._writer.gap()
        self._columns = 0

    def _heading(self, text: str, level: int) -> None:
        self._end_term()
        self._marks.clear()
        self._writer.heading(text, level)

    def _take_line(self, line: str) -> None:
        writer = self._writer
        if not line.strip():
            writer.gap()
        elif line == "+":  # what follows belongs to the item
            writer.gap()
            self._is_joined = True
            return
        elif _COMMENT.match(line) or _CONTAINER.fullmatch(line) or _SKIPPED.fullmatch(line):
            writer.gap()
        elif (heading := _HEADING.fullmatch(line)) is not None:
            self._heading(heading[2], len(heading[1]))
        elif _ATTRIBUTE.fullmatch(line) is not None:
            writer.gap()
        elif (macro := _MACRO.fullmatch(line)) is not None:
            writer.gap()
            if macro[1] in ("image", "video", "audio") and macro[3]:
                writer.as_written(_first_word(macro[3]))
        elif (words := _BLOCK_WORDS.fullmatch(line)) is not None:
            self._take_block_words(words[1])
            return
        elif (item := _ITEM.fullmatch(line)) is not None:
            self._item(item)
        elif (term := _TERM.fullmatch(line)) is not None:
            self._end_term()
            writer.gap()
            self._term = f"{term[1]}: "
            if term[2]:
                self._text(term[2])
        elif (title := _BLOCK_TITLE.fullmatch(line)) is not None:
            writer.end()
            writer.line(title[1])
            writer.gap()
        else:
            self._text(line)
        self._is_joined = False

    def _text(self, line: str) -> None:
        term, self._term = self._term, ""
        self._writer.line(term + line.strip(), self._place)

    def _end_term(self) -> None:
        """A term that nothing explains is text of its own."""
        if self._term:
            term, self._term = self._term, ""
            self._writer.line(term.removesuffix(": "))
            self._writer.gap()

    def _item(self, item: re.Match[str]) -> None:
        sort = "1" if item["number"] else "a" if item["letter"] else item["mark"]
        sort = "<" if sort.startswith("<") else sort
        if sort not in self._marks:
            self._marks.append(sort)
        depth = self._marks.index(sort)
        del self._marks[depth + 1 :]
        number = None
        if item["letter"]:
            number = ord(item["letter"]) - ord("a") + 1
        elif item["number"] or sort[0] in ".<":
            number = int(item["number"] or 1)
        style = ListStyle("a" if item["letter"] else "1")
        self._writer.item(depth + 1, number, boxed(item["box"] or "") + item["text"], style)

    def _take_block_words(self, words: str) -> None:
        """Take in a line in brackets, which says what the next block is."""
        self._writer.gap()
        if (quoted := _QUOTED.fullmatch(words)) is not None:
            self._writer.as_written(f"{quoted[1]}:")
        elif (sort := _ADMONITION.fullmatch(words)) is not None:
            self._writer.as_written(sort[0].capitalize())
        self._columns = columns_of(words) or self._columns


def _first_word(words: str) -> str:
    """Return the first of a macro's values, which is what stands for a picture."""
    quoted = re.match(r'"([^"]*)"', words)
    return quoted[1] if quoted else re.split(r",(?=\s*[\w-]+=|\s*\d+\s*(?:,|$))", words)[0]
