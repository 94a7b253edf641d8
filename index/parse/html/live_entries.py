"""Live pages: entries one after the other, each with its time in front."""

import re
from collections import Counter

from index.parse.html.tree import Element, drop
from index.parse.structure.characters import one_line

__all__ = ["with_times_in_front"]

_FEWEST_ENTRIES = 3
_FEWEST_HEADED = 2
"""Of entries whose time stands above their heading, where it would end the entry before."""

_ENTRIES = frozenset("article li div section".split())
_TIME_TAGS = frozenset("time span div p a abbr strong b small".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_TEXT_TAGS = _HEADINGS | {"p", "blockquote"}
_LONGEST_TIME = 40
_CLOCK = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d{2}\b|\b\d{1,2} ?(?:am|pm|a\.m|p\.m|uhr)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?:^|[\s_-])(?:time(?:stamp)?|clock|uhrzeit|heure|hora|tid)(?:$|[\s_-])", re.IGNORECASE)
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})")


def with_times_in_front(root: Element) -> Element:
    """Put the time of each entry of a live page in front of the entry's heading or first paragraph, in place.

    A page of entries has at least three elements side by side with a time in each, or two with a time above their
    heading. The time is what the entry shows;
    where that is none of a clock (“2 hours ago”), it is the date and time that the element is marked up with.
    """
    times = {element: said for element in root.iter(*_TIME_TAGS) if (said := _time(element))}
    # Where a <time> has a named element around it, or in it, they are one.
    times = {each: said for each, said in times.items() if not any(above in times for above in _near(each))}
    entries = _entries(root, times)
    holders = Counter(entry.getparent() for entry in entries)
    moved: list[tuple[Element, Element, str]] = []
    for entry, (element, said) in entries.items():
        first = _first_text(entry, element)
        if first is not None and (holders[entry.getparent()] >= _FEWEST_ENTRIES or _is_above(entry, element, first)):
            moved.append((first, element, said))
    drop(element for _, element, _ in moved)
    heading = next((first.tag for first, _, _ in moved if first.tag in _HEADINGS), "")
    for first, _, said in moved:
        if heading and first.tag not in _HEADINGS:  # it would stand below the heading of the entry before it
            first.addprevious(first.makeelement(heading))
            first.getprevious().text = said
        else:
            first.text = f"{said} {first.text or ''}"
    return root


def _is_above(entry: Element, time: Element, first: Element) -> bool:
    """Tell whether a time of a clock stands above the heading that an entry begins with."""
    is_ahead = next((each is time for each in entry.iter() if each is time or each is first), False)
    return is_ahead and time.tag == "time" and first.tag in _HEADINGS


def _near(element: Element) -> list[Element]:
    parent = element.getparent()
    return [] if parent is None else [parent]


def _entries(root: Element, times: dict[Element, str]) -> dict[Element, tuple[Element, str]]:
    """Return every entry with the first of its times and what that says."""
    first: dict[Element, Element] = {}
    for element in times:
        for above in element.iterancestors():
            if above in first:
                break
            first[above] = element
    timed = Counter(above.getparent() for above in first if above is not root and above.tag in _ENTRIES)
    holders = {element for element, count in timed.items() if count >= _FEWEST_HEADED}
    around: set[Element] = set()
    for holder in holders:
        for above in (holder, *holder.iterancestors()):
            if above in around:
                break
            around.add(above)
    return {
        entry: (element, times[element])
        for entry, element in first.items()
        if entry.tag in _ENTRIES and entry.getparent() in holders and entry not in around
    }


def _time(element: Element) -> str:
    """Return the time that an element says; nothing where it is not one."""
    if element.tag != "time" and not _NAMED.search(element.get("class", "")):
        return ""
    text = one_line("".join(element.itertext())) if len(element) <= _LONGEST_TIME else ""
    if 0 < len(text) <= _LONGEST_TIME and _CLOCK.search(text):
        return text
    stamp = _STAMP.match(element.get("datetime", "").strip()) if element.tag == "time" else None
    return f"{stamp[1]} {stamp[2]}" if stamp and len(text) <= _LONGEST_TIME else ""


def _first_text(entry: Element, time: Element) -> Element | None:
    """Return the heading or paragraph that an entry begins with, else the first element of it with words."""
    inside = set(time.iter())
    beside = [element for element in entry.iter() if element not in inside]
    worded = {element for element in beside if (element.text or "").strip()}
    for element in beside:
        if element.tag in _TEXT_TAGS and any(each in worded for each in element.iter()):
            return element
    return next((element for element in beside if element in worded), None)
