"""A table's row as a line of text, " | " between its cells."""

import re

__all__ = ["EDGE", "cells", "is_row", "says_figure"]

EDGE = re.compile(r"(?<!\S)\|(?!\S)")
"""Between the cells of a row, as the parsers write them."""

_LONGEST_FIGURE = 40
_CURRENCY = r"(?:[A-Za-z]{0,3}[$€£¥]|(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|CAD|AUD|NZD|CNY|INR|Rs\.?)\b)\s?"
_FIGURE = re.compile(
    rf"[^\w$€£¥]*(?:{_CURRENCY})?[^\w]*\d[\d.,’' ]*[^\w]*[a-zA-Z%]{{0,3}}[^\w]*|(?:{_CURRENCY})?[–—―-]+\s?[%)]?|n/?a",
    re.IGNORECASE,
)


def is_row(line: str) -> bool:
    """Tell whether a line is a row of a table."""
    return EDGE.search(line) is not None


def cells(row: str) -> list[str]:
    """Return the cells of a table's row, without the white space around them."""
    return [cell.strip() for cell in EDGE.split(row)]


def says_figure(cell: str) -> bool:
    """Tell whether a cell is a number, with its currency, unit or brackets, or a dash in the place of one."""
    return len(cell) <= _LONGEST_FIGURE and _FIGURE.fullmatch(cell) is not None
