"""Cells as their formats show them: 0.075 as “7.5%”, amounts with their currency, 1234 as “01234”."""

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import lru_cache

from index.parse.spreadsheets.cell_formats.codes import DIGITS, CodeSection, Token, sections_of
from index.parse.spreadsheets.cell_formats.dates import FIRST_DAY, Moment, date_text, is_date
from index.parse.spreadsheets.cell_formats.decimals import EXACT, decimal_text, literal, point_of
from index.parse.structure.characters import one_line
from index.parse.structure.tables.rows import cell_text

__all__ = ["shown"]

_PLAIN_CODE = re.compile(r"(x*)((?:#,##0|0)(?:\.0{1,30})?)(x*)")
"""Amounts, shares and whole numbers; an x is what is shown as it stands."""

_LARGEST_DENOMINATOR = 99_999
_MOMENTS = (datetime.date, datetime.time, datetime.timedelta)


def shown(value: object, code: str) -> str:
    """Return what a sheet shows of a cell, with no white space around it.

    Args:
        value: a number, text, truth value, date, time or duration.
        code: the cell's format; an empty one is that of cells that were given none.
    """
    sections = sections_of(code)
    if not sections or isinstance(value, bool) or value is None or value == "":
        return cell_text(value)
    if isinstance(value, str):
        return one_line(_text(value, sections))
    if isinstance(value, _MOMENTS):
        return _dated(value, code)
    if isinstance(value, int | float) and math.isfinite(value):
        return _number(float(value), code)
    return cell_text(value)


def _text(value: str, sections: Sequence[CodeSection]) -> str:
    """Return text as the section for it shows it: the fourth, or one that has a place for text."""
    for section in sections:
        if any(token.kind == "text" for token in section.tokens):
            return "".join(value if token.kind == "text" else literal(token) for token in section.tokens)
    return value


@lru_cache(maxsize=10_000)
def _dated(value: Moment, code: str) -> str:
    dated = next((section for section in sections_of(code) if is_date(section)), None)
    return date_text(value, dated).strip() if dated else cell_text(value)


@lru_cache(maxsize=10_000)
def _number(value: float, code: str) -> str:
    section, is_negated = _chosen(value, sections_of(code))
    if section is None or any(token.kind in ("general", "text") for token in section.tokens):
        return _in_general(value, section, is_negated)
    if is_date(section):
        # The reader took it for a number: it counts the days since the end of 1899.
        moment = _moment(value)
        return cell_text(value) if moment is None else date_text(moment, section).strip()
    try:
        exact = abs(Decimal(repr(value)))
        plain = _plain(section.tokens)
        text = plain.shown(exact) if plain else _shown_number(exact, section.tokens)
    except ArithmeticError:
        return cell_text(value)
    return f"-{text.strip()}" if is_negated else text.strip()


def _in_general(value: float, section: CodeSection | None, is_negated: bool) -> str:
    """Return a number without a format of its own, with the words that stand around it."""
    if section is None:
        return cell_text(value)
    plain = cell_text(abs(value))
    around = "".join(plain if token.kind in ("general", "text") else literal(token) for token in section.tokens)
    return f"-{around.strip()}" if is_negated else around.strip()


def _moment(value: float) -> Moment | None:
    try:
        return FIRST_DAY + datetime.timedelta(days=value)
    except (OverflowError, ValueError):
        return None


def _chosen(value: float, sections: Sequence[CodeSection]) -> tuple[CodeSection | None, bool]:
    """Return the section for a number, and whether it has to be told that the number is negative."""
    numbers = sections[:3]
    if any(section.condition for section in numbers):
        for place, section in enumerate(numbers):
            is_last = place == len(numbers) - 1 and place > 0
            otherwise = is_last or (place == 1 and value < 0)
            if section.holds(value) if section.condition else otherwise:
                return section, value < 0
        return None, value < 0
    if len(numbers) == 1 or value > 0 or (value == 0 and len(numbers) == 2):
        return numbers[0], value < 0 and len(numbers) == 1
    return (numbers[1], False) if value < 0 else (numbers[2], False)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A format whose digits stand together, as nearly all do: what stands before and behind, and how it is written."""

    before: str
    behind: str
    places: int
    powers: int
    form: str

    def shown(self, value: Decimal) -> str:
        """Return a number that is not negative."""
        rounded = value.scaleb(self.powers, EXACT).quantize(Decimal(1).scaleb(-self.places), context=EXACT)
        return f"{self.before}{rounded:{self.form}}{self.behind}"


@lru_cache(maxsize=2_000)
def _plain(tokens: tuple[Token, ...]) -> _Plain | None:
    """Return a format as a plain one; None where it has more to say."""
    if any(token.kind in ("slash", "exponent") for token in tokens):
        return None
    code = "".join(token.text if token.kind == "digit" else "x" for token in tokens)
    found = _PLAIN_CODE.fullmatch(code)
    if found is None:
        return None
    before, behind = ("".join(map(literal, part)) for part in (tokens[: found.end(1)], tokens[found.start(3) :]))
    places = len(found[2].partition(".")[2])
    powers = 2 * sum(token.kind == "percent" for token in tokens)
    return _Plain(before, behind, places, powers, f"{',' if ',' in found[2] else ''}.{places}f")


def _shown_number(value: Decimal, tokens: Sequence[Token]) -> str:
    for place, token in enumerate(tokens):
        if token.kind == "slash" and any(each.text in DIGITS for each in tokens[:place]):
            return _fraction(value, tokens, place)
        if token.kind == "exponent":
            return _scientific(value, tokens, place)
    percents = sum(token.kind == "percent" for token in tokens)
    return decimal_text(value.scaleb(2 * percents, EXACT), tokens)


def _scientific(value: Decimal, tokens: Sequence[Token], place: int) -> str:
    mantissa, behind = tokens[:place], tokens[place + 1 :]
    point = point_of(mantissa)
    step = max(1, sum(token.text in DIGITS for token in mantissa[:point]))
    places = sum(token.text in DIGITS for token in mantissa[point:])
    exponent = value.adjusted() - value.adjusted() % step if value else 0
    rounded = value.scaleb(-exponent, EXACT).quantize(Decimal(1).scaleb(-places), context=EXACT)
    if rounded.adjusted() >= step:
        exponent += step
        rounded = value.scaleb(-exponent, EXACT)
    sign = "-" if exponent < 0 else "+" if tokens[place].text.endswith("+") else ""
    zeros = sum(token.text == "0" for token in behind)
    after = "".join(literal(token) for token in behind)
    return f"{decimal_text(rounded, mantissa)}E{sign}{str(abs(exponent)).zfill(zeros)}{after}"


def _fraction(value: Decimal, tokens: Sequence[Token], place: int) -> str:
    start = place
    while start and tokens[start - 1].text in DIGITS:
        start -= 1
    end = place + 1
    while end < len(tokens) and (tokens[end].text in DIGITS or tokens[end].text.isdecimal()):
        end += 1
    below = "".join(token.text for token in tokens[place + 1 : end])
    has_whole = any(token.text in DIGITS for token in tokens[:start])
    whole = value.to_integral_value(ROUND_FLOOR) if has_whole else Decimal(0)
    exact = Fraction(value) - int(whole)
    if below.isdecimal() and int(below):
        bottom = int(below)
        top = int(exact * bottom + Fraction(1, 2))
    else:
        found = exact.limit_denominator(min(_LARGEST_DENOMINATOR, 10 ** max(1, len(below)) - 1))
        top, bottom = found.numerator, found.denominator
    if top == bottom and has_whole:
        whole, top = whole + 1, 0
    words = [f"{whole:f}" if whole or not top else "", f"{top}/{bottom}" if top else ""]
    before = "".join(literal(token) for token in tokens[:start] if token.text not in DIGITS)
    after = "".join(map(literal, tokens[end:]))
    return f"{before.strip()} {' '.join(filter(None, words))}{after}".strip()
