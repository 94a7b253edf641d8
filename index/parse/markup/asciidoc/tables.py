"""Tables of AsciiDoc, whose cells flow from line to line."""

import csv
import re
from collections.abc import Iterator, Sequence

from index.parse.structure.tables.rows import Copies

__all__ = ["columns_of", "table_rows"]

_COLUMNS = re.compile(r"\bcols\s*=\s*(?:\"([^\"]{1,300})\"|([^,\"]{1,20}))")
_MANY = re.compile(r"(\d{1,3})\*")
_CELL = re.compile(
    r"(?:(?<=\s)|^)(?:(?P<times>\d{1,3})\*|(?P<wide>\d{1,3})?(?:\.(?P<high>\d{1,3}))?\+)?[<^>.]{0,4}[aehlmsdv]?(?<!\\)\|",
    re.MULTILINE,
)
_MOST_COLUMNS = 200
_SIGNS = {",": ",", ":": ":"}


def columns_of(words: str) -> int:
    """Return how many columns a table has by the line in brackets above it; 0 where that does not say."""
    found = _COLUMNS.search(words)
    if found is None:
        return 0
    parts = re.split(r"[,;]", found[1] or found[2])
    many = (_MANY.match(part.strip()) for part in parts)
    return min(_MOST_COLUMNS, sum(int(times[1]) if times else 1 for times in many))


def table_rows(lines: Sequence[str], sign: str, columns: int) -> Iterator[list[str]]:
    """Yield the rows of a table, a merged cell in every place that it goes over.

    Args:
        lines: between those that open and close it.
        sign: with which these begin: what divides cells.
        columns: how many there are; 0 for as many as the first line has cells.
    """
    if sign in _SIGNS:
        yield from csv.reader(lines, delimiter=_SIGNS[sign], skipinitialspace=True)
        return
    text = "\n".join(lines).replace("!", "|") if sign == "!" else "\n".join(lines)
    found = list(_CELL.finditer(text))
    ends = [cell.start() for cell in found[1:]] + [len(text)]
    first = text.lstrip("\n").partition("\n")[0]
    columns = columns or sum(int(cell["times"] or cell["wide"] or 1) for cell in _CELL.finditer(first))
    copies = Copies(len(text))
    row: list[str] = []
    below: dict[int, tuple[int, str]] = {}
    for cell, end in zip(found, ends, strict=True):
        words = " ".join(text[cell.end() : end].replace("\\|", "|").split())
        for number in range(min(int(cell["times"] or cell["wide"] or 1), _MOST_COLUMNS)):
            if number and not copies.take(words):
                break
            while len(row) in below:
                left, known = below.pop(len(row))
                if left > 1 and copies.take(known):
                    below[len(row)] = left - 1, known
                row.append(known)
            if int(cell["high"] or 1) > 1:
                below[len(row)] = int(cell["high"]) - 1, words
            row.append(words)
        if len(row) >= max(1, columns):
            yield row
            row = []
    if row:
        yield row
