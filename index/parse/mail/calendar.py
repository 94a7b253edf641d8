"""Calendars (iCalendar, RFC 5545): events with their times, places and people."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from index.documents import Document
from index.errors import UnreadableDocument
from index.parse.html.blocks import blocks_of
from index.parse.html.tree import tree_of, without_furniture
from index.parse.mail.recurrence import repeats
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.characters import clean, decode, one_line
from index.parse.structure.file_document import file_document

__all__ = ["parse_calendar"]

_ENTRIES = frozenset({"VEVENT", "VTODO", "VJOURNAL"})
_LINE = re.compile(
    r"([A-Za-z0-9-]{1,60})((?:;[^:;\"]{0,200}(?:\"[^\"]{0,500}\"[^:;\"]{0,200}){0,20}){0,30}):(.*)", re.DOTALL
)
_PARAMETER = re.compile(r";([A-Za-z0-9-]{1,60})=(\"[^\"]{0,500}\"|[^;:\"]{0,500})")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(?:\d{2})?(Z?))?")
_UNTIL = re.compile(r"UNTIL=([0-9TZ]{8,16})", re.IGNORECASE)
_DURATION = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:\d{1,5}S)?)?")
_ESCAPE = re.compile(r"\\([nN,;\\])")
_BLANK_LINES = re.compile(r"\n{2,}")
_MOST_PEOPLE = 200
_MOST_MOMENTS = 400
"""Of those on which an event is left out, or is held as well."""

_MARKUP = re.compile(r"</?(?:a|b|br|div|em|font|html|i|li|ol|p|span|strong|u|ul)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Property:
    """A line of a calendar: its name, its parameters by upper-case name, and its value."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        return _ESCAPE.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], self.value)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day, or a minute of it in a zone."""

    day: datetime.date
    clock: datetime.time | None
    zone: str

    def __str__(self) -> str:
        time = f" {self.clock:%H:%M}" if self.clock else ""
        return f"{self.day.isoformat()}{time}{f' {self.zone}' if self.zone and self.clock else ''}"

    def later(self, by: datetime.timedelta) -> "_Moment":
        """Return the moment so much later; itself where there is no such year."""
        try:
            moved = datetime.datetime.combine(self.day, self.clock or datetime.time()) + by
        except OverflowError:
            return self
        return _Moment(moved.date(), moved.time() if self.clock else None, self.zone)


def parse_calendar(data: bytes, source: str, name: str) -> list[Document]:
    """Return a calendar as one document, a section an event: when it is, where, with whom and what for.

    Times are as they are written, with their zone; the end of a whole day is its last day.

    Raises:
        UnreadableDocument: it is no calendar.
    """
    title, entries = _entries(clean(decode(data, name)), name)
    blocks = [Block(one_line(title), 1)] if title else []
    for entry in entries:
        blocks += _blocks(entry)
    text, sections = assemble(blocks)
    heads = [block.text for block in blocks if block.level]
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[title, heads[0] if len(entries) == 1 and heads else None],
            media_type="text/calendar",
            authors=[_person(entry["ORGANIZER"][0]) for entry in entries if len(entries) == 1 and "ORGANIZER" in entry],
        )
    ]


_Entry = dict[str, list[_Property]]


def _entries(text: str, name: str) -> tuple[str, list[_Entry]]:
    """Return the calendar's name, and its entries' properties by name; alarms within them are passed over."""
    title, entries, inside = "", list[_Entry](), list[str]()
    for line in _unfolded(text):
        found = _property(line)
        if found is None:
            continue
        if not inside and (found.name, found.value.strip().upper()) != ("BEGIN", "VCALENDAR"):
            break
        if found.name == "BEGIN":
            inside.append(found.value.strip().upper())
            entries += [{}] if inside[-1] in _ENTRIES and len(inside) == 2 else []
        elif found.name == "END":
            inside.pop()
        elif len(inside) == 1 and found.name in ("X-WR-CALNAME", "NAME"):
            title = title or found.text
        elif len(inside) == 2 and inside[-1] in _ENTRIES:
            entries[-1].setdefault(found.name, []).append(found)
    if not entries and "BEGIN:VCALENDAR" not in text[:1000].upper():
        raise UnreadableDocument(f"“{name}” is not a calendar", "Export it again as iCalendar")
    return title, entries


def _unfolded(text: str) -> Iterator[str]:
    """Yield every line whole: one that begins with a blank goes on with that before it (RFC 5545, section 3.1)."""
    held: list[str] = []
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and held:
            held.append(line[1:])
            continue
        if held:
            yield "".join(held)
        held = [line] if line.strip() else []
    if held:
        yield "".join(held)


def _property(line: str) -> _Property | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(match[2])}
    return _Property(match[1].upper(), parameters, match[3])


def _blocks(entry: _Entry) -> list[Block]:
    """Return an entry as its summary, a line a fact, and its description."""
    facts = [*_times(entry)]
    for label, name in (("Location", "LOCATION"), ("Status", "STATUS")):
        facts += [(label, one_line(each.text)) for each in entry.get(name, ())[:1]]
    facts = [(label, value.lower() if label == "Status" else value) for label, value in facts]
    facts += [("Organizer", _person(each)) for each in entry.get("ORGANIZER", ())[:1]]
    people = [_attendee(each) for each in entry.get("ATTENDEE", ())[:_MOST_PEOPLE]]
    facts += [("Attendees", ", ".join(filter(None, people)))]
    facts += [("Contact", one_line(each.text)) for each in entry.get("CONTACT", ())[:1]]
    facts += [("Link", one_line(each.value)) for each in entry.get("URL", ())[:1]]
    facts += [("Categories", one_line(each.text.replace(",", ", "))) for each in entry.get("CATEGORIES", ())[:1]]
    summary = one_line(entry["SUMMARY"][0].text) if "SUMMARY" in entry else ""
    lines = "\n".join(f"{label}: {value}" for label, value in facts if value)
    described = [each.text for name in ("DESCRIPTION", "COMMENT") for each in entry.get(name, ())]
    described = described or [each.text for each in entry.get("X-ALT-DESC", ())[:1]]
    paragraphs = [block for text in described for block in _paragraphs(text.strip())]
    return [Block(summary, 2), Block(lines), *paragraphs]


def _paragraphs(text: str) -> list[Block]:
    """Return the paragraphs of a description, which may be a web page's."""
    root = tree_of(text.replace("\n", "<br>"), "description") if _MARKUP.search(text) else None
    if root is not None:
        return [replace(block, level=0) for block in blocks_of(without_furniture(root))]
    return [Block(part) for part in _BLANK_LINES.split(text) if part.strip()]


def _times(entry: _Entry) -> Iterator[tuple[str, str]]:
    start, end, due = (_moment(entry, name) for name in ("DTSTART", "DTEND", "DUE"))
    length = _length(entry["DURATION"][0].value) if "DURATION" in entry else None
    if start and not end and length:
        end = start.later(length)
    if end and not end.clock and start and end.day > start.day:
        end = end.later(datetime.timedelta(days=-1))  # the day after the last (section 3.6.1)
    if start:
        yield "Start", str(start)
    if end and end != start:
        yield "End", str(end)
    if due:
        yield "Due", str(due)
    if rule := "".join(each.value for each in entry.get("RRULE", ())[:1]):
        last = _read_moment((_UNTIL.search(rule) or [""] * 2)[1].upper(), "")
        yield "Repeats", repeats(rule, last.day.isoformat() if last else "")
    yield "Except", _moments(entry, "EXDATE")
    yield "Also", _moments(entry, "RDATE")
    yield "Instead of", _moments(entry, "RECURRENCE-ID")


def _moment(entry: _Entry, name: str) -> _Moment | None:
    for found in entry.get(name, ())[:1]:
        return _read_moment(found.value.strip(), found.parameters.get("TZID", ""))
    return None


def _moments(entry: _Entry, name: str) -> str:
    """Return the moments of all properties of a name, with commas between."""
    written = (
        (value, each.parameters.get("TZID", "")) for each in entry.get(name, ()) for value in each.value.split(",")
    )
    found = (_read_moment(value.strip(), zone) for value, zone in islice(written, _MOST_MOMENTS))
    return ", ".join(str(each) for each in found if each)


def _read_moment(value: str, zone: str) -> _Moment | None:
    match = _STAMP.fullmatch(value)
    if match is None:
        return None
    try:
        day = datetime.date(int(match[1]), int(match[2]), int(match[3]))
        clock = datetime.time(int(match[4]), int(match[5])) if match[4] else None
    except ValueError:
        return None
    return _Moment(day, clock, "UTC" if match[6] else one_line(zone))


def _length(value: str) -> datetime.timedelta | None:
    match = _DURATION.fullmatch(value.strip())
    if match is None:
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    return datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def _attendee(found: _Property) -> str:
    declined = " (declined)" if found.parameters.get("PARTSTAT", "").upper() == "DECLINED" else ""
    return _person(found) + declined


def _person(found: _Property) -> str:
    address = re.sub(r"^mailto:", "", found.value.strip(), flags=re.IGNORECASE)
    name = one_line(found.parameters.get("CN", ""))
    return name or one_line(address)
