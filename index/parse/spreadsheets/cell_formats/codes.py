"""Format codes of spreadsheets, divided into their sections and parts (ECMA-376, part 1, section 18.8.31)."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from index.parse.spreadsheets.cell_formats.locales import locale_of

__all__ = ["BUILT_IN", "DIGITS", "CodeSection", "Token", "sections_of"]

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"$"#,##0;("$"#,##0)', 6: '"$"#,##0;("$"#,##0)',
    7: '"$"#,##0.00;("$"#,##0.00)', 8: '"$"#,##0.00;("$"#,##0.00)', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)", 41: "#,##0;(#,##0);-", 42: '"$"#,##0;("$"#,##0);"$"-',
    43: "#,##0.00;(#,##0.00);-", 44: '"$"#,##0.00;("$"#,##0.00);"$"-', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that files name by a number alone (section 18.8.30); dates that each country writes in its way as ISO."""

DIGITS = ("0", "#", "?")
"""Where a digit goes."""

_LONGEST_CODE = 255
_MOST_SECTIONS = 4
_PART = re.compile(
    r"""(?P<literal>"[^"]*"?|\\.|_.|\*.)"""
    r"|(?P<bracket>\[[^\]]*\]?)"
    r"|(?P<general>General)"
    r"|(?P<halves>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|g+|b+)"
    r"|(?P<digit>[0#?.,])"
    r"|(?P<percent>%)|(?P<slash>/)|(?P<text>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\]")
_CURRENCY = re.compile(r"\[\$([^-\]]*)(?:-([^\]]{0,40}))?\]?")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a format: a place for a digit or a piece of a date, or what is shown as it stands.

    Attributes:
        kind: literal, digit (commas and points too), date, elapsed, halves, exponent, percent, slash, text, general.
        text: of a literal what is shown, of anything else the code in small letters.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class CodeSection:
    """What a format shows of some numbers.

    Attributes:
        tokens: in order.
        condition: which numbers, where the format says so.
        language: whose names it shows, as ``known_locale`` has it; empty where it does not say.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    language: str = ""

    def holds(self, value: float) -> bool:
        """Tell whether the condition is true of a number."""
        return self.condition is not None and _COMPARE[self.condition[0]](value, self.condition[1])


@lru_cache(maxsize=2_000)
def sections_of(code: str) -> tuple[CodeSection, ...]:
    """Return the sections of a format, four at most; none of one that says nothing, or is longer than any is."""
    if not code or len(code) > _LONGEST_CODE or code.lower() == "general":
        return ()
    sections: list[CodeSection] = []
    tokens: list[Token] = []
    condition, language = None, ""
    for part in (*_PART.finditer(code), None):
        if part is None or part.lastgroup == "end":
            sections.append(CodeSection(tuple(tokens), condition, language))
            tokens, condition, language = [], None, ""
        elif part.lastgroup == "bracket":
            if found := _CONDITION.fullmatch(part[0]):
                condition = found[1], float(found[2])
            elif found := _CURRENCY.fullmatch(part[0]):
                language = locale_of(found[2]) if found[2] else language
                tokens += [Token("literal", found[1])] if found[1] else []
            elif found := _ELAPSED.fullmatch(part[0]):
                tokens.append(Token("elapsed", found[1].lower()))
        else:
            tokens.append(_token(part))
    return tuple(sections[:_MOST_SECTIONS])


def _token(part: re.Match[str]) -> Token:
    kind, text = str(part.lastgroup), part[0]
    if kind == "literal":
        # “_x” leaves room for a letter, and “*x” fills the cell with it.
        plain = {'"': text.strip('"'), "\\": text[1:], "_": " ", "*": ""}
        return Token("literal", plain[text[0]])
    if kind == "other":
        return Token("literal", text)
    return Token(kind, text if kind in ("halves", "exponent") else text.lower())
