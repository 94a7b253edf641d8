"""Numbers with their digits in the places that a format has for them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from index.parse.spreadsheets.cell_formats.codes import DIGITS, Token

__all__ = ["EXACT", "decimal_text", "literal", "point_of"]

EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""A number of 308 digits before its point has thirty behind it."""


def decimal_text(value: Decimal, tokens: Sequence[Token]) -> str:
    """Return a number that is not negative, its digits in the places that a format has for them."""
    point = point_of(tokens)
    whole, rest = tokens[:point], tokens[point + 1 :]
    last = max((place for place, token in enumerate(whole) if token.text in DIGITS), default=-1)
    thousands = sum(token.text == "," and token.kind == "digit" for token in (*whole[last + 1 :], *rest))
    if last < 0 and not any(token.text in DIGITS for token in rest):
        return "".join(map(literal, tokens))
    is_grouped = any(token.text == "," and token.kind == "digit" for token in whole[: last + 1])
    places = sum(token.text in DIGITS for token in rest)
    rounded = value.scaleb(-3 * thousands, EXACT).quantize(Decimal(1).scaleb(-places), context=EXACT)
    digits, _, decimals = f"{rounded:f}".partition(".")
    behind = _decimals(decimals, rest)
    before = _whole("" if digits == "0" else digits, whole, is_grouped=is_grouped)
    dot = "." if point < len(tokens) and behind[:1].isdigit() else ""
    return f"{before}{dot}{behind}"


def point_of(tokens: Sequence[Token]) -> int:
    """Return where the point stands among the tokens; how many there are where none does."""
    return next((place for place, each in enumerate(tokens) if each == Token("digit", ".")), len(tokens))


def _whole(digits: str, tokens: Sequence[Token], *, is_grouped: bool) -> str:
    """Return the digits before the point in their places, from the last one on; all that are left in the first."""
    places = [place for place, token in enumerate(tokens) if token.text in DIGITS]
    zero = next((number for number, place in enumerate(places) if tokens[place].text == "0"), len(places))
    digits = digits.zfill(len(places) - zero) if zero < len(places) else digits
    if is_grouped:
        return "".join(_grouped(digits) if place == places[0] else literal(token) for place, token in enumerate(tokens))
    first = places[0] if places else -1
    pieces: list[str] = []
    for place in range(len(tokens) - 1, -1, -1):
        if place == first:
            pieces.append(digits)
        elif tokens[place].text in DIGITS:
            pieces.append(digits[-1:])
            digits = digits[:-1]
        else:
            pieces.append(literal(tokens[place]))
    return "".join(reversed(pieces)) if places else digits + "".join(reversed(pieces))


def _grouped(digits: str) -> str:
    first = len(digits) % 3
    groups = [digits[:first], *(digits[place : place + 3] for place in range(first, len(digits), 3))]
    return ",".join(group for group in groups if group)


def _decimals(digits: str, tokens: Sequence[Token]) -> str:
    """Return the digits behind the point in their places, without the zeros at the end that may be left out."""
    places = [place for place, token in enumerate(tokens) if token.text in DIGITS]
    kept = len(places)
    while kept and tokens[places[kept - 1]].text != "0" and digits[kept - 1] == "0":
        kept -= 1
    pieces: list[str] = []
    number = 0
    for token in tokens:
        if token.text in DIGITS:
            pieces.append(digits[number] if number < kept else "")
            number += 1
        else:
            pieces.append(literal(token))
    return "".join(pieces)


def literal(token: Token) -> str:
    """Return what a part of a format shows that no digit takes the place of."""
    return token.text if token.kind in ("literal", "slash", "percent") else ""
