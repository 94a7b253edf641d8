"""Rows of cells as lines of text."""

import datetime
from collections.abc import Iterable, Iterator, Sequence, Set

from index.parse.structure.blocks import Block
from index.parse.structure.characters import one_line
from index.parse.structure.tables.heads import headed

__all__ = ["Copies", "cell_text", "copied", "headed_blocks", "spread", "table_blocks"]

_LONGEST_CELL = 300
"""A table with a longer cell lays out a page: its cells are paragraphs."""


_WIDEST = 200
"""Columns that one cell may be wide: more are a mistake, or a trap."""

_MOST_COPIED = 2_000
"""Characters of copies that one wide cell may become: a row of them would be endless."""

_FIRST_COPIES = 1_000
_COPIES_A_CHARACTER = 20
_MOST_COPIES = 5_000_000
_BORDER = 3


class Copies:
    """How much of a page may be the text of merged cells again: cells over all rows and columns would be endless.

    That is twenty times what the page itself says, and a bit; a schedule that is little but merged cells has ten times.
    """

    def __init__(self, characters: int) -> None:
        """Allow what a page of so many characters may have."""
        self._left = min(_FIRST_COPIES + _COPIES_A_CHARACTER * characters, _MOST_COPIES)

    def take(self, text: str) -> bool:
        """Tell whether a text may be there once more, and count it."""
        self._left -= len(text) + _BORDER
        return self._left >= 0


def table_blocks(rows: Iterable[Sequence[str]], *, is_layout: bool = True) -> Iterator[Block]:
    """Yield a table as one block, a line a row with " | " between cells; one of a single column as paragraphs.

    Args:
        rows: of cells, which may have several lines.
        is_layout: whether a table with long cells, or of one column, only places text on a page.
    """
    filled = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    if _columns(filled) < 2 or (is_layout and _is_layout(filled)):
        cells = (cell for row in filled for cell in row)
        yield from (Block(cell.strip()) for cell in cells if cell.strip())
    elif filled:
        lines = [" | ".join(one_line(cell) for cell in row).rstrip(" |") for row in filled]
        yield Block("\n".join(lines), is_table=True)


def headed_blocks(rows: Sequence[Sequence[str]], grouped: Set[int], marked: int = 0) -> Iterator[Block]:
    """Yield a table as ``table_blocks`` does, its titles as text above it, and several rows of a head as one.

    Args:
        rows: of cells, which may have several lines, those of merged cells with their text in each.
        grouped: those in which a merged cell stands above several columns.
        marked: how many rows at the top the document calls the head; 0 where it does not say.
    """
    numbers = [number for number, row in enumerate(rows) if any(cell.strip() for cell in row)]
    filled = [[*rows[number]] for number in numbers]
    if _is_layout(filled):
        yield from table_blocks(filled)
        return
    places = {number: place for place, number in enumerate(numbers)}
    marked = sum(number < marked for number in numbers)
    titles, table = headed(filled, frozenset(places[row] for row in grouped if row in places), marked)
    yield from (Block(title) for title in titles)
    yield from table_blocks(table)


def spread(cells: Iterable[tuple[str, int]]) -> list[str]:
    """Return the cells of a row, each as often as it is columns wide: a row is understood alone then."""
    row: list[str] = []
    for text, width in cells:
        further = min(width, _WIDEST) - 1
        copies = min(further, _MOST_COPIED // max(1, len(text)))
        row += [text] + [copied(text)] * copies + [""] * (further - copies)
    return row


def _columns(rows: Sequence[Sequence[str]]) -> int:
    return max((len(row) for row in rows), default=0)


def _is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table only places text on a page."""
    return _columns(rows) < 2 or any(len(cell) > _LONGEST_CELL for row in rows for cell in row)


def copied(text: str) -> str:
    """Return what a merged cell shows in its further places: its text again, unless it is a paragraph."""
    return text if len(text) <= _LONGEST_CELL else ""


def cell_text(value: object) -> str:
    """Return a cell's value as a sheet shows it without a format: whole numbers whole, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")
    if isinstance(value, datetime.time):
        return value.isoformat("auto").removesuffix(":00")
    if isinstance(value, datetime.timedelta):
        return _duration(value)
    return one_line(str(value))


def _duration(value: datetime.timedelta) -> str:
    """Return a duration in hours, minutes and, if there are any, seconds: a day and a half is 36:00."""
    seconds = round(value.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")
