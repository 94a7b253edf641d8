"""Amounts as texts write them, as plain digits: €1,250,000, 1.25 million euros and EUR 1250000 are 1250000."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

__all__ = ["amounts"]

_SCALES = {
    "k": 3, "thousand": 3, "tausend": 3, "mille": 3, "mil": 3,
    "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "millionen": 6, "millón": 6, "millones": 6, "milhões": 6,
    "bn": 9, "billion": 9, "milliard": 9, "milliards": 9, "milliarden": 9,
}  # fmt: skip
"""Powers of ten by the word behind a number; “m” and “mil” only where a currency says that they are no metres."""

_CURRENCY = r"[$€£¥]|(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|eur|usd|gbp|chf|jpy|sek|nok|dkk)\b"
_GROUPED = r"[0-9]{1,3}(?:(?P<group>[,.'’\u00a0\u202f ])[0-9]{3})(?:(?P=group)[0-9]{3}){0,4}(?:[.,][0-9]{1,2})?"
_PLAIN = r"[0-9]{1,15}(?:[.,][0-9]{1,6})?"
_AMOUNT = re.compile(
    rf"(?<![\w.,/-])(?:(?P<before>{_CURRENCY}) ?)?(?P<number>{_GROUPED}(?![0-9])|{_PLAIN})"
    rf"(?:[ \u00a0\u202f-]?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b)?"
    rf"(?![0-9])(?![.,/-][0-9])(?: ?(?P<behind>{_CURRENCY}))?",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[,.'’\u00a0\u202f ]")


def amounts(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where an amount stands that is money, has a scale or groups of thousands, and its plain digits.

    Yields:
        (first code point, one past the last, digits such as 1250000 or 4.2).
    """
    for match in _AMOUNT.finditer(text):
        digits = _digits(match)
        if digits and digits != match[0]:
            yield match.start(), match.end(), digits


def _digits(match: re.Match[str]) -> str:
    scale = (match["scale"] or "").lower()
    is_money = bool(match["before"] or match["behind"])
    if scale in ("m", "mil") and not is_money:
        scale = ""
    if not (is_money or scale or match["group"]):
        return ""
    try:
        value = Decimal(_plain(match["number"], match["group"], is_money=is_money or bool(scale)))
    except InvalidOperation:
        return ""
    value = value.scaleb(_SCALES[scale]) if scale else value
    whole = format(value, "f")
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _plain(number: str, group: str | None, *, is_money: bool) -> str:
    """Return a number with a point for its fraction and nothing between its thousands."""
    if group is None:
        return number.replace(",", ".")
    if group == "." and number.count(".") == 1 and "," not in number and not is_money:
        return number  # 1.250 is a fraction to most, and where it is not, nothing says so
    whole, mark, fraction = number, "", ""
    cut = max(number.rfind(","), number.rfind("."))
    if cut > 0 and len(number) - cut <= 3:  # a group has three digits, a fraction one or two
        whole, mark, fraction = number[:cut], ".", number[cut + 1 :]
    return _SEPARATORS.sub("", whole) + mark + fraction
