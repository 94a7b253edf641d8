"""What a timetable has for a day: the cells of a column that is called as the day is which a question asks about."""

import dataclasses
import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.tables.heads import column_names
from rag.english.word_lists import AUXILIARIES, BE_FORMS, FUNCTION_WORDS, GENERAL_VERBS, WEEKDAYS, any_of
from rag.kinds.lists.list_items import Item, words_of
from rag.kinds.lists.named.asked_party import cell_spans, headed_rows, said_in
from rag.kinds.lists.named.named_rows import tables_around
from rag.retrieval.candidates import Candidate

__all__ = ["cells_of_day"]

_LOOKED_AT = 20
"""Passages whose tables are looked at: timetables are seldom found by the words of their cells."""

_SEVERAL = 3
"""Columns called by days, from which a table is a timetable."""

_DAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})s?\b", re.IGNORECASE)
_KIND = re.compile(
    rf"\W*(?:what|which)\s+(?P<kind>[a-z]+(?:\s[a-z]+)?)\s+(?:{any_of(AUXILIARIES | BE_FORMS)})\b", re.IGNORECASE
)
"""What is asked for, which a timetable need not call so: “Which lessons …”."""

_IDLE = frozenset("got timetable schedule compare comparison differ difference different".split())
_SAYS_LITTLE = frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS | _IDLE)))
_HALF = re.compile(r"\b(?:morning|afternoon)\b", re.IGNORECASE)
_HOUR = re.compile(r"\W*(\d{1,2})[.:h]\d\d")
_NOON = 12
_NOTHING = re.compile(r"[-–—\s]*")


def _is_in(row: str, half: re.Match[str] | None) -> bool:
    """Tell whether a row is of the half of the day that is asked about, by the time that it begins with."""
    begins = _HOUR.match(row)
    return half is None or begins is None or (int(begins[1]) >= _NOON) == (half[0].lower() == "afternoon")


def cells_of_day(index: Index, question: str, candidates: Sequence[Candidate]) -> tuple[Item, ...]:
    """Return the cells of the first timetable for the one day that a question asks about, in order.

    “Which lessons does 4C have on Monday?” is answered by the column “Monday” of the table titled “Timetable of 4C”.
    All that is asked beside the day and what sort of thing stands there is above the table.

    Args:
        index: within one snapshot.
        question: its words, English.
        candidates: passages whose tables are looked at, best first.

    Returns:
        Nothing where no such table has the day, or more is asked.
    """
    days = {found[1].lower() for found in _DAY.finditer(question)}
    if len(days) != 1:
        return ()
    kind = _KIND.match(question)
    beyond = frozenset(analyse(" ".join([*days, kind["kind"] if kind else ""])))
    half = _HALF.search(question)
    asked = frozenset(analyse(_HALF.sub(" ", question))) - _SAYS_LITTLE - beyond
    for block in tables_around(index, question, candidates[:_LOOKED_AT]):
        head, rows = headed_rows(index, block)
        names = [name.strip().lower() for name in column_names(head)]
        called = [place for place, name in enumerate(names) if name in days]
        row = block.items[0].row
        above = frozenset(analyse(f"{row.title} {row.heading}"))
        if sum(name in WEEKDAYS for name in names) < _SEVERAL or len(called) != 1 or not asked <= above or not asked:
            continue
        cut = [(item, spans[called[0]]) for item in rows if len(spans := cell_spans(index, item)) > called[0]]
        return tuple(
            dataclasses.replace(item, start=span[0], end=span[1], header=None)
            for item, span in cut
            if not _NOTHING.fullmatch(said_in(index, item, span)) and _is_in(words_of(index, item), half)
        )
    return ()
