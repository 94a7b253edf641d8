"""Org files, as Emacs and others write them."""

import re

from index.documents import Document
from index.parse.markup.inline_marks import PutAside, with_heights, without_emphasis
from index.parse.markup.line_writer import LineWriter
from index.parse.markup.marked_document import marked_document
from index.parse.plain.front_matter import properties
from index.parse.structure.blocks import Block
from index.parse.structure.characters import clean, decode
from index.parse.structure.lists import boxed
from index.text.tags import split_tags

__all__ = ["parse_org"]

_KEYWORD = re.compile(r"\s*#\+(\w{1,40}):[ \t]*(.*)")
_BEGIN = re.compile(r"\s*#\+begin_(\w{1,40})", re.IGNORECASE)
_COMMENT = re.compile(r"\s*#(?:\s|$)")
_HEADING = re.compile(r"(\*{1,30})[ \t]+(.*)")
_DRAWER = re.compile(r"\s*:([\w-]{1,60}):\s*$")
_PROPERTY = re.compile(r"\s*:([^\s:]{1,60}):[ \t]*(.*)")
_PLANNED = re.compile(r"\s*(?:(?:SCHEDULED|DEADLINE|CLOSED):\s*[<\[][^>\]\n]{1,60}[>\]]\s*){1,3}$")
_PLAN = re.compile(r"(SCHEDULED|DEADLINE|CLOSED):\s*[<\[]([^>\]]{1,60})[>\]]")
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?:[-+]|(?<=[ \t])\*|(?P<number>\d{1,4})[.)])(?:[ \t]+\[@(?P<from>\d{1,4})\])?"
    r"(?:[ \t]+\[(?P<box>[ xX-])\](?=\s))?(?:[ \t]+(?P<text>.*)|$)"
)
_TERM = re.compile(r"(.{1,200}?)[ \t]+::(?:[ \t]+|$)")
_FIXED = re.compile(r"\s*:(?: (.*)|$)")
_ROW, _RULE = re.compile(r"\s*\|"), re.compile(r"\s*\|[-+|]*$|\s*-{5,}\s*$")
_NOTE = re.compile(r"\[fn:[\w-]{1,60}\][ \t]*")

_LINK = re.compile(r"\[\[([^\[\]\n]{1,500})\](?:\[([^\[\]\n]{1,500})\])?\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|pdf)$", re.IGNORECASE)
_CODE = re.compile(r"(?<![^\s\-({'\"|])([=~])(?=\S)(?P<words>[^\n]{1,300}?)(?<=\S)\1(?![^\s\-.,;:!?'\")}\[|])")
_EMPHASIS = re.compile(
    r"(?<![^\s\-({'\"|*/_+])([*/_+])(?=\S)(?P<words>[^\n]{1,500}?)(?<=\S)\1(?![^\s\-.,;:!?'\")}\[|*/_+])"
)
_TIME = re.compile(r"[<\[](\d{4}-\d{2}-\d{2}[^<>\[\]\n]{0,40})[>\]]")
_NOTE_MARK = re.compile(r"[ \t]?\[fn:[\w-]{1,60}\]")
_NOTE_WITHIN = re.compile(r"\s?\[fn:[\w-]{0,60}:[ \t]?([^\[\]\n]{1,1000})\]")
_RAISED, _LOWERED = (
    re.compile(r"(?<=\w)\^\{(?P<words>[^{}\n]{1,20})\}"),
    re.compile(r"(?<=\w)_\{(?P<words>[^{}\n]{1,20})\}"),
)

_TAGGED = re.compile(r"[ \t]+:([\w@#%:]{1,200}):[ \t]*$")
_PRIORITY = re.compile(r"^((?:[A-Z]{2,12} )?)\[#[A-Z0-9]\] ")
_PRIVATE = re.compile(r"COMMENT(?:\s|$)")
_SAID = frozenset({"caption", "subtitle", "description"})
_LEFT_OUT = frozenset({"comment", "export"})
_AS_WRITTEN = frozenset({"src", "example", "verse"})


def parse_org(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document, without its marks.

    Title, authors, date, language and tags come from its keywords. Comments, and what programs keep in drawers, are
    left out; properties, tags and planned days of a heading are lines below it.
    """
    reader = _OrgReader()
    for line in clean(decode(data, name)).split("\n"):
        reader.take(line)
    said = reader.keywords
    title = said.get("title", "")
    lowest = [Block(each.text, min(each.level + 1, 6)) if each.level else each for each in reader.finished()]
    blocks = [Block(_words(title), 1), *lowest] if title else reader.blocks
    return [
        marked_document(
            (data, source, name),
            blocks,
            "text/org",
            title=_words(title),
            date=said.get("date", "").strip("<>[]"),
            language=said.get("language"),
            authors=[said.get("author")],
            tags=split_tags(said.get("filetags", "").strip(":").replace(":", ",")),
        )
    ]


class _OrgReader:
    """Reads line by line; what is open beside the writer's blocks is a block of code, a drawer or a private heading."""

    def __init__(self) -> None:
        self.keywords: dict[str, str] = {}
        self._writer = LineWriter(_words)
        self._block = ""
        self._code: list[str] = []
        self._indent = 0
        self._drawer = ""
        self._properties: dict[str, str] = {}
        self._private = 0

    @property
    def blocks(self) -> list[Block]:
        return self._writer.blocks

    def finished(self) -> list[Block]:
        """Return all blocks: what was never closed is there."""
        self._end_block()
        self._writer.end()
        return self.blocks

    def take(self, line: str) -> None:
        """Take in the next line."""
        fixed = None if self._block or self._drawer or self._private else _FIXED.match(line)
        if self._code and not self._block and fixed is None:
            self._end_block()
        if self._block:
            self._take_within_block(line)
        elif fixed is not None:
            self._code.append(fixed[1] or "")
            self._indent = len(line) - len(line.lstrip())
        elif self._drawer:
            self._take_within_drawer(line)
        elif (heading := _HEADING.match(line)) is not None:
            self._take_heading(len(heading[1]), heading[2])
        elif self._private or _COMMENT.match(line) or re.match(r"\s*#\+end_", line, re.IGNORECASE):
            self._writer.gap()
        elif (begin := _BEGIN.match(line)) is not None:
            self._writer.gap()
            sort, self._indent = begin[1].lower(), len(line) - len(line.lstrip())
            self._block = sort if sort in _LEFT_OUT | _AS_WRITTEN else ""
        elif (keyword := _KEYWORD.match(line)) is not None:
            self._take_keyword(keyword[1].lower(), keyword[2].strip())
        elif (drawer := _DRAWER.match(line)) is not None and drawer[1].lower() != "end":
            self._writer.gap()
            self._drawer = drawer[1].lower()
        else:
            self._take_text(line)

    def _take_within_block(self, line: str) -> None:
        if re.match(rf"\s*#\+end_{self._block}\b", line, re.IGNORECASE):
            self._end_block()
        elif self._block in _AS_WRITTEN:
            self._code.append(re.sub(r"^(\s*),(?=\*|#\+)", r"\1", line))

    def _end_block(self) -> None:
        self._writer.as_written("\n".join(self._code), self._indent)
        self._block, self._code = "", []

    def _take_within_drawer(self, line: str) -> None:
        if line.strip().lower() == ":end:":
            if self._drawer == "properties":
                self._writer.as_written(properties(self._properties))
            self._drawer, self._properties = "", {}
            self._writer.gap()
        elif self._drawer == "properties":
            if (found := _PROPERTY.match(line)) is not None:
                self._properties[found[1].replace("_", " ").capitalize()] = found[2]
        elif self._drawer != "logbook":
            self._take_text(line)

    def _take_heading(self, level: int, text: str) -> None:
        if self._private and level > self._private:
            return
        self._private = level if _PRIVATE.match(text) else 0
        if self._private:
            return
        tagged = _TAGGED.search(text)
        text = text[: tagged.start()] if tagged else text
        self._writer.heading(_PRIORITY.sub(r"\1", text.strip()), level)
        if tagged:
            self._writer.as_written(f"Tags: {', '.join(filter(None, tagged[1].split(':')))}")

    def _take_keyword(self, key: str, value: str) -> None:
        if key in _SAID:
            self._writer.gap()
            self._writer.line(value)
            self._writer.gap()
        elif value:
            known = self.keywords.get(key)
            self.keywords[key] = f"{known} {value}" if known and key == "title" else known or value

    def _take_text(self, line: str) -> None:
        writer = self._writer
        if not line.strip():
            writer.gap()
        elif _PLANNED.match(line):
            writer.gap()
            writer.as_written("\n".join(f"{plan[1].capitalize()}: {plan[2]}" for plan in _PLAN.finditer(line)))
        elif _RULE.match(line):
            if "|" not in line:
                writer.gap()
        elif _ROW.match(line):
            writer.row([cell.strip() for cell in line.strip().strip("|").split("|")], len(line) - len(line.lstrip()))
        elif (item := _ITEM.match(line)) is not None:
            number = item["from"] or item["number"]
            words = _TERM.sub(r"\1: ", item["text"] or "")
            writer.item(
                len(item["indent"].expandtabs()), int(number) if number else None, boxed(item["box"] or "") + words
            )
        else:
            note = _NOTE.match(line)
            if note:
                writer.end()
            indent = len(line) - len(line.lstrip())
            writer.line(line[note.end() :] if note else line, indent)


def _words(text: str) -> str:
    """Return a line or a paragraph without marks."""
    kept = PutAside()
    text = _CODE.sub(lambda code: kept.hide(code["words"]), text)
    text = _LINK.sub(lambda link: _link(kept, link), text)
    text = _NOTE_MARK.sub("", _NOTE_WITHIN.sub(r" (\1)", _TIME.sub(r"\1", text)))
    text = with_heights(without_emphasis(text, _EMPHASIS), _RAISED, _LOWERED)
    return kept.shown(text.replace("\\\\", "")).strip()


def _link(kept: PutAside, link: re.Match[str]) -> str:
    target = link[1].removeprefix("file:")
    if link[2]:
        return link[2]
    return "" if _PICTURE.search(target) else kept.hide(target.lstrip("*#").removeprefix("id:"))
