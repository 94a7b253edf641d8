"""Rows of tables of prices, or of pay: what something costs, or somebody earns, is said by the row that is called so.

Whatever its columns are called.
"""

import re

from index.text.tables.heads import column_names
from index.text.tables.rows import cells, says_figure
from rag.english.quantities import NAMES_PRICE, PRICE
from rag.english.word_lists import NOT_ASKED_FOR, NUMBER_WORDS, OF_PRICE
from rag.english.words import plain
from rag.evidence.plain.terms import terms
from rag.evidence.sentences import Evidence
from rag.retrieval.dates.periods import ANY_DAY, periods
from rag.retrieval.question import Question, QuestionWord

__all__ = ["asked_price"]

_ASKS = re.compile(
    r"\b(?:costs?|prices?|priced|pricing|charges?|charged|fees?|fares?|earn(?:s|ed|ing)?|salar(?:y|ies)|wages?|paid)\b"
    r"|\bhow much (?:is|are|was|were|for|would)\b|\bhow much (?:do|does|did|can)\b.{1,60}\b(?:makes?|get|gets)\b",
    re.IGNORECASE,
)
_ASKING = (
    NOT_ASKED_FOR
    | OF_PRICE
    | frozenset("cost costs price prices priced pricing charge charges charged fee fees fare fares pay now".split())
    | frozenset("earn earns earned earning salary salaries wage wages paid make makes get gets".split())
)
_PAY = re.compile(r"\b(?:pay|salar(?:y|ies)|wages?|earnings)\b", re.IGNORECASE)
_AT_FIRST = re.compile(
    r"\b(?:at (?:first|the (?:start|beginning))|to (?:start|begin) with|in the beginning|starting)\b", re.IGNORECASE
)
"""Which of several columns is asked for is no part of what a row is called."""

_CLOSE = 0.78
"""Cosine from which a word of a question and one of a row are the same thing by other words: “class” and “course” have
0.82, “kids” and “child” 0.90, while “winter” and “summer”, “weekly” and “monthly” have 0.72."""

_ENOUGH = 0.4
"""The share of the weight of what is asked about that the row's own words have as they are."""


def asked_price(question: Question, head: str, row: str, above: str, piece: Evidence) -> frozenset[str]:
    """Return the terms by which a row is the one whose price is asked for; empty where it is not, or has no price.

    “How much is a class for beginners?” is answered by “Course for beginners | 95”. Every word that is asked about
    stands in the row, its head, or around the table, or means nearly the same as one there; numbers and names stand as
    they are.

    Args:
        question: as read.
        head: of the table; empty where it has none that is known.
        row: of the same table.
        above: titles and headings of the row's passage, and what it says beside the table.
        piece: the row, with the cosines of the question's tokens to it.
    """
    if not _ASKS.search(question.text) or not _has_price(head, row):
        return frozenset()
    at_first = " ".join(_AT_FIRST.findall(question.text.lower())).split()
    idle = _ASKING | _when(question.text) | frozenset(at_first)
    asked = [word for word in question.words if plain(word.text).removesuffix("'s") not in idle]
    label = terms(" ".join(cell for cell in cells(row) if not says_figure(cell)), question)
    around = terms(f"{above}\n{head}\n{row}", question)
    own = [word for word in asked if not label.isdisjoint(word.terms)]
    of_columns = terms(head, question)
    telling = [word for word in asked if of_columns.isdisjoint(_meant_by(word))]
    if sum(word.idf for word in own) < _ENOUGH * sum(word.idf for word in telling) or not own:
        return frozenset()
    rest = [word for word in asked if around.isdisjoint(_meant_by(word))]
    if not all(_may_be_reworded(word, question) and _closeness(word, piece) >= _CLOSE for word in rest):
        return frozenset()
    return frozenset(term for word in (*own, *rest) for term in word.terms)


def _meant_by(word: QuestionWord) -> frozenset[str]:
    """Return the terms of a word; those of a number in words are those of its figures too."""
    number = NUMBER_WORDS.get(word.text.lower())
    return frozenset(word.terms if number is None else (*word.terms, str(number)))


def _when(text: str) -> frozenset[str]:
    """Return the words by which a question counts from today: a table calls “last year” by its number."""
    spans = (text[each.start : each.end].lower() for each in periods(text, ANY_DAY, "en"))
    return frozenset(word for span in spans if not any(map(str.isdigit, span)) for word in span.split())


def _has_price(head: str, row: str) -> bool:
    """Tell whether a row has a figure that is a price or a pay, by its sign or by what its column is called."""
    found, names = cells(row), column_names(head) if head else []
    priced = {
        place for place, name in enumerate(names) if any(each.search(name) for each in (NAMES_PRICE, PRICE, _PAY))
    }
    return any(says_figure(cell) and (place in priced or PRICE.search(cell)) for place, cell in enumerate(found))


def _may_be_reworded(word: QuestionWord, question: Question) -> bool:
    """Tell whether something may be meant by a word that is written otherwise: no number, and no name."""
    is_number = any(map(str.isdigit, word.text)) or word.text.lower() in NUMBER_WORDS
    return not is_number and (word.text[0].islower() or word is question.words[0])


def _closeness(word: QuestionWord, piece: Evidence) -> float:
    return min((float(piece.best[token]) for token in word.tokens), default=0.0)
