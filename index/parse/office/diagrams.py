"""Diagrams of Office files (SmartArt), whose words stand in a part of their own (ECMA-376, part 1, section 21.4)."""

from collections.abc import Iterator

from index.parse.structure.blocks import Block
from index.parse.structure.characters import one_line
from index.parse.structure.xml_tree import Element, local_name

__all__ = ["diagram_blocks"]

_OF_LAYOUT = frozenset({"pres", "parTrans", "sibTrans", "doc"})
_INDENT = "  "
_DEEPEST = 8


def diagram_blocks(root: Element) -> Iterator[Block]:
    """Yield the words of a diagram as a list, those of a part below what it is a part of.

    Args:
        root: of the part that has the diagram's data.
    """
    points = {str(point.get("modelId")): point for point in root.iter("{*}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter("{*}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = str(link.get("srcOrd", "0"))
            place = int(order) if order.isdecimal() and len(order) < 9 else 0
            below.setdefault(str(link.get("srcId")), []).append((place, str(link.get("destId"))))
    tops = [identity for identity, point in points.items() if point.get("type") == "doc"]
    lines: list[str] = []
    told: set[str] = set()
    waiting = [(identity, -1) for identity in reversed([*tops, *points])]
    while waiting:
        identity, depth = waiting.pop()
        if identity in told or identity not in points:
            continue
        told.add(identity)
        text = "" if points[identity].get("type") in _OF_LAYOUT else _said(points[identity])
        if text:
            lines.append(f"{_INDENT * min(max(depth, 0), _DEEPEST)}• {text}")
        waiting += [(inner, depth + 1) for _, inner in sorted(below.get(identity, []), reverse=True)]
    if lines:
        yield Block("\n".join(lines))


def _said(point: Element) -> str:
    paragraphs = ("".join(t.text or "" for t in p.iter() if local_name(t) == "t") for p in point.iter("{*}p"))
    return one_line(" ".join(paragraphs))
