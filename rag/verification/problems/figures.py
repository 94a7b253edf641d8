"""Whether each number, date and unit of a sentence stands in the words that it cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.hardening.disguises import RAISED
from index.search.analysis import analyse
from rag.english.quantities import Quantity, QuantityKind, quantities
from rag.english.word_lists import ORDINALS
from rag.english.words import plain

__all__ = ["as_cited", "missing_figures"]

_UNITS = {
    name: canonical
    for canonical, names in {
        "metre": "m metre metres meter meters",
        "kilometre": "km kilometre kilometres kilometer kilometers",
        "centimetre": "cm centimetre centimetres centimeter centimeters",
        "millimetre": "mm millimetre millimetres millimeter millimeters",
        "mile": "mi mile miles",
        "foot": "ft foot feet",
        "inch": "inch inches",
        "yard": "yd yard yards",
        "gram": "g gram grams gramme grammes",
        "kilogram": "kg kilogram kilograms kilogramme kilogrammes kilo kilos",
        "tonne": "t tonne tonnes ton tons",
        "pound": "lb lbs pound pounds £ gbp sterling",
        "ounce": "oz ounce ounces",
        "litre": "l litre litres liter liters",
        "gallon": "gallon gallons",
        "hectare": "ha hectare hectares",
        "acre": "acre acres",
        "second": "sec secs second seconds",
        "minute": "min mins minute minutes",
        "hour": "h hr hrs hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "yr yrs year years",
        "decade": "decade decades",
        "century": "century centuries",
        "dollar": "$ dollar dollars usd",
        "euro": "€ eur euro euros",
        "yen": "¥ yen jpy",
        "percent": "% percent",
        "celsius": "celsius °c",
        "fahrenheit": "fahrenheit °f",
        "watt": "watt watts",
        "kilowatt": "kw kilowatt kilowatts",
        "megawatt": "mw megawatt megawatts",
        "byte": "byte bytes",
        "kilobyte": "kb kilobyte kilobytes",
        "megabyte": "mb megabyte megabytes",
        "gigabyte": "gb gigabyte gigabytes",
        "bc": "bc bce",
    }.items()
    for name in names.split()
}
_ORDINAL = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(ORDINALS)}))\b", re.IGNORECASE)
_DECADE = re.compile(r"\b(1\d\d0|20\d0|\d0)['’]?s\b")
_ISO = re.compile(r"\b(1\d{3}|20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
_SHORT_SCALE = re.compile(r"^ ?(k|m|mn|mio|bn|b|tn)\b", re.IGNORECASE)
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_UNIT = re.compile(r"^[ -]?(?:(?:square|cubic|metric|US|of an?) )?([°%$€£¥]?[A-Za-z]+|%)")
_AFTER_SCALE = re.compile(r"^ ?(?:k|m|mn|mio|bn|b|tn|million|billion|trillion)\b", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]*\d[^\W_]*")
_DIGITS = re.compile(r"\d+")
_BEFORE = re.compile(r"([$€£¥]) ?$")
_CLOSE = 1e-9
_WITH_RAISED = re.compile(rf"(?<![\w.,])(?!\d{{4}}[{RAISED}])(?:\d[\d.,]*)?[{RAISED}]+")
"""10⁶ and 1½; but 1990² is a year with the number of a note."""

_RANGE = re.compile(r"\b(\d\d)\d\d[-–/]$")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number or date: its kind, all the values that it can be read as, its unit and the noun that it counts."""

    kind: str
    values: frozenset[tuple[float, ...]]
    unit: str
    counts: frozenset[str]
    text: str


def missing_figures(sentence: str, cited: Sequence[str]) -> list[str]:
    """Return what is wrong with the sentence's numbers, dates and units; nothing when all are in the cited texts.

    “2.3 million”, “2.3m” and “2,300,000” are the same, and so are “3 March” and “March 3rd”, “14” and “fourteen”.
    """
    ours = list(_figures(sentence))
    if not ours:
        return []
    text = " \n ".join(cited)
    theirs = list(_figures(text))
    tokens = set(_TOKEN.findall(plain(text))) | set(_DIGITS.findall(plain(text)))
    units = {_UNITS[word] for word in re.findall(r"[a-z]+|[%$€£¥]", plain(text)) if word in _UNITS}
    found = [problem for figure in ours if (problem := _problem(figure, theirs, tokens, units))]
    return list(dict.fromkeys(found))


def as_cited(sentence: str, cited: Sequence[str]) -> str:
    """Return a sentence with its numbers and dates written as the cited texts write the same ones.

    Who compares words sees no difference then between “2,300,000” and “2.3 million”.
    """
    theirs = list(_figures(" \n ".join(cited)))
    for figure in _figures(sentence):
        same = [other.text for other in theirs if other.kind == figure.kind and _same(figure, other)]
        if same and figure.text not in same:
            sentence = sentence.replace(figure.text, same[0], 1)
    return sentence


def _problem(figure: _Figure, theirs: Sequence[_Figure], tokens: set[str], units: set[str]) -> str:
    if figure.kind == "raised":
        known = any(other.kind == "raised" and other.text == figure.text for other in theirs)
        return "" if known else f"“{figure.text}” is not in the cited words"
    if figure.kind == "token":
        known = plain(figure.text) in tokens or set(_DIGITS.findall(figure.text)) <= tokens
        return "" if known else f"“{figure.text}” is not in the cited words"
    same = [other for other in theirs if _same(figure, other)]
    if not same:
        return f"“{figure.text}” is not in the cited words"
    if figure.unit:
        given = {other.unit for other in same if other.unit}
        if given and figure.unit not in given:
            return f"“{figure.text}” has another unit in the cited words"
        if not given and figure.unit not in units:
            return f"the unit of “{figure.text}” is not in the cited words"
    elif figure.counts and not any(figure.counts & other.counts or not other.counts for other in same):
        counted_otherwise = [o for o in theirs if o.kind == figure.kind and o.counts & figure.counts]
        if counted_otherwise:
            return f"“{figure.text}” belongs to something else in the cited words"
    return ""


def _same(mine: _Figure, other: _Figure) -> bool:
    if mine.kind == "date" and other.kind == "date":
        return any(a[: len(b)] == b[: len(a)] and len(a) <= len(b) for a in mine.values for b in other.values)
    if other.kind == "date":
        return mine.kind in ("year", "amount") and any(v[0] in b[2:] for v in mine.values for b in other.values)
    if "share" in (mine.kind, other.kind) and mine.kind != other.kind:
        return False
    if mine.kind != other.kind and {mine.kind, other.kind} - {"year", "amount"}:
        return False
    return any(_equal(a, b) for a in mine.values for b in other.values)


def _equal(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= _CLOSE * max(1.0, abs(x)) for x, y in zip(a, b, strict=True))


def _figures(text: str) -> Iterator[_Figure]:
    """Yield the numbers and dates of a text; a date with its year also as its year."""
    none: frozenset[str] = frozenset()
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= first or last <= start for first, last in taken)

    for match in _WITH_RAISED.finditer(text):
        taken.append(match.span())
        yield _Figure("raised", frozenset(), "", none, match[0])
    for match in _ISO.finditer(text):
        taken.append(match.span())
        yield _Figure("date", frozenset({(float(match[2]), float(match[3]), float(match[1]))}), "", none, match[0])
    for match in _DECADE.finditer(text):
        taken.append(match.span())
        yield _Figure("decade", frozenset({(float(match[1]) % 100,), (float(match[1]),)}), "", none, match[0])
    found = [q for q in quantities(text) if free(q.start, q.end)]
    ordinals = [match for match in _ORDINAL.finditer(text) if free(*match.span())]
    for quantity in found:
        overlapped = any(m.start() < quantity.end and quantity.start < m.end() for m in ordinals)
        if overlapped and quantity.kind is not QuantityKind.DATE:
            continue
        taken.append((quantity.start, quantity.end))
        if text[quantity.start : quantity.end].lower() != "one":  # an article or a pronoun, as often as a number
            yield _read(text, quantity)
    for match in ordinals:
        if free(*match.span()):
            taken.append(match.span())
            value = float(match[1]) if match[1] else 1.0 + ORDINALS.index(match[2].lower())
            yield _Figure("ordinal", frozenset({(value,)}), "", none, match[0])
    for match in _TOKEN.finditer(text):
        if free(*match.span()):
            yield _Figure("token", frozenset(), "", none, match[0])


def _read(text: str, quantity: Quantity) -> _Figure:
    written, after = text[quantity.start : quantity.end], text[quantity.end :]
    kind = quantity.kind.value
    values = {quantity.value}
    if quantity.kind is not QuantityKind.AMOUNT:
        return _Figure(kind, frozenset(values), "", frozenset(), written)
    if short := _SHORT_SCALE.match(after):
        values.add((quantity.value[0] * _SHORT[short[1].lower()],))
    if (century := _RANGE.search(text[: quantity.start])) and re.fullmatch(r"\d\d", written):
        values.add((float(century[1] + written),))  # 1914–18
    unit = ""
    if symbol := _BEFORE.search(text[: quantity.start]) or re.match(r"([$€£¥])", written):
        unit = _UNITS[symbol[1]]
    elif named := _UNIT.match(_AFTER_SCALE.sub("", after, count=1) if _is_money(after) else after):
        unit = _UNITS.get(plain(named[1]), "")
    if short and unit == "metre":
        unit = ""
    return _Figure(kind, frozenset(values), unit, frozenset() if unit else _counted(after), written)


def _is_money(after: str) -> bool:
    """Tell whether a short scale stands before a unit, as in “2.3m dollars”."""
    return bool(re.match(r"^ ?(?:k|m|mn|mio|bn|b|tn|trillion) [a-z€$£]+", after))


def _counted(after: str) -> frozenset[str]:
    """Return the term of the noun right behind a number."""
    noun = re.match(r"[ -]([^\W\d_]{3,}s)\b", after)
    return frozenset(analyse(noun[1])) if noun else frozenset()
