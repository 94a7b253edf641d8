"""Sides that are columns of one table: “Were there more courses in 2024 than in 2023?”."""

import re
from collections.abc import Iterable, Mapping, Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.headings import innermost
from index.text.tables.heads import column_names
from index.text.tables.rows import cells
from rag.english.comparatives import measured_by
from rag.english.word_lists import MEASURED
from rag.english.words import read_words
from rag.evidence.sentences import Evidence, unscored
from rag.evidence.tables.heads import head_of
from rag.kinds.comparison.asked.named_sides import SideAsked
from rag.kinds.comparison.asked.sides import ASKS_TO_COMPARE
from rag.kinds.lists.list_items import Item, ListBlock, words_of
from rag.kinds.lists.named.named_rows import tables_around
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["columns_compared"]

_LOOKED_AT = 10
"""Passages whose tables are looked at."""

_WHOLE_TABLE = 10
"""Rows that are shown where all of a table is meant: one left out is a difference that nobody hears of. Of a longer
table those stay in which the columns differ, if they are no more."""

_TWO = 2
_OPENING = 300
"""Characters in which a document says what it is about."""

_OF_VALUES = frozenset(analyse(" ".join(["cost", "fee", "money", *MEASURED.values()])))
"""What is measured, which names of columns leave out: “New (£)” is a price."""

_ASKING = ASKS_TO_COMPARE | _OF_VALUES | frozenset(analyse("change changed"))
_YEAR_BEFORE = re.compile(r"\b(?:(?:last|previous|past) year|(?:the )?year before|a year ago)\b", re.IGNORECASE)
_OF_YEARS = frozenset(analyse("this last previous past year before ago gone went up down risen spent spend"))

_Terms = frozenset[str]


def columns_compared(
    index: Index, question: Question, candidates: Sequence[Candidate], sides: Sequence[SideAsked]
) -> tuple[Evidence, ...]:
    """Return the rows that a question asks about, of the first table with a column for each side; empty where none has.

    Nothing that is asked may be missing: it stands in the cells that a row is called by, above the table, or where its
    document says what it is about. Where it all stands there, or nothing is asked but how the columns differ, the whole
    table is meant, if that is short. A row is called by cells that say no more than is asked; where none is,
    by whatever its cells say.

    Args:
        index: within one snapshot.
        question: as read.
        candidates: passages, best first.
        sides: that the question compares.
    """
    if any(side.is_clause for side in sides):
        return ()
    is_of_years = _YEAR_BEFORE.search(question.text) is not None
    idle = _ASKING | _OF_YEARS if is_of_years else _ASKING
    words = [word for word in read_words(question.text) if word.term not in idle]
    ways = {word.term: frozenset([word.term, *analyse(measured_by(word.lower))]) for word in words}
    for block in tables_around(index, question.text, candidates[:_LOOKED_AT]):
        names = _names(index, block)
        columns = _columns(names, sides) or _counterparts(names, frozenset(ways))
        columns = columns or (_of_two_years(names) if is_of_years else {})
        if not columns:
            continue
        row = block.items[0].row
        opening = index.documents.opening(row.document_id, row.version, _OPENING)
        above = frozenset(analyse(f"{row.title} {innermost(row.heading)} {opening}"))
        rest = {term: own for term, own in ways.items() if term not in _calling(columns)}
        known = frozenset(ways).union(idle, *rest.values())
        labels = [_labels(index, item, columns) for item in block.items]
        called = [_all(own for own in some if own <= known) for some in labels]
        if _all(rest.values()).isdisjoint(_all(called)):
            # “Litres of water” is what is asked about “water”, where no row is called “Water”.
            called = list(map(_all, labels))
        counts = [sum(not own.isdisjoint(label) for own in rest.values()) for label in called]
        meant = [item for item, count in zip(block.items, counts, strict=True) if count and count == max(counts)]
        if not any(counts):
            all_or_differing = (block.items, [item for item in block.items if _differs(index, item, columns)])
            meant = next((list(some) for some in all_or_differing if len(some) <= _WHOLE_TABLE), [])
        said = above.union(*called)
        if meant and all(not own.isdisjoint(said) for own in rest.values()):
            return tuple(unscored(item.row, item.start, item.end, question, item.header) for item in meant)
    return ()


def _calling(columns: Mapping[int, _Terms]) -> _Terms:
    return _all(columns.values())


def _all(some: Iterable[_Terms]) -> _Terms:
    return frozenset[str]().union(*some)


def _differs(index: Index, item: Item, columns: Iterable[int]) -> bool:
    """Tell whether the cells of a row in some columns say more than one thing."""
    said = cells(words_of(index, item))
    return len({said[place].casefold() for place in columns if place < len(said)}) > 1


def _labels(index: Index, item: Item, columns: Iterable[int]) -> list[_Terms]:
    """Return the terms of each cell that a row may be called by."""
    return [_terms(cell) for place, cell in enumerate(cells(words_of(index, item))) if place not in columns]


def _names(index: Index, block: ListBlock) -> dict[int, _Terms]:
    """Return the terms of the names of a table's columns but the first, by their places; empty where it has no head."""
    first = block.items[0]
    if not first.header:
        return {}
    names = column_names(head_of(index, first.row, first.header))
    return {place: _terms(name) for place, name in enumerate(names) if place}


def _columns(terms: Mapping[int, _Terms], sides: Sequence[SideAsked]) -> dict[int, _Terms]:
    """Return the columns of a table that sides call, with the terms by which; empty where one calls none of its own.

    A side is called by its words, or by a number where it has one, or what is asked of it has: “courses in 2024” is the
    column “2024”. Of several such columns it is the one that says least beside: “Alder” is not “Alder Plus”.
    """
    found: dict[int, _Terms] = {}
    for side in sides:
        called_by = (_terms(side.name) - _OF_VALUES, _numbers(side.terms), _numbers(_terms(side.question)))
        fit = [(place, wanted) for wanted in called_by if wanted for place, own in terms.items() if wanted <= own]
        wanted = next((wanted for _, wanted in fit), frozenset[str]())
        own = [place for place, by in fit if by == wanted and place not in found]
        if not own:
            return {}
        found[min(own, key=lambda place: len(terms[place]))] = wanted
    return found


def _counterparts(terms: Mapping[int, _Terms], asked: _Terms) -> dict[int, _Terms]:
    """Return the column that a question calls by its number, and the only other that is called so but for that.

    “How much did the price go up since 2030?” compares “Price 2030” with “Price 2031”.
    """
    for place, own in terms.items():
        called, name = _numbers(own) & asked, own - _numbers(own)
        alike = [other for other, each in terms.items() if other != place and each - _numbers(each) == name]
        if called and len(alike) == 1 and _numbers(terms[alike[0]]):
            return {place: own, alike[0]: terms[alike[0]]}
    return {}


def _of_two_years(terms: Mapping[int, _Terms]) -> dict[int, _Terms]:
    """Return the two columns of a table that are called alike but for their numbers; empty where it has other such.

    “Did the choir get more than last year?” compares “Grant 2030” with “Grant 2031”.
    """
    numbered = {place: own for place, own in terms.items() if _numbers(own)}
    names = {own - _numbers(own) for own in numbered.values()}
    return numbered if len(numbered) == _TWO and len(names) == 1 else {}


def _terms(text: str) -> _Terms:
    return frozenset(analyse(text))


def _numbers(terms: Iterable[str]) -> _Terms:
    return frozenset(filter(str.isdigit, terms))
