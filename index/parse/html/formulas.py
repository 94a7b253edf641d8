"""Formulas of pages on one line, as they are typed: (a+b)/c, x^2, a_1, √(x), ∑_(k=0)^n k."""

from collections.abc import Sequence
from itertools import pairwise

from index.parse.html.tree import Element
from index.parse.structure.characters import one_line

__all__ = ["write_formulas"]

_BELOW_AND_ABOVE = {
    "msub": "_", "munder": "_", "msup": "^", "mover": "^", "msubsup": "_^", "munderover": "_^",
}  # fmt: skip
"""What stands behind the base of an element, in order."""

_NOT_SHOWN = frozenset({"annotation", "annotation-xml", "mphantom", "none", "mprescripts"})
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
_DEEPEST = 200


def write_formulas(root: Element) -> None:
    """Put text in the place of what <math> holds, in the tree itself."""
    for formula in [*root.iter("math")]:
        text = _said(formula, 0)
        for child in list(formula):
            formula.remove(child)
        formula.text = text


def _said(element: Element, depth: int) -> str:
    parts = [part for part in element if isinstance(part.tag, str) and part.tag not in _NOT_SHOWN]
    if not parts or depth > _DEEPEST:
        return one_line("".join(element.itertext()).translate(_INVISIBLE))
    said = [_said(part, depth + 1) for part in parts]
    tag = element.tag
    if tag == "mfrac" and len(said) == 2:
        return "/".join(map(_grouped, said))
    if tag == "msqrt":
        return f"√{_grouped(_joined(parts, said))}"
    if tag == "mroot" and len(said) == 2:
        return f"{_grouped(said[0])}^(1/{said[1]})"
    if tag in _BELOW_AND_ABOVE and len(said) == len(_BELOW_AND_ABOVE[tag]) + 1:
        signs = zip(_BELOW_AND_ABOVE[tag], said[1:], strict=True)
        return said[0] + "".join(sign + _grouped(text) for sign, text in signs if text)
    if tag in ("mtable", "mtr", "mlabeledtr"):
        return ("; " if tag == "mtable" else ", ").join(said)
    if tag == "mfenced":
        return f"{element.get('open', '(')}{', '.join(said)}{element.get('close', ')')}"
    return _joined(parts, said)


def _joined(parts: Sequence[Element], said: Sequence[str]) -> str:
    """Return parts that stand beside each other, with a space where a power or a name would go on else: x^k a."""
    shown = [(part, text) for part, text in zip(parts, said, strict=True) if text]
    pieces = [text for _, text in shown[:1]]
    for (part, text), (following, behind) in pairwise(shown):
        is_apart = any(
            each.tag in _BELOW_AND_ABOVE or each.tag == "mfrac" or _is_word(each) for each in (part, following)
        )
        touches = text[-1:].isalnum() and behind[:1].isalnum()
        pieces.append(f" {behind}" if is_apart and touches else behind)
    return "".join(pieces)


def _is_word(element: Element) -> bool:
    """Tell whether an element is a name of several letters, such as that of a function."""
    return element.tag in ("mi", "mtext") and len("".join(element.itertext()).strip()) > 1


def _grouped(text: str) -> str:
    return f"({text})" if len(text) > 1 else text
