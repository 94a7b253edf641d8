"""Charts of Office files, as the tables that they are drawn from."""

import re
from collections.abc import Iterator

from index.parse.structure.blocks import Block
from index.parse.structure.characters import one_line
from index.parse.structure.tables.rows import cell_text, table_blocks
from index.parse.structure.xml_tree import Element, local_name, whole_number

__all__ = ["chart_blocks"]

_SORT = re.compile(r"(?:of)?([A-Za-z]+?)(?:3D)?Chart")
_MOST_SERIES = 255
"""As many as Excel draws: each is a column, in which every category has a place."""


def chart_blocks(root: Element) -> Iterator[Block]:
    """Yield a chart's sort and title, and the table of its series: a line a category, a column a series.

    Args:
        root: of a DrawingML chart (ECMA-376, part 1, section 21.2).
    """
    title = _first(root, "title")
    words = () if title is None else (e.text or "" for e in title.iter() if local_name(e) == "t")
    yield Block(": ".join(filter(None, (_sort(root), one_line(" ".join(words))))))
    series = [element for element in root.iter() if local_name(element) == "ser"][:_MOST_SERIES]
    names = [one_line(" ".join(_points(each, "tx").values())) for each in series]
    categories: dict[int, str] = {}
    for each in series:
        categories = categories or _points(each, "cat") or _points(each, "xVal")
    values = [_points(each, "val") or _points(each, "yVal") for each in series]
    places = sorted({place for points in (categories, *values) for place in points})
    rows = [[categories.get(place, ""), *(_number(points.get(place, "")) for points in values)] for place in places]
    yield from table_blocks([["", *names], *rows] if any(names) else rows)


def _sort(root: Element) -> str:
    """Return what sort of chart it is: “Bar chart”, “Bar and line chart”; nothing where its plot is of none."""
    plot = _first(root, "plotArea")
    sorts = (_SORT.fullmatch(local_name(each)) for each in (() if plot is None else plot))
    names = list(dict.fromkeys(each[1] for each in sorts if each))
    return f"{' and '.join(names)} chart".capitalize() if names else ""


def _points(series: Element, name: str) -> dict[int, str]:
    """Return the values of a part of a series by their place."""
    part = next((child for child in series if local_name(child) == name), None)
    if part is None:
        return {}
    found: dict[int, str] = {}
    for element in part.iter():
        if local_name(element) == "pt":
            place, value = whole_number(element.get("idx"), -1), _first(element, "v")
            if place >= 0 and value is not None:
                found[place] = value.text or ""
        elif local_name(element) == "v" and local_name(element.getparent()) == "tx":
            found[0] = element.text or ""
    return found


def _number(text: str) -> str:
    try:
        return cell_text(float(text))
    except ValueError:
        return text


def _first(root: Element, name: str) -> Element | None:
    return next((element for element in root.iter() if local_name(element) == name), None)
