"""Dates, times and durations as a spreadsheet's formats show them, dates in figures alone as ISO 8601."""

import datetime
from collections.abc import Sequence

from index.parse.spreadsheets.cell_formats.codes import CodeSection, Token
from index.text.dates import MONTHS

__all__ = ["FIRST_DAY", "Moment", "date_text", "is_date"]

Moment = datetime.date | datetime.time | datetime.timedelta
"""A date (with a time, if it is a datetime), a time of the day, or a duration."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST_DAY = datetime.datetime.fromisoformat("1899-12-30")
"""What the numbers of dates count from (ECMA-376, part 1, section 18.17.4)."""

_DATED = frozenset({"date", "elapsed", "halves"})
_ERAS = frozenset("gbe")
_ENGLISH = 0x09
_SYSTEM = (0xF400, 0xF800)
"""In the place of a language: times and dates as the reader's own machine writes them."""

_SECONDS = {"h": 3600, "m": 60, "s": 1}


def is_date(section: CodeSection) -> bool:
    """Tell whether a section of a format is one of dates, times or durations."""
    return any(token.kind in _DATED for token in section.tokens)


def date_text(value: Moment, section: CodeSection) -> str:
    """Return what a section shows of a moment.

    A whole date in figures is written as ISO 8601, and so is one with two figures of its year, or with names in other
    languages than English: which of 03/04/26 is the month, only the writer's machine knows.
    """
    pieces = _pieces(section.tokens)
    counted = _counted(value, pieces)
    if counted is None:
        return str(value)
    moment, micros, sign = counted
    if any(kind == "date" and text[0] in _ERAS for kind, text in pieces):
        return moment.isoformat(" ", "minutes").removesuffix(" 00:00")
    span = _iso_span(pieces, section.language)
    is_half = any(kind == "halves" for kind, _ in pieces)
    shown: list[str] = []
    parts_shown = 0
    for place, (kind, text) in enumerate(pieces):
        if span and span[0] <= place <= span[1]:
            shown.append(moment.date().isoformat() if place == span[0] else "")
        elif kind in ("elapsed", "clock"):
            shown.append(_clock(kind, text, micros, is_half=is_half))
        elif kind == "part":
            shown.append(f"{micros % 1_000_000:06}"[parts_shown : parts_shown + 1])
            parts_shown += 1
        elif kind == "halves":
            shown.append(text.split("/")[micros // 3_600_000_000 % 24 >= 12])
        else:
            shown.append(_calendar(text, moment) if kind == "date" else text)
    return sign + "".join(shown)


def _pieces(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Return the tokens with what each is: hours, minutes and seconds as “clock”, parts of a second as “part”."""
    pieces: list[tuple[str, str]] = []
    for token in tokens:
        kind, text = token.kind, token.text
        before = next((each for each in reversed(pieces) if each[0] not in ("literal", "slash")), ("", ""))
        if kind == "date" and text[0] in "hs":
            kind = "clock"
            if text[0] == "s" and before[0] == "date" and before[1] in ("m", "mm"):
                pieces[len(pieces) - 1 - pieces[::-1].index(before)] = ("clock", before[1])
        elif kind == "date" and text in ("m", "mm") and before[0] in ("clock", "elapsed") and before[1][0] == "h":
            kind = "clock"
        elif kind == "digit" and text == "0" and (before[0] == "part" or before[1] == "."):
            kind = "part"
        elif kind == "digit":
            kind = "point" if text == "." and before[1][:1] == "s" else "literal"
        pieces.append((kind, text))
    return pieces


def _counted(value: Moment, pieces: Sequence[tuple[str, str]]) -> tuple[datetime.datetime, int, str] | None:
    """Return the moment, the microseconds since its midnight (or in all, of a duration), and the sign of these.

    None where the calendar has no such moment.
    """
    has_parts = any(kind == "part" for kind, _ in pieces)
    is_elapsed = any(kind == "elapsed" for kind, _ in pieces)
    moment = FIRST_DAY
    if isinstance(value, datetime.timedelta):
        length = value
    elif isinstance(value, datetime.time):
        length = datetime.datetime.combine(moment, value) - moment
    else:
        whole = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
        length = whole.replace(tzinfo=None) - moment
    micros = length // datetime.timedelta(microseconds=1)
    if not has_parts:
        micros = (micros + 500_000) // 1_000_000 * 1_000_000
    if is_elapsed:
        return moment, abs(micros), "-" if micros < 0 else ""
    try:
        moment += datetime.timedelta(microseconds=micros)
    except OverflowError:
        return None
    return moment, micros % 86_400_000_000, ""


def _iso_span(pieces: Sequence[tuple[str, str]], language: int) -> tuple[int, int] | None:
    """Return the first and last piece of a date that is written as ISO 8601."""
    days = [place for place, (kind, text) in enumerate(pieces) if kind == "date" and text in ("d", "dd")]
    months = [place for place, (kind, text) in enumerate(pieces) if kind == "date" and text[0] == "m"]
    years = [place for place, (kind, text) in enumerate(pieces) if kind == "date" and text[0] == "y"]
    if not (days and months and years):
        return None
    in_words = all(len(pieces[place][1]) > 2 for place in months + years)
    is_english = not language or language in _SYSTEM or language & 0xFF == _ENGLISH
    if in_words and is_english:
        return None
    places = sorted(days + months + years)
    return places[0], places[-1]


def _clock(kind: str, text: str, micros: int, *, is_half: bool) -> str:
    unit = _SECONDS[text[0]]
    count = micros // (unit * 1_000_000)
    if kind == "clock":
        count %= 24 if text[0] == "h" else 60
        if text[0] == "h" and is_half:
            count = count % 12 or 12
    return str(count).zfill(min(len(text), 2))


def _calendar(text: str, moment: datetime.datetime) -> str:
    match text[0], len(text):
        case "y", length:
            return f"{moment.year:04}" if length > 2 else f"{moment.year % 100:02}"
        case "m", 1 | 2:
            return str(moment.month).zfill(len(text))
        case "m", length:
            name = MONTHS[moment.month - 1]
            return name[:3] if length == 3 else name[:1] if length == 5 else name
        case "d", 1 | 2:
            return str(moment.day).zfill(len(text))
        case _, length:
            name = _DAYS[moment.weekday()]
            return name[:3] if length == 3 else name
