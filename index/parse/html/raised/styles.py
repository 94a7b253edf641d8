"""Letters that a page's styles raise or lower, marked as <sup> and <sub> mark them."""

import re
from collections.abc import Mapping, Sequence

from index.parse.html.tree import Element

__all__ = ["RaisingRules", "mark_raised", "rules_of"]

_INLINE = ("span", "a", "small", "i", "em", "b", "strong", "font", "cite", "q", "code")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_LAST = re.compile(r"([A-Za-z][A-Za-z0-9]*)?\.([A-Za-z_][\w-]*)")
"""The end of a selector: an element's class, with its name or without."""

_HEIGHT = re.compile(r"vertical-align\s{0,9}:\s{0,9}([^;}]{0,40})", re.IGNORECASE)
_DISTANCE = re.compile(r"([+-]?[0-9]{0,4}\.?[0-9]{1,4})\s{0,9}(?:r?em|ex|px|pt|%).*", re.IGNORECASE | re.DOTALL)
_SMALLER = re.compile(
    r"font-size\s{0,9}:\s{0,9}(?:smaller|small|x-small|xx-small|0?\.[0-9]{1,4}\s{0,9}r?em|[1-9][0-9]?(?:\.[0-9]{1,4})?\s{0,9}%)",
    re.IGNORECASE,
)
_MOST_RULES = 20_000
_NOTE = re.compile(r"(?:^|[\s_-])(?:doc-)?noteref(?:$|[\s_-])", re.IGNORECASE)


RaisingRules = Mapping[tuple[str, str], str]
"""“sup” or “sub”, or nothing for the base line, by an element's name, which may be empty, and its class."""


def rules_of(sheet: str) -> RaisingRules:
    """Return what a style sheet says of raised and lowered classes, the last of its rules counting."""
    found: dict[tuple[str, str], str] = {}
    if "vertical-align" not in sheet.lower():
        return found
    for rule in _COMMENT.sub(" ", sheet).split("}")[:-1][:_MOST_RULES]:
        selectors, _, declarations = rule.rpartition("{")
        if not _HEIGHT.search(declarations):
            continue
        tag = _tag(declarations)
        for selector in selectors.rpartition("{")[2].split(","):
            last = _LAST.fullmatch(re.split(r"[\s>+~]+", selector.strip())[-1])
            if last:
                found[(last[1] or "").lower(), last[2]] = tag
    return found


def mark_raised(root: Element, sheets: Sequence[RaisingRules]) -> None:
    """Put <sup> or <sub> around what the elements hold whose styles raise or lower it, in the tree itself.

    Args:
        root: of a page.
        sheets: what its style sheets say, in order: the last that says something of a class counts.
    """
    kept = [sheet for sheet in sheets if sheet]
    for element in [*root.iter(*_INLINE)]:
        tag = _height_of(element, kept)
        if tag:
            inner = element.makeelement(tag)
            inner.text, element.text = element.text, None
            inner.extend(list(element))
            element.append(inner)


def _height_of(element: Element, sheets: Sequence[RaisingRules]) -> str:
    """Return “sup” or “sub” for an element whose letters are raised or lowered; nothing for others."""
    if _NOTE.search(f"{element.get('epub:type', '')} {element.get('role', '')}"):
        return "sup"
    if "style" in element.attrib and _HEIGHT.search(element.get("style")):
        return _tag(element.get("style"))
    names = element.get("class", "").split()
    keys = [(tag, name) for name in names for tag in (element.tag, "")]
    return next((sheet[key] for sheet in reversed(sheets) for key in keys if key in sheet), "")


def _tag(declarations: str) -> str:
    """Return “sup” or “sub” for declarations that raise or lower; by a distance only letters that are smaller."""
    values = _HEIGHT.findall(declarations)
    value = values[-1].lower().split("!")[0].strip() if values else ""
    if value in ("super", "sub"):
        return "sup" if value == "super" else "sub"
    distance = _DISTANCE.fullmatch(value)
    shift = float(distance[1]) if distance else 0.0
    if not shift or not _SMALLER.search(declarations):
        return ""
    return "sup" if shift > 0 else "sub"
