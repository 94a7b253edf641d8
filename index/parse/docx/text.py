"""The text of paragraphs in Word documents, formulas written as they are typed."""

import re
from collections.abc import Iterator, Mapping

from index.parse.docx.form_fields import form_field
from index.parse.docx.xml import W, is_on, value
from index.parse.raised.markup import Height, with_notation
from index.parse.structure.characters import SYMBOLS
from index.parse.structure.xml_tree import Element, local_name

__all__ = ["boxes_of", "text_of"]

_SKIPPED = frozenset("del moveFrom instrText delText Fallback pPr rPr sectPr".split())
_HEIGHTS = {"superscript": Height.RAISED, "subscript": Height.LOWERED}
_LEAST_SHIFT = 4
"""Half points."""

_PRIVATE = 0xF000
_MARK_STYLES = ("footnotereference", "endnotereference")
_FORMULAS = frozenset({"f", "rad", "sSup", "sSub", "sSubSup", "d", "func", "nary", "limLow", "limUpp"})
_WHOLE_FORMULAS = frozenset({"oMath", "oMathPara"})


def text_of(paragraph: Element) -> str:
    """Return a paragraph's text, without what was deleted, the boxes that hang on it, and raised marks of notes."""
    pieces: list[tuple[str, Height]] = []
    _gather(paragraph, pieces, Height.LEVEL)
    return with_notation(pieces)


def boxes_of(paragraph: Element) -> Iterator[Element]:
    """Yield the text boxes that hang on a paragraph, each once though Word writes them for old programs again.

    Those in other boxes hang on the paragraphs there.
    """
    for element in paragraph:
        kind = local_name(element)
        if kind == "txbxContent":
            yield element
        elif kind != "Fallback":
            yield from boxes_of(element)


def _gather(parent: Element, pieces: list[tuple[str, Height]], height: Height) -> None:
    before = ""
    for element in parent:
        kind, gathered = local_name(element), len(pieces)
        if kind == before and kind in _WHOLE_FORMULAS:
            pieces.append((" ", Height.LEVEL))
        if kind == "t":
            pieces.append((element.text or "", height))
        elif kind == "tab":
            pieces.append(("\t", Height.LEVEL))
        elif kind in ("br", "cr"):
            pieces.append(("\n", Height.LEVEL))
        elif kind == "sym":
            pieces.append((_symbol(element), height))
        elif kind == "noBreakHyphen":
            pieces.append(("-", height))
        elif kind == "ruby":
            pieces.append((_with_reading(element), height))
        elif kind == "ffData":
            pieces.append((form_field(element), Height.LEVEL))
        elif kind in _FORMULAS:
            pieces.append((_formula(element, kind), Height.LEVEL))
        elif kind not in _SKIPPED and kind != "txbxContent" and not (kind == "r" and _is_hidden(element)):
            _gather(element, pieces, _height(element) if kind == "r" else height)
        if before in _FORMULAS or kind == "func":
            _set_apart(pieces, gathered)
        before = kind


def _set_apart(pieces: list[tuple[str, Height]], place: int) -> None:
    """Put a space between a formula and the letters beside it: x^k a, where x^ka has another power."""
    if 0 < place < len(pieces) and pieces[place - 1][0][-1:].isalnum() and pieces[place][0][:1].isalnum():
        pieces.insert(place, (" ", Height.LEVEL))


def _height(run: Element) -> Height:
    """Return where the letters of a run stand."""
    properties = run.find(f"{W}rPr")
    if (value(properties, "rStyle") or "").lower() in _MARK_STYLES:
        return Height.RAISED
    stated = _HEIGHTS.get(value(properties, "vertAlign") or "", Height.LEVEL)
    # Other programs raise letters by a distance, and make them smaller.
    shift = _number(value(properties, "position"))
    if stated or abs(shift) < _LEAST_SHIFT or not value(properties, "sz"):
        return stated
    return Height.RAISED if shift > 0 else Height.LOWERED


def _is_hidden(run: Element) -> bool:
    return is_on(run.find(f"{W}rPr"), "vanish")


def _with_reading(ruby: Element) -> str:
    """Return letters with how they are read behind them, which stands above them in small type: 漢(kan)."""
    base, reading = (
        _said(part) if (part := ruby.find(f"{W}{name}")) is not None else "" for name in ("rubyBase", "rt")
    )
    return f"{base}({reading})" if reading.strip() else base


def _number(written: str | None) -> int:
    return int(written) if written and re.fullmatch(r"-?[0-9]{1,4}", written) else 0


def _symbol(element: Element) -> str:
    """Return a letter that is named by its place in a font of symbols; nothing of one that is not known."""
    written = str(element.get(f"{W}char") or "")
    code = int(written, 16) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", written) else 0
    return SYMBOLS.get(code if code >= _PRIVATE else code + _PRIVATE, "")


def _formula(element: Element, kind: str) -> str:
    """Return a part of a formula on one line, as it is typed: (a+b)/c, x^2, a_1, √(x), ∑_(k=0)^n k, log x."""
    if kind == "d":
        return _bracketed(element)
    said = {local_name(child): _said(child) for child in element}
    if kind == "func":
        return _spaced(said.get("fName", ""), said.get("e", ""))
    parts = {part: f"({text})" if len(text) > 1 else text for part, text in said.items()}
    if kind == "nary":
        sign = _stated(element, "nary", {"chr": "∫"})["chr"]
        return _spaced(f"{sign}{_limits(parts)}", said.get("e", ""))
    if kind == "f":
        return f"{parts.get('num', '')}/{parts.get('den', '')}"
    if kind == "rad":
        return f"√{parts.get('e', '')}"
    if kind in ("limLow", "limUpp"):
        parts["sub" if kind == "limLow" else "sup"] = parts.get("lim", "")
    return said.get("e", "") + _limits(parts)


def _limits(parts: Mapping[str, str]) -> str:
    """Return what stands below and above."""
    return (f"_{parts['sub']}" if parts.get("sub") else "") + (f"^{parts['sup']}" if parts.get("sup") else "")


def _spaced(name: str, of: str) -> str:
    return f"{name} {of}" if (name[-1:].isalnum() or name[-1:] == ")") and of[:1].isalnum() else name + of


def _said(part: Element) -> str:
    pieces: list[tuple[str, Height]] = []
    _gather(part, pieces, Height.LEVEL)
    return "".join(piece for piece, _ in pieces)


def _bracketed(element: Element) -> str:
    """Return what stands in brackets, with these; they are round, and a bar divides, where nothing else is said."""
    signs = _stated(element, "d", {"begChr": "(", "sepChr": "|", "endChr": ")"})
    inner = signs["sepChr"].join(_said(each) for each in element.iterfind("{*}e"))
    return f"{signs['begChr']}{inner}{signs['endChr']}"


def _stated(element: Element, kind: str, signs: dict[str, str]) -> dict[str, str]:
    """Return the signs that a part of a formula is written with, those given where it does not say others."""
    for each in element.iterfind(f"{{*}}{kind}Pr/*"):
        if local_name(each) in signs:
            signs[local_name(each)] = next((str(each.get(key)) for key in each.attrib if str(key).endswith("}val")), "")
    return signs
