"""Rows of tables that say plainly what is asked: a question names one of their cells, and the column of another."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from index.text.tables.heads import column_names
from index.text.tables.rows import cells, says_figure
from rag.english.word_lists import NOT_ASKED_FOR
from rag.evidence.plain.terms import asked_terms, terms
from rag.retrieval.question import Question

__all__ = ["asked_cell"]


def asked_cell(question: Question, head: str, row: str, above: str) -> frozenset[str]:
    """Return the terms of the cell by which a row answers plainly, empty where it does not.

    “What is the status of the bittern?” is answered so by “Bird: Bittern; Status: rare”.

    A reader of prose seldom believes a row. So it has to have all words that are asked about: those of a whole cell,
    those of the head of another column with something in it, and the rest in the row, its head, or around the table.
    What asks which or who needs name no other column: “Which bird is rare?”; nor does what asks for a price, if all
    else that it asks about is in the row's first cell or names a column: “How much is a kayak?” beside “Kayak red; £14”.

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
    if priced := _priced(question, columns, head, row):
        return priced
    known = terms(f"{above}\n{head}\n{row}", question)
    if not asked or any(each.isdisjoint(known) for each in asked):
        return frozenset()
    # A code is asked for whole, and cells have its parts among their terms too.
    everything = frozenset().union(terms(question.text, question), *asked)
    named = [place for place, (_, cell, _) in enumerate(columns) if cell and cell <= everything]
    if not _WHICH.match(question.text):
        named = [place for place in named if _has_another_column(columns, place, everything)]
    return max((columns[place][1] for place in named), key=len, default=frozenset())


def _priced(
    question: Question, columns: Sequence[tuple[frozenset[str], frozenset[str], bool]], head: str, row: str
) -> frozenset[str]:
    """Return the terms of a row's first cell that a question asks the price of; empty where it asks for other things."""
    if not _PRICE.search(question.text):
        return frozenset()
    names = column_names(head)
    prices = [
        place
        for place, cell in enumerate(cells(row))
        if place and says_figure(cell) and _MONEY.search(f"{cell} {names[place] if place < len(names) else ''}")
    ]
    label, called = columns[0][1], frozenset[str]().union(*(columns[place][0] for place in prices))
    asked = [each for each in asked_terms(question, NOT_ASKED_FOR | _OF_PRICES) if each]
    of_label = [each for each in asked if not each.isdisjoint(label)]
    rest = [each for each in asked if each.isdisjoint(label)]
    is_it = prices and of_label and all(not each.isdisjoint(called) for each in rest)
    return frozenset[str]().union(*of_label) & label if is_it else frozenset()


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
_PRICE = re.compile(
    r"\bhow much (?:is|are|was|were|do|does|did|for)\b|\b(?:costs?|prices?|fees?|charges?)\b", re.IGNORECASE
)
_MONEY = re.compile(r"[$€£¥]|\b(?:price|prices|cost|costs|fee|fees)\b", re.IGNORECASE)
_OF_PRICES = frozenset("much cost costs price prices fee fees charge charges pay paid".split())
