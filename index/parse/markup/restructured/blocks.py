"""The blocks of reStructuredText: sections by their underlines, directives by what stands in them."""

import re
from collections.abc import Sequence

from index.parse.markup.line_writer import LineWriter
from index.parse.markup.restructured.marks import plain_words
from index.parse.markup.restructured.tables import drawn_rows, is_drawn, listed_rows, separated_rows
from index.parse.structure.blocks import Block
from index.parse.structure.lists import ListStyle

__all__ = ["RestructuredReader"]

_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1{1,299}")
_SHORTEST_UNDERLINE = 4
_DIRECTIVE = re.compile(
    r"(?P<indent> *)\.\. (?:\|(?P<sub>[^|\n]{1,100})\| )?(?P<name>[\w:+.-]{1,60}?)::(?: +(?P<words>.*))?"
)
_TARGET = re.compile(r" *\.\. _(?:`([^`\n]{1,200})`|([^:`\n]{1,200})):(?: .*)?|__ .*")
_NOTE = re.compile(r"(?P<indent> *)\.\. \[(?P<label>[^\]\n]{1,60})\](?: (?P<text>.*))?")
_COMMENT = re.compile(r"(?P<indent> *)\.\.(?: .*)?")
_FIELD = re.compile(r"(?P<indent> *):(?P<name>[^:\n\s](?:[^:\n]{0,80})?):(?: +(?P<text>.*))?")
_OPTION = re.compile(r" *(?:-{1,2}|/)\w[^\n]{0,60}?  +\S")
_ITEM = re.compile(
    r"(?P<indent> *)(?:[-*+•‣]|\(?(?:(?P<number>\d{1,4})|(?P<auto>#)|(?P<letter>[a-zA-Z]))[.)])(?: +(?P<text>\S.*)|$)"
)
_SHOWN_AS_WRITTEN = frozenset(
    "code code-block sourcecode parsed-literal math doctest testcode testoutput prompt productionlist graphviz "
    "mermaid".split()
)
_NOT_SHOWN = frozenset(
    "toctree contents raw include literalinclude index meta highlight role default-role currentmodule module sectnum "
    "tabularcolumns".split()
)
_TABLES = {"csv-table": separated_rows, "list-table": listed_rows}
_SORTS = {
    sort: sort.capitalize() for sort in "attention caution danger error hint important note tip warning".split()
} | {
    "seealso": "See also",
    "todo": "To do",
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
}
"""What a directive shows in front of what stands in it."""

_DEEPEST = 20


class RestructuredReader:
    """Reads lines; what stands within a directive is read as text of its own.

    Attributes:
        fields: what stands in the fields at the text's top, by name in small letters.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        """Read nothing yet, but what is defined anywhere in the text."""
        self.fields: dict[str, str] = {}
        self._lines = lines
        self._levels: list[tuple[str, bool]] = []
        self._targets = frozenset(
            (found[1] or found[2] or "").strip().lower() for line in lines if (found := _TARGET.fullmatch(line))
        )
        self._substitutions = {
            found["sub"].lower(): found["words"] or ""
            for line in lines
            if (found := _DIRECTIVE.fullmatch(line)) and found["sub"] and found["name"] == "replace"
        }
        self._writer = LineWriter(lambda text: plain_words(text, self._substitutions, self._targets))
        self._literal = False

    def read(self) -> list[Block]:
        """Return the blocks of all lines."""
        self._read(self._lines, 0)
        self._writer.end()
        return self._writer.blocks

    def _read(self, lines: Sequence[str], depth: int) -> None:
        place = 0
        while place < len(lines):
            place = self._take(lines, place, depth)

    def _take(self, lines: Sequence[str], place: int, depth: int) -> int:
        """Take in what begins at a line, and return the number of the line behind it."""
        line, writer = lines[place], self._writer
        if not line:
            writer.gap()
            return place + 1
        if self._literal:
            self._literal = False
            end = _end_of(lines, place, _indent(line) - 1)
            if _indent(line):
                writer.as_written(_dedented(lines[place:end]), _indent(line))
                return end
        if not depth and (used := self._heading(lines, place)):
            return place + used
        if is_drawn(lines, place):
            end, rows = drawn_rows(lines, place)
            writer.gap()
            for row in rows:
                writer.row(row, _indent(line))
            writer.gap()
            return end
        if line.lstrip().startswith("| "):
            end = next((n for n in range(place, len(lines)) if not lines[n].lstrip().startswith("|")), len(lines))
            said = (plain_words(each.strip()[2:], self._substitutions, self._targets) for each in lines[place:end])
            writer.as_written("\n".join(said), _indent(line))
            return end
        if line.lstrip().startswith((".. ", "__ ")) or line.strip() == "..":
            return self._marked(lines, place, depth)
        if line.lstrip().startswith(">>> "):
            end = next((n for n in range(place, len(lines)) if not lines[n]), len(lines))
            writer.as_written(_dedented(lines[place:end]), _indent(line))
            return end
        self._text(lines, place)
        return place + 1

    def _heading(self, lines: Sequence[str], place: int) -> int:
        """Take in a heading with its lines, and return how many lines that were; 0 where there is none."""
        first, second, third = (lines[n] if n < len(lines) else "" for n in (place, place + 1, place + 2))
        before = lines[place - 1] if place else ""
        if _is_underline(first) and second.strip() and third == first and not before and len(second) <= len(first):
            self._open(second.strip(), (first[0], True))
            return 3
        fits = len(second) >= min(len(first), _SHORTEST_UNDERLINE)
        if _is_underline(second) and fits and not first[0].isspace() and not before and not _is_underline(first):
            self._open(first, (second[0], False))
            return 2
        if _is_underline(first) and len(first) >= _SHORTEST_UNDERLINE and not second and not before:
            return 1  # a line between paragraphs
        return 0

    def _open(self, words: str, style: tuple[str, bool]) -> None:
        if style not in self._levels:
            self._levels.append(style)
        self._writer.heading(words, self._levels.index(style) + 1)

    def _marked(self, lines: Sequence[str], place: int, depth: int) -> int:
        """Take in what begins with two full stops: a directive, a note, a target or a comment."""
        line, writer = lines[place], self._writer
        end = _end_of(lines, place + 1, _indent(line))
        if _TARGET.fullmatch(line):
            return place + 1
        if (note := _NOTE.fullmatch(line)) is not None:
            writer.end()
            label = note["label"]
            cited = "" if label.isdecimal() or label[0] in "#*" else f"[{label}] "
            writer.line(cited + (note["text"] or ""))
            self._read(_inner(lines[place + 1 : end]), depth + 1)
            writer.gap()
        elif (directive := _DIRECTIVE.fullmatch(line)) is not None and directive["sub"] is None and depth < _DEEPEST:
            writer.gap()
            words = directive["words"] or ""
            self._directive(directive["name"].lower(), words, _indent(line), lines[place + 1 : end], depth)
        return end

    def _directive(self, name: str, words: str, indent: int, lines: Sequence[str], depth: int) -> None:
        writer = self._writer
        options, body = _parted(_inner(lines))
        if name in _NOT_SHOWN or name.startswith("auto"):
            return
        if name in ("image", "figure"):
            writer.line(options.get("alt", ""), indent)
            writer.gap()
            self._read(body, depth + 1)
        elif name in _SHOWN_AS_WRITTEN:
            writer.as_written(_dedented([words] * (name == "math") + body), indent)
        elif name in _TABLES:
            writer.line(words, indent)
            writer.gap()
            heads = [options["header"]] if "header" in options else []
            for row in _TABLES[name]([*heads, *body]):
                writer.row(row, indent)
        else:
            sign = "" if name.startswith(("version", "deprecated")) else ":"
            writer.line(f"{sign} ".join(filter(None, (_SORTS.get(name, ""), words))), indent)
            if not words or options or not body or not body[0]:
                writer.gap()  # else its first paragraph goes on
            self._read(body, depth + 1)
        writer.gap()

    def _text(self, lines: Sequence[str], place: int) -> None:
        """Take in a line of a paragraph, a list, a field or a definition."""
        line, writer = lines[place], self._writer
        if (field := _FIELD.fullmatch(line)) is not None:
            if not writer.blocks or all(block.level for block in writer.blocks):
                self.fields.setdefault(field["name"].lower(), field["text"] or "")
            writer.gap()
            writer.line(f"{field['name']}: {field['text'] or ''}", _indent(line))
        elif (item := _ITEM.fullmatch(line)) is not None and self._begins_item(item, lines, place):
            self._item(item)
        else:
            if _OPTION.match(line):
                writer.gap()
            if _is_term(lines, place):
                writer.gap()
                writer.line(f"{line.strip().rstrip(':')}:", _indent(line))
                return
            if line.endswith("::"):
                self._literal = True
                line = line[:-1] if line.strip() != "::" else ""
                line = line.removesuffix(" :")
            if line.strip():
                writer.line(line, _indent(line))

    def _begins_item(self, item: re.Match[str], lines: Sequence[str], place: int) -> bool:
        """Tell whether a line that looks like one is an item: a paragraph that goes on with “A.” is none."""
        before = lines[place - 1] if place else ""
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if (
            item["letter"]
            and following
            and _indent(following) <= _indent(lines[place])
            and not _ITEM.fullmatch(following)
        ):
            return False
        return not before or _indent(before) != _indent(lines[place]) or _ITEM.fullmatch(before) is not None

    def _item(self, item: re.Match[str]) -> None:
        number, style = None, ListStyle()
        if item["letter"]:
            form = "a" if item["letter"].islower() else "A"
            number, style = ord(item["letter"]) - ord(form) + 1, ListStyle(form)
        elif item["number"] or item["auto"]:
            number = int(item["number"] or 1)
        self._writer.item(len(item["indent"]), number, item["text"] or "", style)


def _is_term(lines: Sequence[str], place: int) -> bool:
    """Tell whether a line is a word whose meaning stands indented right below it."""
    line, before = lines[place], lines[place - 1] if place else ""
    following = lines[place + 1] if place + 1 < len(lines) else ""
    begins = not before or _indent(before) > _indent(line)
    is_over = _indent(following) > _indent(line) and _ITEM.fullmatch(following) is None
    return begins and is_over and not line.endswith("::")


def _is_underline(line: str) -> bool:
    return _UNDERLINE.fullmatch(line) is not None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _end_of(lines: Sequence[str], place: int, indent: int) -> int:
    """Return the number of the first line from a place on that is not blank and not indented further."""
    end = place
    for number in range(place, len(lines)):
        if lines[number]:
            if _indent(lines[number]) <= indent:
                break
            end = number + 1
    return end


def _inner(lines: Sequence[str]) -> list[str]:
    """Return lines without the indent that they share."""
    shared = min((_indent(line) for line in lines if line), default=0)
    return [line[shared:] for line in lines]


def _dedented(lines: Sequence[str]) -> str:
    return "\n".join(_inner(lines)).strip("\n")


def _parted(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return a directive's options, and what stands below them."""
    options: dict[str, str] = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None or field["indent"]:
            break
        options[field["name"].lower()] = field["text"] or ""
    return options, list(lines[len(options) :])
