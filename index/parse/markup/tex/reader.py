"""The blocks of a TeX file: sections, paragraphs, lists, tables and formulas."""

import re
from collections.abc import Iterator

from index.parse.markup.inline_marks import PutAside
from index.parse.markup.line_writer import LineWriter
from index.parse.markup.tex.words import Groups, TexWords
from index.parse.structure.blocks import Block

__all__ = ["TexReader"]

_COMMENT = re.compile(r"(?<!\\)((?:\\\\){0,20})%[^\n]*\n?[ \t]*")
_BEGIN_WRITTEN = re.compile(
    r"\\begin\{(verbatim\*?|lstlisting|minted|Verbatim|alltt|comment)\}(?:\[[^\]\n]{0,300}\]|\{\w{0,30}\})*"
)
_WRITTEN_WITHIN = re.compile(r"\\(?:verb|lstinline)\*?([^\sa-zA-Z{*])([^\n]{0,300}?)\1")
_DEFINED = re.compile(r"\\(?:(?:re|provide)?newcommand|def|DeclareMathOperator)\*?\s*\{?\\([a-zA-Z]+)\}?\s*(?=\{)")
_THEOREM = re.compile(r"\\newtheorem\*?\s*\{([^{}\n]{1,40})\}\s*(?:\[[^\]\n]{0,40}\])?\s*\{([^{}\n]{1,60})\}")
_STATED = re.compile(r"\\(title|author|date|subtitle)\s*(?:\[[^\]\n]{0,300}\])?\s*(?=\{)")
_HEADS = ("part", "chapter", "section", "subsection", "subsubsection")
_MARK = re.compile(
    r"\\(?P<edge>begin|end)\s*\{(?P<name>[^{}\n]{1,40})\}"
    r"|\\(?P<head>part|chapter|(?:sub){0,2}section|frametitle|caption|item|bibitem|par|paragraph|noindent|maketitle|tableofcontents)"
    r"(?![a-zA-Z])\*?"
    r"|(?P<gap>\n[ \t]*\n\s*)|(?P<hidden>\0\d+\0)|(?P<display>(?<!\\)(?:\\\[|\$\$))"
)
_LISTS = {
    "itemize": None,
    "enumerate": 1,
    "description": None,
    "compactitem": None,
    "compactenum": 1,
    "thebibliography": None,
}
_TABLES = {"tabular": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2, "longtable": 1, "supertabular": 1, "longtabu": 1}
_FORMULAS = re.compile(r"(?:equation|align|gather|displaymath|eqnarray|multline|math|flalign|alignat)\*?")
_DRAWN = frozenset({"tikzpicture", "pgfpicture", "picture", "filecontents", "filecontents*"})
_ARGUMENTS = {
    "minipage": 1,
    "wrapfigure": 2,
    "wraptable": 2,
    "multicols": 1,
    "thebibliography": 1,
    "adjustbox": 1,
    "column": 1,
}
_ROW_END = re.compile(r"\\\\(?:\[[^\]\n]{0,30}\])?|\\tabularnewline(?![a-zA-Z])")
_CELL_END = re.compile(r"(?<!\\)&")
_RULE = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|endhead|endfirsthead|endfoot|endlastfoot|addlinespace"
    r"|(?:cline|cmidrule|rowcolor)(?:\([lr]{0,2}\))?\{[^{}\n]{0,60}\})(?:\[[^\]\n]{0,30}\])?"
)
_WIDE = re.compile(r"\s*\\multicolumn\s*\{(\d{1,3})\}")
_WIDEST, _LONGEST_SPREAD = 20, 300
"""Columns that one cell may go over, and its characters then."""


class TexReader:
    """Reads a TeX file.

    Attributes:
        stated: its title, author and date, as it prints them.
    """

    def __init__(self, text: str) -> None:
        """Read nothing yet but what the file defines.

        Args:
            text: of the file, clean.
        """
        self._code, self._kept = PutAside(), PutAside("\4")
        text = _COMMENT.sub(r"\1", self._without_code(text))
        groups = Groups(text)
        commands = {found[1]: groups.at(found.end())[0] for found in _DEFINED.finditer(text)}
        self._words = TexWords({key: said for key, said in commands.items() if "#" not in said}, self._kept, len(text))
        self._theorems = {found[1]: found[2] for found in _THEOREM.finditer(text)} | {"proof": "Proof"}
        self.stated = {
            found[1]: " ".join(self._words.line(groups.at(found.end())[0]).split()) for found in _STATED.finditer(text)
        }
        _, begin, inside = text.partition("\\begin{document}")
        self._text = inside.partition("\\end{document}")[0] if begin else text
        self._groups = Groups(self._text)
        used = [head for head in _HEADS if re.search(rf"\\{head}\b", self._text)]
        self._levels = {head: level for level, head in enumerate(used, 2)} | {"frametitle": 2 + len(used)}
        self._writer = LineWriter(self._words.line)
        self._lists: list[int | None] = []

    @property
    def blocks(self) -> list[Block]:
        """What was read."""
        return self._writer.blocks

    def read(self) -> list[Block]:
        """Return the blocks of the file."""
        writer, text = self._writer, self._text
        for key in ("title", "subtitle"):
            if self.stated.get(key):
                writer.blocks.append(Block(self.stated[key], int(key == "title")))
        place = 0
        while (mark := _MARK.search(text, place)) is not None:
            self._line(text[place : mark.start()])
            place = self._take(mark)
        self._line(text[place:])
        writer.end()
        return self.blocks

    def _line(self, tex: str) -> None:
        if tex.strip():
            self._writer.line(tex)

    def _without_code(self, text: str) -> str:
        """Return a text with what is printed as it is written put aside, and without what its writer took out."""
        pieces: list[str] = []
        place = 0
        while (begin := _BEGIN_WRITTEN.search(text, place)) is not None:
            close = f"\\end{{{begin[1]}}}"
            end = text.find(close, begin.end())
            if end < 0:
                break
            pieces.append(text[place : begin.start()])
            if begin[1] != "comment":
                pieces.append(self._code.hide(text[begin.end() : end].strip("\n")))
            place = end + len(close)
        whole = "".join([*pieces, text[place:]])
        # What stands within a line has words around it, and no line of its own.
        return _WRITTEN_WITHIN.sub(lambda code: self._kept.hide(code[2]), whole)

    def _take(self, mark: re.Match[str]) -> int:
        """Take in a mark with what belongs to it, and return the place behind that."""
        writer, end = self._writer, mark.end()
        if mark["hidden"]:
            writer.as_written(self._code.shown(mark["hidden"]))
        elif mark["display"]:
            close = self._groups.find("\\]" if mark["display"] == "\\[" else "$$", end)
            if close >= 0:
                writer.as_written(self._words.formula(self._text[end:close]))
                return close + 2
        elif mark["edge"] == "begin":
            return self._begin(mark["name"], end)
        elif mark["edge"]:
            self._end(mark["name"])
        elif mark["head"] == "noindent":
            return end
        elif mark["head"]:
            return self._command(mark["head"], end)
        else:
            writer.gap()
        return end

    def _command(self, name: str, end: int) -> int:
        writer = self._writer
        if name in ("item", "bibitem"):
            label, end = self._groups.option(end)
            if name == "bibitem":
                label, end = self._groups.at(end)
                label = f"[{label}]"
            elif label:
                label = label if label.endswith(":") else f"{label}:"
            writer.gap()
            if self._lists:
                writer.item(len(self._lists), None if label else self._lists[-1], label)
        elif name in self._levels or name == "caption":
            _, end = self._groups.option(end)
            words, end = self._groups.at(end)
            if name == "caption":
                writer.gap()
                writer.line(words)
                writer.gap()
            else:
                self._lists.clear()
                writer.heading(words, self._levels[name])
        else:
            writer.gap()
        return end

    def _begin(self, name: str, end: int) -> int:
        """Take in the begin of an environment, and the whole of a table, a formula or a picture."""
        writer, plain = self._writer, name.rstrip("*")
        writer.gap()
        option, end = self._groups.option(end)
        if name in _TABLES or name in _DRAWN or _FORMULAS.fullmatch(name):
            for _ in range(_TABLES.get(name, 0)):
                _, end = self._groups.at(end)
            close = f"\\end{{{name}}}"
            stop = self._groups.find(close, end)
            if stop < 0:
                return end
            inside = self._text[end:stop]
            if name in _TABLES:
                self._table(inside)
            elif name not in _DRAWN:
                writer.as_written(self._words.formula(inside))
            return stop + len(close)
        for _ in range(_ARGUMENTS.get(plain, 0)):
            _, end = self._groups.at(end)
        if plain in _LISTS:
            self._lists.append(_LISTS[plain])
        elif plain == "abstract":
            writer.heading("Abstract", 2)
        elif plain == "frame" and self._text.startswith("{", end):
            return self._command("frametitle", end)
        elif name in self._theorems:
            writer.line(f"{self._theorems[name]} ({option})." if option else f"{self._theorems[name]}.")
        return end

    def _end(self, name: str) -> None:
        self._writer.gap()
        if name.rstrip("*") in _LISTS and self._lists:
            self._writer.leave(len(self._lists))
            self._lists.pop()

    def _table(self, tex: str) -> None:
        """Take in what stands within a table."""
        writer = self._writer
        groups = Groups(tex)
        for caption in re.finditer(r"\\caption\*?\s*(?=[{\[])", tex):
            writer.line(groups.at(groups.option(caption.end())[1])[0])
            writer.gap()
        for row in _ROW_END.split(_RULE.sub(" ", re.sub(r"\\caption\*?\{[^{}]*\}", " ", tex))):
            if row.strip():
                writer.row([each for cell in _CELL_END.split(row) for each in _spread(cell)])
        writer.gap()


def _spread(cell: str) -> Iterator[str]:
    """Yield a cell for each column that it goes over."""
    wide = _WIDE.match(cell)
    times = min(int(wide[1]), _WIDEST) if wide and len(cell) < _LONGEST_SPREAD else 1
    for _ in range(max(1, times)):
        yield cell
