"""Rows of tables that say plainly what is asked: a question names one of their cells, and the column of another."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from index.text.tables.heads import column_names
from index.text.tables.rows import cells
from rag.evidence.plain.terms import asked_terms, terms
from rag.retrieval.question import Question

__all__ = ["asked_cell"]


def asked_cell(question: Question, head: str, row: str, above: str) -> frozenset[str]:
    """Return the terms of the cell by which a row answers plainly, empty where it does not.

    “What is the status of the bittern?” is answered so by “Bird: Bittern; Status: rare”.

    A reader of prose seldom believes a row. So it has to have all words that are asked about: those of a whole cell,
    those of the head of another column with something in it, and the rest in the row, its head, or around the table.
    What asks which or who needs name no other column: “Which bird is rare?”.

    Args:
        question: as read.
        head: of the table; empty where it has none that is known.
        row: of the same table.
        above: titles and headings of the row's passage, and what it says beside the table.

    Returns:
        Of several such cells the one with most terms.
    """
    asked = [each for each in asked_terms(question) if each]
    columns = [
        (terms(name, question), terms(cell, question), bool(cell))
        for name, cell in zip_longest(column_names(head), cells(row), fillvalue="")
    ]
    known = terms(f"{above}\n{head}\n{row}", question)
    if not asked or any(each.isdisjoint(known) for each in asked):
        return frozenset()
    # A code is asked for whole, and cells have its parts among their terms too.
    everything = frozenset().union(terms(question.text, question), *asked)
    named = [place for place, (_, cell, _) in enumerate(columns) if cell and cell <= everything]
    if not _WHICH.match(question.text):
        named = [place for place in named if _has_another_column(columns, place, everything)]
    return max((columns[place][1] for place in named), key=len, default=frozenset())


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
