"""When a document was published, as far as it says so itself."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from index.text.forms.dates import MONTHS, dates

__all__ = ["date_in_name", "dateline", "publication_date", "read_date"]

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
_MADE = "issue|invoice|bill|statement|letter|document|report|estimate|quot(?:e|ation)|receipt|printing|revision"
_DAY_OF = rf"(?:{_MADE}) date|date of (?:the |this )?(?:{_MADE}|lease|agreement|contract|policy|notice)"
"""What calls the day of a text; a birth, a start or a payment that is due has a day of its own."""

_DATELINE = re.compile(
    r"^[ \t>*_#(]*"
    rf"(?:(?:(?:first |last )?(?:published|posted|updated|dated?|released?|{_DAY_OF})\s*(?:on\b|:)?\s*)"
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

_PLACE = re.compile(r"\W*(?:[^\W\d_][^\n.!?;:]{1,60},\s*(?:(?:den|le|el|em|am|a|on)\s+)?)?")
_DONE = re.compile(
    r"(?P<before>(?:[^\n.!?]|\.(?!\s+[A-Z]))*?)\b(?:[^\W\d_]{2,}ed|held|written|made|given)\b[^\n.!?;:]{0,80}?\son\s+"
    r"(?:[^\W\d_]+day,?\s+)?"
)
"""Words that say what was done on a day: “Minutes of the meeting held at the mill on”."""

_OF_A_MEETING = re.compile(
    r"\W*(?:[^\n.!?;:–—]{1,60}(?::| [–—-])\s)?"
    r"(?:[^\W\d_]+ ){0,3}(?:agenda|decisions|minutes|notes|proceedings|record)\s+(?:for|from|of)\b[^\n.!?;:]{0,80}?"
    r"\b(?:assembly|conference|meeting|session|sitting)\s+(?:from|of|on)\s+(?:[^\W\d_]+day,?\s+)?",
    re.IGNORECASE,
)
"""What tells of a meeting, up to its day: “Minutes of the committee meeting of”, whose it was in front or not."""

_VERSION = r"(?:version|edition|revision|issue|rev\.)\W{0,2}\d[\d.]*"
_ISSUED = re.compile(
    rf"\W*(?:(?:{_VERSION},?\s*)?"
    r"(?:issued|approved|adopted|agreed|amended|printed|revised|signed|written)(?:\s+on)?"
    rf"|{_VERSION},?\s+(?:of|from|dated)"
    rf"|(?:{_VERSION},?\s*)?(?:valid|effective|in force)(?:\s+(?:from|as of|since))?):?\s+",
    re.IGNORECASE,
)
"""What stands alone before the day of a text: “Issued”, “Version 4, valid from”, “Version 2, signed on”."""

_FINITE = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|will|to)\b", re.IGNORECASE)
_LINE_END = re.compile(r"(?:,? (?:at|um) [^.\n]{1,20})?[\s)*_]*")
_SENTENCE_END = re.compile(r"(?:,? (?:at|um) [^.\n]{1,20})?(?: by [^.\n]{1,80})?\.(?:\s|$)")
_AFTER_ISSUED = re.compile(r"(?:\s+by\b|[\s)*_]*(?:$|[,;.]))")

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


def publication_date(text: str) -> str | None:
    """Return the ISO 8601 date of a text by its dateline, or else by the first line near its start that a date ends.

    Such a line has nothing in front of the date but a place (“Plau, den 12. Januar 2025”), or says without a verb of
    its own what was done on that day (“Minutes of the meeting held on 14 November 2024”). It may also begin with what
    was done (“Issued 9 May 2025 by …”), or with the version (“Version 4, valid from 1 April 2025”). “Minutes of the
    meeting of 14 November 2024” are of that day too.
    """
    return dateline(text) or next(_dates_at_ends(text), None)


def _dates_at_ends(text: str) -> Iterator[str]:
    start = 0
    for line in text[: 2 * _REACH].split("\n"):
        if start >= _REACH:
            return
        for first, last, terms in dates(line):
            is_whole = len(terms[0]) == len("2025-09-12") and terms[0][0].isdigit()
            if is_whole and start + first < _REACH and _is_of_the_text(line, first, last):
                yield terms[0]
        start += len(line) + 1


def _is_of_the_text(line: str, first: int, last: int) -> bool:
    """Tell whether a date says when the text was made, or what it tells of took place: it is no part of a sentence."""
    ends_line = _LINE_END.fullmatch(line, last) is not None
    if ends_line and (_PLACE.fullmatch(line, 0, first) or _OF_A_MEETING.fullmatch(line, 0, first)):
        return True
    if _ISSUED.fullmatch(line, 0, first):
        return _AFTER_ISSUED.match(line, last) is not None
    done = _DONE.fullmatch(line, 0, first)
    if done is None or _FINITE.search(done["before"]):
        return False
    # “The mill opened on …” looks as “the mill, opened on …” does, but for the comma.
    return ends_line or (done["before"].rstrip().endswith(",") and _SENTENCE_END.match(line, last) is not None)


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
