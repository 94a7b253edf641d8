"""Rows of tables in the order in which their labels are asked for: “net income” before “operating income”."""

import dataclasses
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.search.analysis import analyse, search_terms
from index.store import Index
from index.text.tables.rows import cells, is_row, says_figure
from rag.english.word_lists import NOT_ASKED_FOR
from rag.evidence.sentences import Evidence, read_order
from rag.evidence.tables.lines import group_of
from rag.retrieval.question import Question

__all__ = ["by_label"]

_LABEL_WEIGHT = 4.0
"""How much a label that is asked for counts beside what a row is ordered by else: a reader of prose knows rows badly.
Of 47 questions of AIT-QA the first row is right for 0.85, and 0.79 without, of 144 of TAT-QA for 0.83 and 0.80 (even
halves). From 3 to 6 that is the same; from 8 on rows of the right name in a wrong place come first."""

_GROUP_WEIGHT = 0.5
"""How much a word counts that the line above a group of rows says, beside one of the row itself."""

_IN_PATH = re.compile(r" [>›] ")
_ANNOUNCES = re.compile(r"\bfollowing\b|\bas follows\b|\btable below\b|\bbelow table\b", re.IGNORECASE)
_ANNOUNCED_WITHIN = 400


@dataclass(frozen=True, slots=True)
class _Label:
    """What a row is called.

    Attributes:
        terms: of its cells that are no figures.
        above: of the line that its group stands under.
        name: of its first such cell, without what stands above that in a path: “Mainline > Yield” is a yield.
    """

    terms: frozenset[str]
    above: frozenset[str] = frozenset()
    name: frozenset[str] = frozenset()


def by_label(index: Index, question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence with the rows of tables that were read in the order in which their labels are asked for, too.

    They share out the places that the reader gave them, and how relevant it found these; a row whose label is less
    asked for than that of the first is less relevant by so much at least. Sentences that only announce a table take
    part; others stay where they were.

    Args:
        index: within one snapshot.
        question: as read.
        evidence: best first, with its context.
    """
    texts = {place: _words(index, piece) for place, piece in enumerate(evidence) if piece.relevance is not None}
    labels = {place: _label(index, question, evidence[place], text) for place, text in texts.items() if is_row(text)}
    if len(labels) < 2:
        return list(evidence)
    announcing = {place: _Label(frozenset()) for place, text in texts.items() if _announces(text)}
    asked_for = dict(zip(labels, _shares(question, list(labels.values())), strict=True))
    places = sorted(labels | announcing)
    best = sorted(places, key=lambda p: -(read_order(evidence[p]) + _LABEL_WEIGHT * asked_for.get(p, 0.0)))
    relevance = sorted((evidence[place].relevance or 0.0 for place in places), reverse=True)
    most, ordered = asked_for.get(best[0], 0.0), list(evidence)
    for place, chosen, value in zip(places, best, relevance, strict=True):
        behind = _LABEL_WEIGHT * max(0.0, most - asked_for.get(chosen, most))
        ordered[place] = dataclasses.replace(evidence[chosen], relevance=min(value, relevance[0] - behind))
    return ordered


def _words(index: Index, piece: Evidence) -> str:
    return index.chunks.text(piece.row)[piece.start - piece.row.start : piece.end - piece.row.start]


def _announces(text: str) -> bool:
    return not is_row(text) and len(text) <= _ANNOUNCED_WITHIN and _ANNOUNCES.search(text) is not None


def _label(index: Index, question: Question, piece: Evidence, text: str) -> _Label:
    said = [cell for cell in cells(text) if cell and not says_figure(cell)]
    chunk = index.chunks.text(piece.row)
    group = group_of(piece.row, piece.start, chunk) if piece.row.start <= piece.start else None
    above = "" if group is None else chunk[group[0] - piece.row.start : group[1] - piece.row.start]
    language = question.language
    name = analyse(_IN_PATH.split(said[0])[-1], language) if said else []
    return _Label(
        frozenset(search_terms(" ".join(said), language)),
        frozenset(search_terms(above, language)),
        frozenset(name or analyse(" ".join(said), language)),
    )


def _shares(question: Question, labels: Sequence[_Label]) -> list[float]:
    """Return how much each label is what is asked for, 0 to 1.

    That is the share of the question's words that it has, of those that any label has, rare ones counting more; times
    the share of its own name that the question has.
    """
    asked = [frozenset(word.terms) for word in question.words if word.text.lower() not in NOT_ASKED_FOR and word.terms]
    everything = frozenset().union(*asked)
    weights = [
        _weight(sum(not word.isdisjoint(each.terms | each.above) for each in labels), len(labels)) for word in asked
    ]
    most = sum(weights)
    if not most:
        return [0.0] * len(labels)
    return [
        sum(weight * _has(each, word) for word, weight in zip(asked, weights, strict=True))
        / most
        * (len(each.name & everything) / len(each.name) if each.name else 0.0)
        for each in labels
    ]


def _weight(having: int, labels: int) -> float:
    return math.log((labels + 1) / (having + 0.5)) if having else 0.0


def _has(label: _Label, word: frozenset[str]) -> float:
    if word & label.terms:
        return 1.0
    return _GROUP_WEIGHT if word & label.above else 0.0
