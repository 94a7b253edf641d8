"""Dates as texts write them, in the form of ISO 8601: 14 March 2026, March 14, 2026 and 14/03/2026 are 2026-03-14."""

import re
from collections.abc import Iterator
from datetime import date

__all__ = ["MONTHS", "YEAR", "date_in_words", "dates"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""In English, whatever the locale: not from ``calendar``, which speaks the machine's language."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""A year by itself, as titles and names of files have it: “report_2031.md”."""

_ELSEWHERE = (
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)
"""German, French, Spanish, Portuguese."""

_NUMBER_OF = {
    **{name: number for names in _ELSEWHERE for number, name in enumerate(names.split(), start=1)},
    **{month[:3].lower(): number for number, month in enumerate(MONTHS, start=1)},
    **{month.lower(): number for number, month in enumerate(MONTHS, start=1)},
    "sept": 9,
}
_WORD = r"([^\W\d_]{3,10})\.?"
"""Looked up afterwards: names of months as alternatives took three times as long."""

_DAY = r"([0-9]{1,2})(?:st|nd|rd|th|er|\.)?"
_OF = r"(?:,? (?:of |de )?|-)"
_YEAR = r"([12][0-9]{3})(?![0-9])"
_PATTERNS = (
    ("ymd", re.compile(r"(?<![0-9])([12][0-9]{3})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")),
    ("dmy", re.compile(rf"(?<![0-9])([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2{_YEAR}")),
    ("day first", re.compile(rf"(?<![0-9]){_DAY}{_OF}{_WORD}(?!\w)(?:{_OF}{_YEAR})?")),
    ("month first", re.compile(rf"(?<!\w){_WORD} {_DAY}(?![\w:])(?:,? {_YEAR})?")),
    ("month", re.compile(rf"(?<!\w){_WORD}{_OF}{_YEAR}")),
)


def dates(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield where a date stands, and what it is found by: itself, its month, and its day in any year.

    14 March 2026 gives 2026-03-14, 2026-03 and --03-14; March 2026 gives 2026-03, 14 March gives --03-14. What may be
    the third of April or the fourth of March gives nothing.

    Yields:
        (first code point, one past the last, terms).
    """
    for order, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _terms(order, match)
            if found:
                yield match.start(), match.end(), found


def _terms(order: str, match: re.Match[str]) -> tuple[str, ...]:
    if order == "ymd":
        return _named(int(match[1]), int(match[3]), int(match[4]))
    if order == "dmy":
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:  # with points, the day is always first
            return _named(year, second, first)
        return _named(year, first, second) if second > 12 else ()
    month = _NUMBER_OF.get(match[2 if order == "day first" else 1].lower())
    if not month:
        return ()
    if order == "month":
        return (f"{match[2]}-{month:02}",)
    return _named(int(match[3] or 0), month, int(match[1 if order == "day first" else 2]))


def _named(year: int, month: int, day: int) -> tuple[str, ...]:
    """Return the terms of a date that the calendar has; a year of 0 is any."""
    try:
        found = date(year or 2024, month, day)
    except ValueError:
        return ()
    any_year = f"--{month:02}-{day:02}"
    return (found.isoformat(), found.isoformat()[:7], any_year) if year else (any_year,)


_ISO_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def date_in_words(value: str | None) -> str:
    """Return an ISO date, or date and time, as “5 May 2025”, a month as “May 2025”; what is neither stays as it is."""
    if not value:
        return ""
    if month := _ISO_MONTH.fullmatch(value):
        return f"{MONTHS[int(month[2]) - 1]} {month[1]}"
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    # Not strftime, which speaks the language of the server's locale.
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
