"""What a piece of TeX prints as a line of text, formulas as they are typed: (a+b)/c, x^2, √(x)."""

import re
from collections.abc import Mapping

from index.parse.markup.inline_marks import PutAside, with_heights
from index.parse.markup.tex.signs import accented, sign_of
from index.parse.structure.tables.rows import Copies

__all__ = ["Groups", "TexWords"]

_TOKEN = re.compile(
    r"\\(?P<command>[a-zA-Z@]+)\*?[ \t]*|\\(?P<sign>[^a-zA-Z])|(?P<math>\$\$?)|(?P<height>[\^_])|(?P<brace>[{}])"
    r"|(?P<tie>~)"
)
_OPTION = re.compile(r"\s?\[[^\[\]]{0,300}\]")
_SKIPPED = {
    "label": 1, "ref": 1, "eqref": 1, "pageref": 1, "autoref": 1, "cref": 1, "Cref": 1, "nameref": 1,
    "includegraphics": 1,
    "vspace": 1, "hspace": 1, "input": 1, "include": 1, "bibliography": 1, "bibliographystyle": 1, "usepackage": 1,
    "documentclass": 1, "index": 1, "pagestyle": 1, "thispagestyle": 1, "hypersetup": 1, "color": 1, "fontsize": 2,
    "setlength": 2, "addtolength": 2, "setcounter": 2, "addtocounter": 2, "definecolor": 3, "thanks": 1, "nocite": 1,
    "phantom": 1, "hphantom": 1, "vphantom": 1, "newcommand": 2, "renewcommand": 2, "providecommand": 2,
    "newtheorem": 2,
    "textcolor": 1, "colorbox": 1, "href": 1, "multirow": 2, "multicolumn": 2, "rule": 2, "raisebox": 1, "markboth": 2,
    "addcontentsline": 3, "graphicspath": 1, "graphic": 1, "geometry": 1, "bibitem": 1, "pagenumbering": 1,
    "scalebox": 1,
    "resizebox": 2, "parbox": 1, "hyphenation": 1, "tag": 1, "hline": 0, "operatorname": 0,
}  # fmt: skip
"""Commands with how many of their arguments are not printed; what stands in further ones is."""

_SPACED = frozenset({"vspace", "hspace", "SI", "qty"})
_CITES = re.compile(r"(?:paren|text|auto|foot|full)?cite[a-zA-Z]{0,12}")
_NOTES = frozenset({"footnote", "footnotetext", "endnote", "marginpar"})
_SIGNS = {
    "\\": "\n",
    "-": "",
    "/": "",
    "!": "",
    ",": " ",
    ";": " ",
    ":": " ",
    " ": " ",
    "\n": " ",
    "(": "",
    ")": "",
    "[": "",
    "]": "",
}
_HEIGHT_ALONE = re.compile(r"\s*(?:\{\})?(?P<sign>[\^_])(?:\{(?P<many>[\w+−-]{1,6})\}|(?P<one>\d))\s*")
_DEGREE = re.compile(r"\s*(?:\{\})?\^\{?\\circ\}?\s*")
_DELIMITER = re.compile(r"(?:left|right|[bB]igg?[lrm]?)$")
_TYPED = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_DEEPEST = 30


class Groups:
    """Where the groups of a piece of TeX end, by where they begin."""

    def __init__(self, text: str) -> None:
        """Look for the braces, of which none behind a backslash counts."""
        self.text = text
        self._ends: dict[int, int] = {}
        self._missing: set[str] = set()
        open_: list[int] = []
        for brace in re.finditer(r"\\.|[{}]", text, re.DOTALL):
            if brace[0] == "{":
                open_.append(brace.start())
            elif brace[0] == "}" and open_:
                self._ends[open_.pop()] = brace.start()

    def at(self, place: int) -> tuple[str, int]:
        """Return the argument at a place, and the place behind it: a group, else one sign or command."""
        while place < len(self.text) and self.text[place].isspace():
            place += 1
        if place in self._ends:
            return self.text[place + 1 : self._ends[place]], self._ends[place] + 1
        one = re.compile(r"\\[a-zA-Z]+|\\?[^{}]").match(self.text, place)
        return (one[0], one.end()) if one else ("", place)

    def find(self, close: str, place: int) -> int:
        """Return where what closes a formula or an environment stands from a place on; -1 where it does not."""
        found = -1 if close in self._missing else self.text.find(close, place)
        if found < 0:
            self._missing.add(close)  # nor does it further on, where it is looked for next
        return found

    def option(self, place: int) -> tuple[str, int]:
        """Return what stands in brackets at a place, and the place behind it; nothing where there are none."""
        found = _OPTION.match(self.text, place)
        return (found[0].strip()[1:-1], found.end()) if found else ("", place)


class TexWords:
    """Reads pieces of TeX with what a text's own short commands stand for."""

    def __init__(self, commands: Mapping[str, str], kept: PutAside, length: int) -> None:
        """Read with some commands.

        Args:
            commands: what those without arguments stand for, by name.
            kept: what was put aside.
            length: of the whole text, which bounds what commands may make of it.
        """
        self._commands = commands
        self._kept = kept
        self._copies = Copies(length)

    def line(self, tex: str) -> str:
        """Return what a paragraph, a heading or a cell prints."""
        return self._finished(self._said(tex, 0, in_math=False))

    def formula(self, tex: str) -> str:
        """Return a formula as it is typed, a line a line."""
        return self._finished(self._said(tex, 0, in_math=True))

    def _finished(self, said: str) -> str:
        said = with_heights(said)
        lines = (" ".join(line.split()) for line in said.split("\n"))
        return self._kept.shown("\n".join(line for line in lines if line))

    def _said(self, tex: str, depth: int, *, in_math: bool) -> str:
        if depth > _DEEPEST:
            return tex
        groups = Groups(tex)
        pieces: list[str] = []
        place = 0
        while (token := _TOKEN.search(tex, place)) is not None:
            pieces.append(_typed(tex[place : token.start()], in_math=in_math))
            said, place = self._token(groups, token, depth, in_math=in_math)
            pieces.append(said)
        pieces.append(_typed(tex[place:], in_math=in_math))
        return "".join(pieces)

    def _token(self, groups: Groups, token: re.Match[str], depth: int, *, in_math: bool) -> tuple[str, int]:
        """Return what a token prints with its arguments, and the place behind them."""
        end = token.end()
        if token["command"]:
            return self._command(groups, token["command"], end, depth, in_math=in_math)
        if token["math"]:
            close = groups.find(token["math"], end)
            if close < 0:
                return "", end
            return self._formula_within(groups.text[end:close], depth), close + len(token["math"])
        if token["height"]:
            if not in_math:
                return token["height"], end
            argument, end = groups.at(end)
            return f"{token['height']}{_grouped(self._said(argument, depth + 1, in_math=True))}", end
        if token["sign"]:
            return self._sign(groups, token["sign"], end, depth)
        is_between = token[0] == "}" and groups.text.startswith("{", end) and not in_math
        return " " if token["tie"] or is_between else "", end

    def _formula_within(self, tex: str, depth: int) -> str:
        """Return a formula within a line; one that only raises or lowers figures does so: “m$^2$”."""
        if _DEGREE.fullmatch(tex):
            return "°"
        alone = _HEIGHT_ALONE.fullmatch(tex)
        if alone is None:
            return self._said(tex, depth + 1, in_math=True)
        return ("\1" if alone["sign"] == "^" else "\2") + (alone["many"] or alone["one"]) + "\3"

    def _sign(self, groups: Groups, sign: str, end: int, depth: int) -> tuple[str, int]:
        if sign in "([":
            close = groups.find("\\)" if sign == "(" else "\\]", end)
            if close >= 0:
                return self._formula_within(groups.text[end:close], depth), close + 2
        if sign in "'`^\"~=.":
            argument, after = groups.at(end)
            letters = accented(sign, self._said(argument, depth + 1, in_math=False))
            return (letters, after) if letters else ("", end)
        if sign == "\\":
            return "\n", groups.option(end)[1]
        return _SIGNS.get(sign, sign), end

    def _command(self, groups: Groups, name: str, end: int, depth: int, *, in_math: bool) -> tuple[str, int]:
        def argument() -> str:
            nonlocal end
            found, end = groups.at(end)
            return self._said(found, depth + 1, in_math=in_math)

        if name in self._commands and depth < _DEEPEST:
            meaning = self._commands[name]
            return (self._said(meaning, depth + 10, in_math=in_math) if self._copies.take(meaning) else ""), end
        if (sign := sign_of(name)) is not None:
            gap = " " if in_math and groups.text[end - 1].isspace() else ""
            return f" {sign} " if in_math and len(sign) > 1 else sign + gap, end
        if name in ("frac", "dfrac", "tfrac", "nicefrac"):
            return f"{_grouped(argument())}/{_grouped(argument())}", end
        if name in ("textsuperscript", "textsubscript"):
            return f"{chr(1 if name == 'textsuperscript' else 2)}{argument()}\3", end
        if in_math and _DELIMITER.match(name):
            return "", end + groups.text.startswith(".", end)
        if name in "uvHckrdb" and (letters := accented(name, self._said(groups.at(end)[0], depth + 1, in_math=False))):
            return letters, groups.at(end)[1]
        _, end = groups.option(end)
        _, end = groups.option(end)
        if name == "sqrt":
            return f"√{_grouped(argument())}", end
        if _CITES.fullmatch(name):
            return f"[{argument()}]", end
        if name in _NOTES:
            return f" ({argument().strip()})", end
        if name == "and":
            return ", ", end
        if name in ("SI", "qty"):
            return f"{argument()} {argument()}", end
        for _ in range(_SKIPPED.get(name, 0)):
            _, end = groups.at(end)
        return " " if name in _SPACED else "", end


def _typed(text: str, *, in_math: bool) -> str:
    """Return plain text with dashes and quotation marks as they are printed, on one line."""
    text = " ".join(re.split(r"\s*\n\s*", text)) if "\n" in text else text
    if in_math:
        return text.replace("&", " ")
    for written, printed in _TYPED:
        text = text.replace(written, printed)
    return text


def _grouped(said: str) -> str:
    said = said.strip()
    return said if len(said) == 1 or said.isalnum() else f"({said})"
