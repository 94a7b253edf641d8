"""Files in Org, AsciiDoc, reStructuredText and TeX, written from blocks."""

from collections.abc import Callable, Sequence

from index.parse.structure.blocks import Block

__all__ = ["MARKUP_WRITERS"]

_Blocks = Sequence[Block]
_TEX_HEADS = ("section", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_TEX_SIGNS = {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}"}
_UNDERLINES = "=-~^\"'"


def _rows(block: Block) -> list[list[str]]:
    return [line.split(" | ") for line in block.text.split("\n")]


def org(blocks: _Blocks) -> bytes:
    parts = []
    for block in blocks:
        if block.is_table:
            head, *rows = ("| " + " | ".join(row) + " |" for row in _rows(block))
            parts.append("\n".join([head, "|---+---|", *rows]))
        else:
            parts.append("*" * block.level + " " * bool(block.level) + block.text)
    return "\n\n".join(parts).encode()


def asciidoc(blocks: _Blocks) -> bytes:
    parts = []
    for block in blocks:
        if block.is_table:
            rows = ("".join(f"|{cell} " for cell in row) for row in _rows(block))
            parts.append("\n".join(["|===", *rows, "|==="]))
        else:
            parts.append("=" * block.level + " " * bool(block.level) + block.text)
    return "\n\n".join(parts).encode()


def restructured(blocks: _Blocks) -> bytes:
    parts = []
    for block in blocks:
        if block.is_table:
            rows = ("   * - " + "\n     - ".join(row) for row in _rows(block))
            parts.append("\n".join([".. list-table::", "", *rows]))
        else:
            under = "\n" + _UNDERLINES[block.level - 1] * max(4, len(block.text)) if block.level else ""
            parts.append(block.text + under)
    return "\n\n".join(parts).encode()


def tex(blocks: _Blocks) -> bytes:
    def written(text: str) -> str:
        return "".join(_TEX_SIGNS.get(sign, sign) for sign in text)

    parts = []
    for block in blocks:
        if block.is_table:
            rows = (" & ".join(map(written, row)) + r" \\" for row in _rows(block))
            parts.append("\n".join([r"\begin{tabular}{ll}", *rows, r"\end{tabular}"]))
        elif block.level:
            parts.append(f"\\{_TEX_HEADS[block.level - 1]}{{{written(block.text)}}}")
        else:
            parts.append(written(block.text))
    body = "\n\n".join(parts)
    return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n".encode()


MARKUP_WRITERS: dict[str, Callable[[_Blocks], bytes]] = {
    ".org": org,
    ".adoc": asciidoc,
    ".rst": restructured,
    ".tex": tex,
}
