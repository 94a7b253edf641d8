"""Rules by which events of a calendar repeat (RFC 5545, section 3.3.10), in words."""

import re

from index.parse.structure.characters import one_line

__all__ = ["repeats"]

_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_MONTHS = "January February March April May June July August September October November December".split()
_EVERY = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year", "HOURLY": "hour"}
_PLACES = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last", "-2": "last but one"}
_DAY = re.compile(r"\s*([+-]?\d{1,2})?\s*(MO|TU|WE|TH|FR|SA|SU)\s*")
_MOST = 31
"""Days or months in one rule."""


def repeats(rule: str, until: str = "") -> str:
    """Return a rule in words: “every 2 weeks on Monday, Thursday until 2026-06-01”; nothing of one without a unit.

    Args:
        rule: as it is written.
        until: its last day, where it has one.
    """
    parts = dict(part.split("=", 1) for part in rule.upper().split(";")[:20] if "=" in part)
    unit = _EVERY.get(parts.get("FREQ", ""), "")
    if not unit:
        return ""
    number = parts.get("INTERVAL", "1")
    said = f"every {unit}" if number == "1" else f"every {one_line(number)} {unit}s"
    days = ", ".join(filter(None, map(_day, parts.get("BYDAY", "").split(",")[:_MOST])))
    if days:
        place = _PLACES.get(parts.get("BYSETPOS", "").strip(), "")
        said += f" on the {place} of {days}" if place else f" on {days}"
    dates = ", ".join(filter(None, map(_date, parts.get("BYMONTHDAY", "").split(",")[:_MOST])))
    said += f" on {dates}" if dates else ""
    months = ", ".join(filter(None, map(_month, parts.get("BYMONTH", "").split(",")[:_MOST])))
    said += f" in {months}" if months else ""
    said += f" until {until}" if until else ""
    return said + (f", {one_line(parts['COUNT'])} times" if "COUNT" in parts else "")


def _day(written: str) -> str:
    """Return a day of the week, as of a month where it is counted: “the last Friday”."""
    found = _DAY.fullmatch(written)
    if found is None:
        return ""
    place = _PLACES.get((found[1] or "").removeprefix("+").lstrip("0"), "")
    return f"the {place} {_DAYS[found[2]]}" if place else _DAYS[found[2]]


def _date(written: str) -> str:
    number = written.strip()
    return f"the {_PLACES[number]} day" if number in ("-1", "-2") else f"day {number}" if number.isdecimal() else ""


def _month(written: str) -> str:
    number = written.strip()
    return _MONTHS[int(number) - 1] if number.isdecimal() and 0 < int(number[:4]) <= len(_MONTHS) else ""
