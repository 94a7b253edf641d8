"""What a question for an overview asks about, without the words that only ask."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from index.store import Index
from index.text.forms.dates import MONTHS
from rag.english.numbered_periods import numbered_periods
from rag.english.word_lists import (
    ASKS_FOR_THE_GIST,
    DOCUMENT_WORDS,
    NOT_ASKED_FOR,
    NUMBER_WORDS,
    ORDINALS,
    TALKING,
    THIRD_PERSON_POSSESSIVES,
    WRITTEN_THINGS,
    any_of,
)
from rag.retrieval.question import Question, QuestionWord

__all__ = ["NAMED", "Wording", "asks_for_changes", "names_all", "points_at_one", "wording"]

NAMED = 0.5
"""The share of a question's weight from which a document's name is what it names."""

_UNKNOWN = 0.5
"""What a word counts that no document has, beside the rarest that one has, unless it is written as a name is."""

_SENTENCE = re.compile(r"[.!?\n]+\s+")
_CHANGES = re.compile(r"\b(?:chang\w+|new|differ\w*|rewritten|revised|updated)\b", re.IGNORECASE)
_LIKE = re.compile(r"\blike\W*$", re.IGNORECASE)
"""Ends “What is the trip like?”, which asks for nothing else than “What about the trip?”."""

_OWN_WORDS = re.compile(
    rf"^(?P<who>.*?)\b(?:{any_of(TALKING)})\s+in\s+(?:{any_of(THIRD_PERSON_POSSESSIVES)})\b", re.IGNORECASE
)
"""“What does the mayor say in her report?”: who speaks in a document is not what it is on."""

_ALL = frozenset("documents papers files texts collection folder archive".split())
_THIS = re.compile(r"\b(?:this|that|it|the (?:above|last|same))\b", re.IGNORECASE)
_COUNTED = frozenset(ORDINALS) | {"quarter", "half"}
"""Words of “the second quarter”, which names may have in short: “Q2”."""

_MONTHS = [month.lower() for month in MONTHS]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a question asks about, without the words that only ask.

    Attributes:
        weight: of each word asked about, of sum 1, by the word in lower case.
        terms: of each of them.
    """

    weight: Mapping[str, float]
    terms: Mapping[str, frozenset[str]]

    def share(self, terms: Iterable[str]) -> float:
        """Return the weight of the words that stand among some terms, 0 to 1."""
        found = set(terms)
        return sum(self.weight[word] for word, own in self.terms.items() if not found.isdisjoint(own))

    def are_in(self, terms: Set[str]) -> bool:
        """Tell whether a text has most of the words, by their weight and by their number.

        What documents are called by does not count among the latter: no letter says that it is one, and a text in which
        somebody reports yearly is not “the annual report”.
        """
        called = {word for word in self.weight if word not in WRITTEN_THINGS}
        left = called.intersection(self.without(terms).weight)
        return self.share(terms) >= NAMED and 2 * len(left) < max(1, len(called))

    def without(self, terms: Iterable[str]) -> "Wording":
        """Return the words that do not stand among some terms, with their weights as they are."""
        found = set(terms)
        left = {word: own for word, own in self.terms.items() if found.isdisjoint(own)}
        return Wording({word: self.weight[word] for word in left}, left)


def wording(index: Index, question: Question) -> Wording:
    """Return what a question asks about; empty where it only asks."""
    idle = NOT_ASKED_FOR | ASKS_FOR_THE_GIST | DOCUMENT_WORDS | NUMBER_WORDS.keys()
    if _LIKE.search(question.text):
        idle |= {"like"}
    if own_words := _OWN_WORDS.match(question.text):
        idle |= THIRD_PERSON_POSSESSIVES | set(own_words["who"].lower().split())
    found = {
        text: word
        for word in question.words
        if (text := word.text.lower().replace("’", "'").removesuffix("'s")) not in idle
    }
    weights = _weights(index, found)
    counted = numbered_periods(question.text)
    own = {text: counted if text in _COUNTED else frozenset[str]() for text in found}
    return Wording(weights, {text: frozenset((*word.terms, *_month(text), *own[text])) for text, word in found.items()})


def names_all(question: Question) -> bool:
    """Tell whether one of a question's sentences asks about the documents, and about nothing else."""
    for sentence in _SENTENCE.split(question.text):
        said = [word.strip(",;:!?.’'\"()").lower() for word in sentence.split()]
        left = [word for word in said if word and word not in NOT_ASKED_FOR | ASKS_FOR_THE_GIST]
        if left and set(left) <= DOCUMENT_WORDS and not _ALL.isdisjoint(left):
            return True
    return False


def points_at_one(question: Question) -> bool:
    """Tell whether a question that names nothing means one document: “this document”."""
    return bool(_THIS.search(question.text)) and not names_all(question)


def asks_for_changes(question: str) -> bool:
    """Tell whether a question asks what one version has that another has not."""
    return bool(_CHANGES.search(question))


def _weights(index: Index, words: Mapping[str, QuestionWord]) -> dict[str, float]:
    """Return the share of each word by its idf; how rare a word is that no document has, nobody knows."""
    known = {text for text, word in words.items() if any(map(index.search.document_frequency, word.terms))}
    most = max((words[text].idf for text in known), default=1.0)
    weights = {}
    for text, word in words.items():
        is_name = any(character.isupper() or character.isdigit() for character in word.text)
        weights[text] = max(word.idf if text in known or is_name else _UNKNOWN * most, 0.01)
    total = sum(weights.values())
    return {text: weight / total for text, weight in weights.items()}


def _month(word: str) -> list[str]:
    return [f"month {_MONTHS.index(word) + 1}"] if word in _MONTHS else []
