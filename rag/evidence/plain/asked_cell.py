"""Rows of tables that say plainly what is asked: a question names one of their cells, and the column of another."""

import re
from itertools import zip_longest

from index.search.lexical import search_terms
from index.text.tables.heads import column_names
from index.text.tables.rows import cells
from rag.english.word_lists import NOT_ASKED_FOR
from rag.retrieval.question import Question

__all__ = ["has_asked_cell"]


def has_asked_cell(question: Question, head: str, row: str, above: str) -> bool:
    """Tell whether a row answers plainly: “What is the status of the bittern?” beside “Bird: Bittern; Status: rare”.

    A reader of prose seldom believes a row. So it has to have all words that are asked about: those of a whole cell,
    those of the head of another column with something in it, and the rest in the row, its head, or around the table.
    What asks which or who needs name no other column: “Which bird is rare?”.

    Args:
        question: as read.
        head: of the table; empty where it has none that is known.
        row: of the same table.
        above: titles and headings of the row's passage, and what it says beside the table.
    """
    asked = _asked(question)
    columns = [
        (_terms(name, question), _terms(cell, question), bool(cell))
        for name, cell in zip_longest(column_names(head), cells(row), fillvalue="")
    ]
    known = frozenset(search_terms(f"{above}\n{head}\n{row}", question.language))
    if not asked or any(terms.isdisjoint(known) for terms in asked):
        return False
    # A code is asked for whole, and cells have its parts among their terms too.
    everything = frozenset().union(_terms(question.text, question), *asked)
    named = [place for place, (_, cell, _) in enumerate(columns) if cell and cell <= everything]
    if named and _WHICH.match(question.text):
        return True
    return any(
        name and is_filled and len(name & (everything - columns[place][1])) * 2 >= len(name)
        for place in named
        for other, (name, _, is_filled) in enumerate(columns)
        if other != place
    )


_WHICH = re.compile(r"\W*(?:which|who)\b", re.IGNORECASE)


def _asked(question: Question) -> list[frozenset[str]]:
    """Return the terms of each word that a question asks about."""
    return [frozenset(word.terms) for word in question.words if word.text.lower() not in NOT_ASKED_FOR and word.terms]


def _terms(text: str, question: Question) -> frozenset[str]:
    return frozenset(search_terms(text, question.language))
