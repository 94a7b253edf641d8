"""When a document was published, as far as it says so itself."""

import re
from datetime import date, datetime

from index.text.dates import MONTHS

__all__ = ["date_in_name", "dateline", "read_date"]

_SHORT_MONTHS = [month[:3].lower() for month in MONTHS]
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2}|\d{4}/\d{2}/\d{2})"
    rf"|(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?{_MONTH.format('month1')},?[ -](?P<year1>\d{{4}})"
    rf"|{_MONTH.format('month2')} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}}))(?!\d)"
)
_VALUE = re.compile(rf"\s*{_DATE}(?:[T,\s].*)?", re.IGNORECASE | re.DOTALL)
_DATELINE = re.compile(
    r"^[ \t>*_#(]*"
    r"(?:(?:(?:first |last )?(?:published|posted|updated|date|dated|released?)\s*(?:on\b|:)?\s*)"
    # A place or a by-line, as in “San José, 12 September 2025 —”.
    r"|(?-i:[A-Z])[^\n.!?;:]{1,60}?(?:,|\(|\s[—–|·-])\s*)?"
    rf"{_DATE}"
    # Within a sentence (“September 12, 2025 was …”) it is no dateline.
    r"(?=[ \t]*(?:$|[—–|·,:;.()*_-]|\d\d?:\d\d|at \d)|T\d)",
    re.IGNORECASE | re.MULTILINE,
)
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_REACH = 300
"""How many characters from its start a text may show its dateline."""

_FIRST_YEAR, _LAST_YEAR = 1000, 2199


def read_date(value: str) -> str | None:
    """Return a metadata value as an ISO 8601 date, or date and time if it is written as one; None for anything else."""
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        match = _VALUE.fullmatch(value)
        return _iso(match) if match else None
    if not (_FIRST_YEAR <= moment.year <= _LAST_YEAR) or not re.match(r"\d{4}-?\d{2}-?\d{2}", value):
        return None
    return moment.date().isoformat() if len(value) <= len("2025-09-12") else moment.isoformat()


def dateline(text: str) -> str | None:
    """Return the ISO 8601 date at the start of a line near the start of the text, if there is one.

    A place, a by-line or a word such as “Published:” may stand in front of it.
    """
    head = text[: _REACH + 60]
    dates = (_iso(match) for match in _DATELINE.finditer(head) if match.start() < _REACH)
    return next((found for found in dates if found), None)


def date_in_name(stem: str) -> str | None:
    """Return the date that a file's name begins with, as in ``2025-09-12-meeting``."""
    match = _NAME.match(stem)
    return _checked(*match[1].split("-")) if match else None


def _iso(match: re.Match[str]) -> str | None:
    if match["iso"]:
        return _checked(*re.split("[-/]", match["iso"]))
    year, month, day = (match[f"{part}1"] or match[f"{part}2"] for part in ("year", "month", "day"))
    return _checked(year, str(_SHORT_MONTHS.index(month[:3].lower()) + 1), day)


def _checked(year: str, month: str, day: str) -> str | None:
    """Return the ISO form of a date that the calendar has."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if _FIRST_YEAR <= found.year <= _LAST_YEAR else None
