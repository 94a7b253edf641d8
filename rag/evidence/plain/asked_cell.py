"""Rows of tables that say plainly what is asked: a question names one of their cells, and the column of another."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from index.search.analysis import analyse
from index.text.tables.heads import column_names
from index.text.tables.rows import cells
from rag.english.word_lists import HONORIFICS, NOT_ASKED_FOR, WEEKDAYS
from rag.english.words import Role, read_words
from rag.evidence.plain.terms import asked_terms, terms
from rag.retrieval.question import Question

__all__ = ["asked_cell"]


def asked_cell(question: Question, head: str, row: str, above: str) -> frozenset[str]:
    """Return the terms of the cell by which a row answers plainly, empty where it does not.

    “What is the status of the bittern?” is answered so by “Bird: Bittern; Status: rare”.

    A reader of prose seldom believes a row. So it has to have all words that are asked about: those of a whole cell,
    those of the head of another column with something in it, and the rest in the row, its head, or around the table.
    What asks which or who needs name no other column: “Which bird is rare?”; nor does what asks on which day, of a
    table that has a column for each. Who teaches is the teacher, and Ms Lowe whoever is called “Ann Lowe”.

    Args:
        question: as read.
        head: of the table; empty where it has none that is known.
        row: of the same table.
        above: titles and headings of the row's passage, and what it says beside the table.

    Returns:
        Of all such cells.
    """
    is_of_days, who = _is_of_days(head), _WHO.match(question.text)
    idle = _IDLE | (_DAY if is_of_days else frozenset())
    asked = [_with_agent(each) if who else each for each in asked_terms(question, idle) if each]
    called = _names(question)
    columns = [
        (terms(name, question), _called_by(cell, called) or terms(_BESIDE.sub("", cell), question), bool(cell))
        for name, cell in zip_longest(column_names(head), cells(row), fillvalue="")
    ]
    known = terms(f"{above}\n{head}\n{row}", question)
    if not asked or any(each.isdisjoint(known) for each in asked):
        return frozenset()
    # A code is asked for whole, and cells have its parts among their terms too.
    everything = frozenset().union(terms(question.text, question), *asked)
    named = [place for place, (_, cell, _) in enumerate(columns) if cell and cell <= everything]
    if not _WHICH.match(question.text) and not (is_of_days and _WHEN.match(question.text)):
        named = [place for place in named if _has_another_column(columns, place, everything)]
    return frozenset[str]().union(*(columns[place][1] for place in named))


def _is_of_days(head: str) -> bool:
    """Tell whether a table has a column for each day, as a timetable does."""
    return sum(name.strip().lower() in WEEKDAYS for name in column_names(head)) >= _SEVERAL


def _with_agent(asked: frozenset[str]) -> frozenset[str]:
    """Return the terms of a verb with those that whoever does it is called by: “teach” and “teacher”."""
    return asked.union(*((f"{term}er", f"{term}or", f"{term}r") for term in asked if term.isalpha()))


def _names(question: Question) -> frozenset[str]:
    """Return the names in a question, as written."""
    return frozenset(word.text for word in read_words(question.text) if word.role is Role.NAME)


def _called_by(cell: str, names: frozenset[str]) -> frozenset[str]:
    """Return the terms of the first or the last name of somebody whose whole name a cell is; empty where none is."""
    own = cell.split()
    if not _FEWEST_NAMES <= len(own) <= _MOST_NAMES or not all(each[0].isupper() and each.isalpha() for each in own):
        return frozenset()
    return frozenset(term for each in (own[0], own[-1]) if each in names for term in analyse(each))


def _has_another_column(
    columns: Sequence[tuple[frozenset[str], frozenset[str], bool]], place: int, everything: frozenset[str]
) -> bool:
    """Tell whether words beside those of a cell name the column of another with something in it."""
    rest = everything - columns[place][1]
    return any(
        name and is_filled and len(name & rest) * 2 >= len(name)
        for other, (name, is_filled) in enumerate((_words(each), filled) for each, _, filled in columns)
        if other != place
    )


def _words(name: frozenset[str]) -> frozenset[str]:
    """Return the terms of a column's name without its figures, where it has others: “Price 2031” is a price."""
    return frozenset(term for term in name if not any(map(str.isdigit, term))) or name


_WHICH = re.compile(r"\W*(?:which|who)\b", re.IGNORECASE)
_IDLE = NOT_ASKED_FOR | HONORIFICS | frozenset("work works".split())
_WHO = re.compile(r"\W*who\b", re.IGNORECASE)
_WHEN = re.compile(r"\W*(?:when|(?:on )?what days?)\b", re.IGNORECASE)
_DAY = frozenset("day days".split())
_SEVERAL = 3
_BESIDE = re.compile(r"\([^()]*\)")
"""What a cell says beside: “PE (hall)”."""

_FEWEST_NAMES, _MOST_NAMES = 2, 3
"""Of somebody's whole name."""
