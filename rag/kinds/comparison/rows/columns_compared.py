"""Sides that are columns of one table: “Were there more courses in 2024 than in 2023?”."""

from collections.abc import Iterable, Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.tables.heads import column_names
from index.text.tables.rows import cells
from rag.english.word_lists import ASKS_FOR_THE_GIST, COMPARING, FUNCTION_WORDS, GENERAL_VERBS, MEASURED, OF_SIZE
from rag.english.words import read_words
from rag.evidence.sentences import Evidence, unscored
from rag.evidence.tables.heads import head_text
from rag.kinds.comparison.side_evidence import MOST_SHOWN
from rag.kinds.comparison.sides import SideAsked
from rag.kinds.lists.list_items import ListBlock, words_of
from rag.kinds.lists.named.named_rows import tables_around
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["columns_compared"]

_LOOKED_AT = 10
"""Passages whose tables are looked at."""

_COMPARES = COMPARING | frozenset("compare compared comparison differ difference different".split())
_OF_VALUES = frozenset(analyse(" ".join(["cost", "fee", *MEASURED.values()])))
"""What is measured, which names of columns leave out: “New (£)” is a price."""

_ASKING = (
    frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS | ASKS_FOR_THE_GIST | OF_SIZE | _COMPARES))) | _OF_VALUES
)


def columns_compared(
    index: Index, question: Question, candidates: Sequence[Candidate], sides: Sequence[SideAsked]
) -> tuple[Evidence, ...]:
    """Return the rows that a question asks about, of the first table with a column for each side; empty where none has.

    Nothing that is asked may be missing: it stands in the row's first cell, or above the table. Where it all stands
    above, the whole table is meant, if that is short.

    Args:
        index: within one snapshot.
        question: as read.
        candidates: passages, best first.
        sides: that the question compares.
    """
    if not sides or any(side.is_clause for side in sides):
        return ()
    asked = frozenset(word.term for word in read_words(question.text)) - _ASKING
    for block in tables_around(index, candidates[:_LOOKED_AT]):
        columns = _columns(index, block, sides)
        if not columns:
            continue
        row = block.items[0].row
        above = frozenset(analyse(f"{row.title} {row.heading.rpartition(' › ')[2]}"))
        rest = asked - columns
        labels = [frozenset(analyse(cells(words_of(index, item))[0])) for item in block.items]
        called = [label & rest if label <= asked | _ASKING else frozenset[str]() for label in labels]
        most = max(map(len, called))
        meant = [item for item, own in zip(block.items, called, strict=True) if most and len(own) == most]
        if not most and len(block.items) <= MOST_SHOWN:
            meant = list(block.items)
        if meant and rest and rest <= above.union(*called):
            return tuple(unscored(item.row, item.start, item.end, question, item.header) for item in meant)
    return ()


def _columns(index: Index, block: ListBlock, sides: Sequence[SideAsked]) -> frozenset[str]:
    """Return the terms by which sides call columns of a table, each one of its own; empty where one calls none.

    A side is called by a number where it has one, or what is asked of it has: “courses in 2024” is the column “2024”.
    """
    first = block.items[0]
    if not first.header:
        return frozenset()
    names = column_names(head_text(first.row, first.header, index.chunks.text(first.row)))
    terms = [frozenset(analyse(name)) for name in names]
    calling, found = frozenset[str](), set[int]()
    for side in sides:
        wanted = _numbers(side.terms) or _numbers(analyse(side.question)) or frozenset(analyse(side.name)) - _OF_VALUES
        own = next((p for p, some in enumerate(terms) if p and p not in found and wanted and wanted <= some), 0)
        if not own:
            return frozenset()
        found.add(own)
        calling |= wanted
    return calling


def _numbers(terms: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(str.isdigit, terms))
