"""Tables of reStructuredText: drawn with lines, listed, or with values separated by commas."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

__all__ = ["drawn_rows", "is_drawn", "listed_rows", "separated_rows"]

_GRID = re.compile(r" *\+(?:[-=]+\+)+")
_SIMPLE = re.compile(r" *={2,}(?: +={2,})+")
_SIMPLE_RULE = re.compile(r" *[=-]{2,}(?: +[=-]{2,})*")
_ITEM = re.compile(r"(?P<mark> *[*+-](?: |$)) *(?P<cell>[*+-](?: |$))?(?P<text>.*)")


def is_drawn(lines: Sequence[str], place: int) -> bool:
    """Tell whether a drawn table begins at a line."""
    return _GRID.fullmatch(lines[place]) is not None or _SIMPLE.fullmatch(lines[place]) is not None


def drawn_rows(lines: Sequence[str], place: int) -> tuple[int, list[list[str]]]:
    """Return the number of the line behind a drawn table, and its rows.

    Args:
        lines: of the text.
        place: of the table's first line.
    """
    if _GRID.fullmatch(lines[place]):
        end = next((n for n in range(place, len(lines)) if lines[n].lstrip()[:1] not in ("+", "|")), len(lines))
        return end, list(_grid_rows(lines[place:end]))
    end = place + 1
    while end < len(lines) and not (
        _SIMPLE_RULE.fullmatch(lines[end]) and "=" in lines[end] and not _goes_on(lines, end)
    ):
        end += 1
    return min(end + 1, len(lines)), list(_simple_rows(lines[place : end + 1]))


def _goes_on(lines: Sequence[str], place: int) -> bool:
    """Tell whether a line of equals signs is that below a head, and not the table's last: text follows right below."""
    return place + 1 < len(lines) and bool(lines[place + 1])


def _grid_rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield rows of a grid; a cell over several columns is in each, one over several rows where it begins."""
    edges = sorted({place for line in lines if _GRID.fullmatch(line) for place, sign in enumerate(line) if sign == "+"})
    columns = list(pairwise(edges))
    cells: list[list[str]] = [[] for _ in columns]
    for line in lines:
        if line.lstrip().startswith("+") and (_GRID.fullmatch(line) or "+-" in line):
            if any(map(any, cells)):
                yield [" ".join(cell) for cell in cells]
            cells = [[] for _ in columns]
            if _GRID.fullmatch(line):
                continue
        start = 0
        for number, (_, last) in enumerate(columns):
            is_wide = last < len(line) and line[last] not in "|+" and number + 1 < len(columns)
            if is_wide:
                continue
            words = line[columns[start][0] + 1 : last].strip(" |")
            if words and not set(words) <= set("-=+"):
                for column in cells[start : number + 1]:
                    column.append(words)
            start = number + 1


def _simple_rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield rows of a table whose columns are ruled above and below; a line with an empty first cell goes on."""
    starts = [match.start() for match in re.finditer(r"=+", lines[0])]
    bounds = list(zip(starts, [*starts[1:], 10_000], strict=True))
    row: list[str] = []
    for line in lines[1:]:
        cells = [line[first:last].strip() for first, last in bounds]
        is_rule = _SIMPLE_RULE.fullmatch(line) is not None
        if row and (is_rule or not line or cells[0]):
            yield row
            row = []
        if not is_rule and line:
            row = [" ".join(filter(None, pair)) for pair in zip(row or [""] * len(cells), cells, strict=True)]
    if row:
        yield row


def separated_rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield rows of values with commas between."""
    try:
        yield from csv.reader((line for line in lines if line), skipinitialspace=True)
    except csv.Error:
        yield from ([line] for line in lines)


def listed_rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the rows of a list of lists: an outer item a row, an inner one a cell."""
    row: list[str] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        is_row = item is not None and item["cell"] is not None and not item["mark"].startswith(" ")
        if is_row and row:
            yield row
            row = []
        if item is not None and (is_row or item["mark"].startswith(" ")):
            row.append((item["text"] or "").strip() if is_row else f"{item['cell'] or ''}{item['text']}".strip())
        elif row and line.strip():
            row[-1] = f"{row[-1]} {line.strip()}".strip()
    if row:
        yield row
