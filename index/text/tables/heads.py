"""The head of a table: which of its first rows name the columns, and what they call them together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from index.text.tables.rows import cells, is_row, says_figure

__all__ = ["LONGEST_HEAD", "ROWS_LOOKED_AT", "column_names", "head_rows", "names_numbers", "table_heads"]

Span = tuple[int, int]

LONGEST_HEAD = 2_000
"""Characters: what is longer is no head."""

ROWS_LOOKED_AT = 7
"""At the top of a table, for its head."""

_MOST_ROWS, _FIGURES_BELOW = 4, 3
_YEAR = re.compile(r"(?:19|20)\d\d\W*")
_DIGIT = re.compile(r"\d")
_FEWEST_NUMBERS = 2
"""Cells with a number below a name without one, from which that is no chance."""

_BRACKETED = re.compile(r"\([^()]*\)")


def head_rows(rows: Sequence[str]) -> int:
    """Return how many rows at the top of a table are its head: one, and those below it that only say more of columns.

    Such have no figures but years: “(in millions)”, or “2024” and “2025” below “Year ended 31 May”. They say nothing in
    the first column, the same as the row above them, something in brackets, or what that column is, where the row above
    is a title or stands over several columns, and figures come below.

    Args:
        rows: of a table, from its first on; the first few are enough.
    """
    seen = [cells(row) for row in rows[:ROWS_LOOKED_AT]]
    count = min(1, len(seen))
    while count < min(_MOST_ROWS, len(seen) - 1) and _says_more(seen[count - 1], seen[count], seen[count + 1 :]):
        count += 1
    return count


def _says_more(above: Sequence[str], row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    first, others = row[0], row[1:]
    if not any(others) or any(map(_is_value, others)):
        return False
    if not first or first == above[0] or _BRACKETED.fullmatch(first):
        return True
    is_title = not any(above[1:])
    is_over_several = not above[0] and all(others) and sum(map(bool, above)) < len(others)
    return (is_title or is_over_several) and any(
        _is_value(cell) for each in below[:_FIGURES_BELOW] for cell in each[1:]
    )


def _is_value(cell: str) -> bool:
    return says_figure(cell) and not _YEAR.fullmatch(cell)


def table_heads(text: str, spans: Sequence[Span]) -> Mapping[int, Span]:
    """Return the heads of the tables in a text that nobody has marked: for each row that has one, by where it starts.

    Such a table has a head without figures but years, and two or more rows below it, one of them with a figure, or a
    column of numbers of another sort: times, days, doses.

    Args:
        text: of the document.
        spans: of its sentences, in order; rows of tables are whole ones.
    """
    found: dict[int, Span] = {}
    for run in _runs(text, spans):
        rows = [text[slice(*span)] for span in run]
        count = head_rows(rows[:ROWS_LOOKED_AT])
        head = (run[0][0], run[count - 1][1])
        values = [any(map(_is_value, cells(row)[1:])) for row in rows]
        is_head = not any(values[:count]) and (any(values) or names_numbers([cells(row) for row in rows[count - 1 :]]))
        if len(rows) > count + 1 and head[1] - head[0] <= LONGEST_HEAD and is_head:
            found |= dict.fromkeys((start for start, _ in run[count:]), head)
    return found


def names_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first of some rows has a name without a number above a column of which most cells have one.

    Args:
        rows: of a table, of cells; the first column is that of the names of rows.
    """
    for first, *others in zip_longest(*(row[1:] for row in rows), fillvalue=""):
        filled = [cell for cell in others if cell]
        numbers = sum(_DIGIT.search(cell) is not None for cell in filled)
        if first and not _DIGIT.search(first) and numbers >= max(_FEWEST_NUMBERS, len(filled) / 2):
            return True
    return False


def _runs(text: str, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the rows of each table; a blank line, or a line that is no row, ends it."""
    run: list[Span] = []
    for start, end in spans:
        if run and (not is_row(text[start:end]) or text.count("\n", run[-1][1], start) > 1):
            yield run
            run = []
        if is_row(text[start:end]):
            run.append((start, end))
    if run:
        yield run


def column_names(head: str) -> list[str]:
    """Return the names of a table's columns; a row of the head that goes on under another adds to what that says.

    Args:
        head: of one row a line. What stands over several columns stands in the first of them, or in each; what is alone
            in its row is said of all.
    """
    rows = [cells(line) for line in head.split("\n")]
    spread = rows if len(rows) == 1 else [_spread(row, max(map(len, rows))) for row in rows]
    return [" ".join(dict.fromkeys(filter(None, parts))) for parts in zip_longest(*spread, fillvalue="")]


def _spread(row: Sequence[str], width: int) -> list[str]:
    """Return a row of a head with what its cells say in each column that they stand over."""
    first, *others = [*row, *[""] * (width - len(row))]
    filled = [cell for cell in others if cell]
    if len(filled) == 1:
        return [first, *filled * len(others)]
    said, spread = "", [first]
    for cell in others:
        said = cell or said
        spread.append(said)
    return spread
