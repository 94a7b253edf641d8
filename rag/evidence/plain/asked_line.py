"""Lines of a list of numbers, such as “Night porter 555-0103”: each is of what it names, and of nothing else."""

import re

from rag.english.word_lists import NOT_ASKED_FOR
from rag.evidence.plain.terms import asked_terms, terms
from rag.retrieval.question import Question

__all__ = ["has_asked_number"]

_LONGEST = 80
_FIGURE = re.compile(r"\+?\(?\d[\d ()./–-]*\d|\d")
_NUMBERED = frozenset("number numbers phone telephone extension call ring dial".split())
"""What a line of a list of numbers is asked for with; none of them has the word."""


def has_asked_number(question: Question, line: str, above: str) -> bool:
    """Tell whether a line is a name and a number, and the question asks for the number of what has this name.

    Args:
        question: as read.
        line: all of it.
        above: titles and headings of its passage.
    """
    figures = list(_FIGURE.finditer(line))
    if len(line) > _LONGEST or len(figures) != 1 or not _NUMBERED.intersection(_said(question)):
        return False
    name = terms(line[: figures[0].start()] + " " + line[figures[0].end() :], question)
    asked = asked_terms(question, NOT_ASKED_FOR | _NUMBERED)
    known = name | terms(above, question)
    return bool(name) and name <= set().union(*asked) and all(not each.isdisjoint(known) for each in asked)


def _said(question: Question) -> set[str]:
    return {word.text.lower() for word in question.words}
