"""Org, AsciiDoc, reStructuredText and TeX that were made to cost much, beside ``hostile_texts``."""

from tests.index.parse.hostile_texts import Family

__all__ = ["MARKUP_FAMILIES"]


def _again(unit: str, head: str = "", tail: str = "") -> Family:
    return lambda size: (head + unit * (size // len(unit)) + tail).encode()


def _deep(opened: str, closed: str, head: str = "") -> Family:
    def made(size: int) -> bytes:
        times = size // (len(opened) + len(closed))
        return (head + opened * times + "x" + closed * times).encode()

    return made


def _stairs(unit: str) -> Family:
    """Write a unit further and further to the right."""
    return lambda size: "".join(" " * n + unit for n in range(int((2 * size) ** 0.5))).encode()


MARKUP_FAMILIES: dict[str, Family] = {
    "org: headings": _again("* a\n"),
    "org: deepening items": _stairs("- a\n"),
    "org: blocks never ended": _again("#+begin_src\n"),
    "org: drawers never ended": _again(":a:\n"),
    "org: properties": _again(":a: b\n", ":properties:\n", ":end:\n"),
    "org: links never closed": _again("[[a][b "),
    "org: emphasis never closed": _again(" *a /b =c"),
    "org: emphasis in emphasis": _deep("*a ", " a*"),
    "org: notes": _again("[fn:a:b] "),
    "org: code": _again("=a= "),
    "org: cells": _again("|a"),
    "org: planned days": _again("DEADLINE: <a>"),
    "org: tags": _again(":a", "* b ", ":"),
    "adoc: blocks never ended": _again("----\na\n....\nb\n"),
    "adoc: comments never ended": _again("////\na\n"),
    "adoc: headings of both forms": _again("abcd\n----\n\n"),
    "adoc: marks of items": _again("* a\n. b\n- c\n** d\n"),
    "adoc: cells": _again("|a\n", "|===\n", "|==="),
    "adoc: high cells": _again(".99+|a\n", "|===\n", "|==="),
    "adoc: wide cells": _again("200+|a\n", "|===\n", "|==="),
    "adoc: many cells": _again("200*|a\n", "|===\n", "|==="),
    "adoc: terms": _again("a:: b\n"),
    "adoc: links never closed": _again("https://a[b "),
    "adoc: crosses": _again("<<a,b"),
    "adoc: names": _again("{a} ", ":a: bcdefghij\n\n"),
    "adoc: code": _again("`a` +b+ "),
    "adoc: heights": _again("a^b^ c~d~ "),
    "adoc: pluses": _again("+\n"),
    "rst: underlines": _again("abcd\n----\n\n"),
    "rst: lines of signs": _again("----\n"),
    "rst: deepening items": _stairs("- a\n"),
    "rst: deepening directives": _stairs(".. note::\n"),
    "rst: directives": _again(".. note:: a\n"),
    "rst: comments": _again(".. a\n\n   b\n\n"),
    "rst: a literal block": _again("  a\n", "b::\n\n"),
    "rst: literal blocks": _again("b::\n\n  a\n\n"),
    "rst: grids": _again("+--+\n"),
    "rst: a grid": _again("|a |\n", "+--+\n", "+--+\n"),
    "rst: simple tables": _again("== ==\n"),
    "rst: substitutions": _again("|a| ", ".. |a| replace:: bcdefghij\n\n"),
    "rst: targets": lambda size: "".join(f".. _a{n}: b\n\na{n}_\n\n" for n in range(size // 24)).encode(),
    "rst: roles never closed": _again(":a:`b "),
    "rst: code never closed": _again("``a "),
    "rst: emphasis": _again("*a **b "),
    "rst: terms": _again("a\n  b\n"),
    "tex: groups": _deep("{", "}"),
    "tex: bold in bold": _deep("\\textbf{", "}"),
    "tex: notes in notes": _deep("\\footnote{", "}"),
    "tex: fractions": _deep("\\frac{", "}{b}", "$"),
    "tex: powers": _deep("a^{", "}", "$"),
    "tex: environments": _deep("\\begin{a}", "\\end{a}"),
    "tex: lists": _deep("\\begin{itemize}\\item ", "\\end{itemize}"),
    "tex: tables never ended": _again("\\begin{tabular}{l}a & b \\\\"),
    "tex: code never ended": _again("\\begin{verbatim}a\n"),
    "tex: code": _again("\\begin{verbatim}a\n\\end{verbatim}"),
    "tex: formulas never ended": _again("$a $$b \\[c \\(d "),
    "tex: formulas": _again("$a$ "),
    "tex: cells": _again("a & ", "\\begin{tabular}{l}", "\\end{tabular}"),
    "tex: wide cells": _again("\\multicolumn{20}{c}{a} & ", "\\begin{tabular}{l}", "\\end{tabular}"),
    "tex: commands": _again("\\newcommand{\\a}{b}\\a "),
    "tex: commands of commands": lambda size: (
        "".join(f"\\newcommand{{\\a{chr(97 + n)}}}{{{f'{chr(92)}a{chr(98 + n)} ' * 30}}}" for n in range(8))
        + "\\aa " * (size // 4)
    ).encode(),
    "tex: comments": _again("a % b\n"),
    "tex: backslashes": _again("\\"),
    "tex: options": _again("\\a[b"),
    "tex: accents": _again("\\'"),
    "tex: sections": _again("\\section{a}"),
}
"""By a name that begins with the format."""
