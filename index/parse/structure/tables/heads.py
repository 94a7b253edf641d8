"""Where the head of a table is, and several rows of it as one."""

from collections import Counter
from collections.abc import Sequence, Set
from itertools import groupby, pairwise, zip_longest

from index.text.tables.rows import says_figure

__all__ = ["head_of", "headed", "with_one_head"]

_LOOKED_AT = 50
"""Rows in which the head is looked for."""

_MOST_HEAD_ROWS = 4
_MOST_TITLES = 3
_ROWS_OF_FIGURES = 3
"""Below a head, in which figures are looked for."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_Rows = Sequence[Sequence[str]]


def head_of(rows: _Rows) -> int:
    """Return the number of the row that is a table's head; those above it say what the table is about.

    Args:
        rows: of cells; those of a file whose program wrote commas up to the last column end in empty ones.
    """
    seen = rows[:_LOOKED_AT]
    filled = [[cell for cell in row if cell.strip()] for row in seen]
    widths = Counter(width for width in map(_width, seen) if width > 1)
    if not widths:
        return 0
    width = max(widths, key=lambda each: (widths[each], each))
    first = next(
        (
            number
            for number, row in enumerate(seen)
            if filled[number]
            and (_is_over_columns(seen[number : number + 2]) or not _is_above(row, filled[number], width))
        ),
        0,
    )
    if len(filled[first]) >= width or _is_over_columns(seen[first : first + 2]):
        return first
    # What an empty line divides from a wider table is no head of it.
    gap = next((number for number in range(first, len(seen)) if not filled[number]), len(seen))
    wider = next((number for number in range(gap, len(seen)) if len(filled[number]) >= width), 0)
    return wider if wider and all(len(filled[number]) < width for number in range(first, gap)) else first


def headed(rows: _Rows, grouped: Set[int], marked: int = 0) -> tuple[list[str], list[list[str]]]:
    """Return the titles over all of a table's columns that stand at its top, and the table with one head.

    Args:
        rows: of cells, those of merged ones with their text in each.
        grouped: those in which a merged cell stands above several columns.
        marked: how many rows at the top the document calls the head; 0 where it does not say.
    """
    above = next((number for number, row in enumerate(rows) if number not in grouped or not _is_title(row)), 0)
    above = above if above <= min(_MOST_TITLES, len(rows) - 2) else 0
    titles, table = [row[0].strip() for row in rows[:above]], rows[above:]
    named = marked - above
    if not 1 < named <= min(_MOST_HEAD_ROWS, len(table) - 1) or len({*map(len, table[:named])}) > 1:
        named = _merged_head(table, {row - above for row in grouped})
    return titles, [_joined(table[:named]), *map(list, table[named:])] if named else [*map(list, table)]


def _merged_head(rows: _Rows, grouped: Set[int]) -> int:
    """Return how many rows are one head, as all but the last have merged cells that others stand below; else 0.

    The last may have some itself, where figures stand right below it.
    """
    width = max(map(len, rows), default=0)
    seen = [[*row, *[""] * (width - len(row))] for row in rows[: _MOST_HEAD_ROWS + _ROWS_OF_FIGURES]]
    found = 0
    for last in range(1, min(_MOST_HEAD_ROWS, len(seen) - 1)):
        if last - 1 not in grouped:
            break
        upper, below = _joined(seen[:last]), seen[last + 1 :]
        wide = {place for row in seen[:last] for place in _wide(row)}
        if last in grouped:
            found = last + 1 if _divides(upper, seen[last], below[0], wide) else found
        elif _is_below(upper, seen[last], below[:_ROWS_OF_FIGURES], wide):
            return last + 1
    return found


def _joined(rows: _Rows) -> list[str]:
    """Return rows as one, a cell that says the same as the one above it said once."""
    joined = list(rows[0])
    for row in rows[1:]:
        joined = [_both(*pair) for pair in zip_longest(joined, row, fillvalue="")]
    return joined


def with_one_head(rows: _Rows, grouped: Set[int]) -> list[list[str]]:
    """Return a table whose first row says all that its head says in several: “2025 Plan” for a “Plan” below “2025”.

    Args:
        rows: of cells, the head first.
        grouped: those in which a merged cell stands above several columns, with its text in each.
    """
    width = max(map(len, rows), default=0)
    head_rows = [[*row, *[""] * (width - len(row))] for row in rows[: _MOST_HEAD_ROWS + _ROWS_OF_FIGURES]]
    if named := _merged_head(rows, grouped):
        return [_joined(head_rows[:named]), *map(list, rows[named:])]
    used = 1
    while used < min(len(head_rows) - 1, _MOST_HEAD_ROWS) and used - 1 not in grouped:
        joined = _told_apart(head_rows[0], head_rows[used], head_rows[used + 1 : used + 1 + _ROWS_OF_FIGURES])
        if not joined:
            break
        head_rows[0] = joined
        used += 1
    return [head_rows[0], *map(list, rows[used:])] if rows else []


def _is_above(row: Sequence[str], cells: Sequence[str], width: int) -> bool:
    """Tell whether a row is a title, or a label with its value, above a table of so many columns."""
    if len(cells) == 1:
        return width > 2 or bool(row[0].strip())
    if len(cells) < width and cells[0].rstrip().endswith(":"):
        return True
    return len(cells) == 2 and _width(row) == 2 and width > 3


def _is_title(row: Sequence[str]) -> bool:
    """Tell whether a row says one thing in every column, of several."""
    return len(row) > 1 and bool(row[0].strip()) and len({*row}) == 1


def _is_over_columns(rows: _Rows) -> bool:
    """Tell whether a row has one cell alone that stands over columns which the next row names, and is no title.

    It stands in none of their first, where a title would begin: “Year ended 31 May” over “2024” and “2025”.
    """
    if len(rows) < 2 or rows[0][0].strip() or sum(bool(cell.strip()) for cell in rows[0]) != 1:
        return False
    names = [cell for cell in rows[1] if cell.strip()]
    return len(names) > 1 and not any(map(_is_figure, names))


def _width(row: Sequence[str]) -> int:
    """Return how many cells a row has up to the last one with something in it."""
    return next((len(row) - place for place, cell in enumerate(reversed(row)) if cell.strip()), 0)


def _is_below(upper: Sequence[str], lower: Sequence[str], rows: _Rows, wide: Set[int]) -> bool:
    """Tell whether a row continues the head above it, in which merged cells stand in several columns each.

    Then it names columns, has nothing to say beside those, or stands above figures and has none.
    """
    names = [cell for cell in lower if cell.strip()]
    if len(names) < 2 or any(map(_is_figure, names)) or not _is_unique(upper, lower):
        return False
    beside = [place for place in range(len(upper)) if place not in wide]
    is_said = [bool(lower[place].strip()) and lower[place] != upper[place] for place in beside]
    if any(said and upper[place].strip() for said, place in zip(is_said, beside, strict=True)):
        return False  # it says something else of a column that has its name
    has_nothing_beside = bool(beside) and not any(is_said)
    return has_nothing_beside or len({*names}) < len(names) or _has_figures(rows, wide)


def _divides(upper: Sequence[str], lower: Sequence[str], below: Sequence[str], wide: Set[int]) -> bool:
    """Tell whether a row with merged cells continues the head above it: they divide what that names, over figures."""
    names = [name for name, _ in groupby(zip(upper, lower, strict=True)) if name[1]]
    said = [two for one, two in names if two != one]
    if len(said) < 2 or any(map(_is_figure, lower)) or len({*names}) < len(names):
        return False
    if any(lower[place] not in ("", name) for place, name in enumerate(upper) if name and place not in wide):
        return False  # it says something else of a column that has its name
    return any(two and _shows_figure(cell) for two, cell in zip(lower, below, strict=True))


def _told_apart(upper: Sequence[str], lower: Sequence[str], rows: _Rows) -> list[str]:
    """Return two rows as one head, if the second names several columns alike that the first can tell apart.

    Nothing is merged here: what the first row says once may hold for the empty cells behind it.
    """
    names = [cell for cell in lower if cell.strip()]
    upper, lower = _spread_right(upper, lower, rows)
    wide = _wide(upper)
    spans = [_both(*pair) for pair, _ in groupby(zip(upper, lower, strict=True)) if any(pair)]
    if len({*names}) == len(names) or any(map(_is_figure, names)) or len({*spans}) < len(spans):
        return []
    return [_both(*pair) for pair in zip(upper, lower, strict=True)] if wide and _has_figures(rows, wide) else []


def _wide(row: Sequence[str]) -> set[int]:
    """Return the places of the cells that say the same as one beside them."""
    return {place + each for place, (one, two) in enumerate(pairwise(row)) if one and one == two for each in (0, 1)}


def _is_unique(upper: Sequence[str], lower: Sequence[str]) -> bool:
    named = [name for pair in zip(upper, lower, strict=True) if (name := _both(*pair))]
    return len({*named}) == len(named)


def _has_figures(rows: _Rows, places: Set[int]) -> bool:
    return any(_shows_figure(row[place]) for row in rows for place in places)


def _shows_figure(cell: str) -> bool:
    """Tell whether a cell below a head is a figure, which may be a time, and may have a currency or a unit."""
    return _is_figure(cell) or says_figure(cell)


def _spread_right(upper: Sequence[str], lower: Sequence[str], rows: _Rows) -> tuple[list[str], list[str]]:
    """Return two rows of a head with what each says in the empty cells behind it, as far as the table goes."""
    spread: list[tuple[str, str]] = []
    for place, (name, below) in enumerate(zip(upper, lower, strict=True)):
        before = spread[-1] if spread and not name.strip() else ("", "")
        if not name.strip() and below.strip():
            spread.append((before[0], below))
        elif not name.strip() and before[1].strip() and any(row[place].strip() for row in rows):
            spread.append(before)  # the lower name stands over this column too
        else:
            spread.append((name, below))
    return [name for name, _ in spread], [below for _, below in spread]


def _both(one: str, two: str) -> str:
    return one if one.strip() == two.strip() else f"{one} {two}".strip()


def _is_figure(cell: str) -> bool:
    """Tell whether a cell has digits and no letters, and is no year: that may name a column."""
    if any(map(str.isalpha, cell)) or not any(map(str.isdigit, cell)):
        return False
    bare = cell.strip()
    return not (len(bare) == 4 and bare.isdecimal() and _FIRST_YEAR <= int(bare) <= _LAST_YEAR)
