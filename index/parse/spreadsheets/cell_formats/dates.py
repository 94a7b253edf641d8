"""Dates, times and durations as a spreadsheet's formats show them, dates in figures alone as ISO 8601."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from index.parse.spreadsheets.cell_formats.codes import CodeSection, Token
from index.text.forms.calendar_names import Width, day_names, month_names

__all__ = ["FIRST_DAY", "Moment", "date_text", "is_date"]

Moment = datetime.date | datetime.time | datetime.timedelta
"""A date (with a time, if it is a datetime), a time of the day, or a duration."""

FIRST_DAY = datetime.datetime.fromisoformat("1899-12-30")
"""What the numbers of dates count from (ECMA-376, part 1, section 18.17.4)."""

_DATED = frozenset({"date", "elapsed", "halves"})
_ERAS = frozenset("gbe")
_YEAR_SIGNS = ("年", "년")
_SECONDS = {"h": 3600, "m": 60, "s": 1}


def is_date(section: CodeSection) -> bool:
    """Tell whether a section of a format is one of dates, times or durations."""
    return any(token.kind in _DATED for token in section.tokens)


def date_text(value: Moment, section: CodeSection) -> str:
    """Return what a section shows of a moment.

    Names are those of the language that the section names, else English. A whole date in figures is written as
    ISO 8601, and so is one with two figures of its year: which of 03/04/26 is the month, only the writer's machine
    knows.
    """
    pieces = _pieces(section.tokens)
    counted = _counted(value, pieces)
    if counted is None:
        return str(value)
    moment, micros, sign = counted
    if any(kind == "date" and text[0] in _ERAS for kind, text in pieces):
        return moment.isoformat(" ", "minutes").removesuffix(" 00:00")
    span = _iso_span(pieces)
    has_day = any(kind == "date" and text in ("d", "dd") for kind, text in pieces)
    # English in any country: Britain's “Sept” is none of a spreadsheet's.
    language = "en" if section.language.startswith("en_") else section.language or "en"
    names = _Names(language, is_alone=not has_day)
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
            shown.append(_calendar(text, moment, names) if kind == "date" else text)
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


def _iso_span(pieces: Sequence[tuple[str, str]]) -> tuple[int, int] | None:
    """Return the first and last piece of a date that is written as ISO 8601."""
    days = [place for place, (kind, text) in enumerate(pieces) if kind == "date" and text in ("d", "dd")]
    months = [place for place, (kind, text) in enumerate(pieces) if kind == "date" and text[0] == "m"]
    years = [place for place, (kind, text) in enumerate(pieces) if kind == "date" and text[0] == "y"]
    if not (days and months and years):
        return None
    if all(len(pieces[place][1]) > 2 for place in months + years) or _is_named(pieces, years[-1]):
        return None
    places = sorted(days + months + years)
    return places[0], places[-1]


def _is_named(pieces: Sequence[tuple[str, str]], year: int) -> bool:
    """Tell whether a date says of its figures what they are, as Chinese, Japanese and Korean do: 2026年3月5日."""
    return pieces[year + 1 : year + 2] != [] and pieces[year + 1][1].startswith(_YEAR_SIGNS)


def _clock(kind: str, text: str, micros: int, *, is_half: bool) -> str:
    unit = _SECONDS[text[0]]
    count = micros // (unit * 1_000_000)
    if kind == "clock":
        count %= 24 if text[0] == "h" else 60
        if text[0] == "h" and is_half:
            count = count % 12 or 12
    return str(count).zfill(min(len(text), 2))


def _calendar(text: str, moment: datetime.datetime, names: "_Names") -> str:
    match text[0], len(text):
        case "y", length:
            return f"{moment.year:04}" if length > 2 else f"{moment.year % 100:02}"
        case "m", 1 | 2:
            return str(moment.month).zfill(len(text))
        case "m", length:
            return names.month(moment.month, length)
        case "d", 1 | 2:
            return str(moment.day).zfill(len(text))
        case _, length:
            return names.day(moment.weekday(), length)


@dataclass(frozen=True, slots=True)
class _Names:
    """What months and days are called.

    Attributes:
        locale: of their language.
        is_alone: whether no day stands beside the month.
    """

    locale: str
    is_alone: bool

    def month(self, number: int, length: int) -> str:
        """Return the name of a month, from 1, which the format writes with so many letters."""
        width: Width = "abbreviated" if length == 3 else "wide"
        name = month_names(self.locale, width, is_alone=self.is_alone)[number - 1]
        return name[:1] if length == 5 else name.rstrip(".")

    def day(self, number: int, length: int) -> str:
        """Return the name of a day of the week, from 0 for Monday, which the format writes with so many letters."""
        return day_names(self.locale, "abbreviated" if length == 3 else "wide")[number].rstrip(".")
