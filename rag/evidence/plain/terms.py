"""The terms that a question and what may plainly answer it are compared by."""

from index.search.analysis import search_terms
from rag.english.word_lists import NOT_ASKED_FOR
from rag.english.words import plain
from rag.retrieval.question import Question

__all__ = ["asked_terms", "terms"]


def asked_terms(question: Question, idle: frozenset[str] = NOT_ASKED_FOR) -> list[frozenset[str]]:
    """Return the terms of each word that a question asks about, which are those but the idle ones, in lower case.

    “What's” is as idle as “what is”.
    """
    return [frozenset(word.terms) for word in question.words if plain(word.text).removesuffix("'s") not in idle]


def terms(text: str, question: Question) -> frozenset[str]:
    """Return the terms of a text in the language of a question."""
    return frozenset(search_terms(text, question.language))
