"""How much of a text each of its sentences carries."""

import math
import re
from collections import Counter

import numpy as np

from index.encoding.encoder import FloatArray, unit_rows
from index.search.analysis import analyse
from index.text.lines import LIST_ITEM
from rag.english.word_lists import FUNCTION_WORDS
from rag.evidence.context import refers_back
from rag.kinds.overview.document_text import DocumentText

__all__ = ["FEATURES", "WEIGHTS", "features", "salience", "standardised"]

FEATURES = ("early", "central", "frequent", "repeated", "length", "figures", "refers_back", "quoted", "item")
"""In the order of ``WEIGHTS``; each is explained in ``features``."""

WEIGHTS = np.array([0.4, 0.25, 1.0, 1.5, 0.1, 0.4, -0.3, -0.2, -0.3], np.float32)
"""Of the features, standardised within a text, as ``rag.training.kinds.fit_salience`` fitted them; where the news that
it learns from have nothing to say, by hand: they have no list items, and hardly a pronoun without its name. Figures had
been fitted to 0.25; reports and minutes carry more in them than news do, which are told as well with 0.4."""

_NOT_PROSE = 6.0
"""Taken from what is no prose, more than any sentence can have: it is taken only where nothing else is left."""

_EARLY = 5
"""Sentences after which the weight of the beginning has fallen to a third."""

_OPENING_QUOTES = '"“„«‘「'
_FIGURE = re.compile(r"\d+")
_CHARACTERS_LEXICAL = 200_000
"""Words are counted so far into a text: of a book, the first chapters say which words are frequent."""


def salience(text: DocumentText, *, early: float = 0.0) -> FloatArray:
    """Return how much of a text each sentence carries, (sentences,), in standard deviations of the text's own.

    Args:
        text: whose sentences.
        early: what standing early counts beside what it counts in any text.
    """
    if not text.sentences:
        return np.zeros(0, np.float32)
    weights = WEIGHTS + early * (np.array(FEATURES) == "early")
    prose = np.array([sentence.is_prose for sentence in text.sentences])
    found: FloatArray = (standardised(text) @ weights - _NOT_PROSE * ~prose).astype(np.float32)
    return found


def standardised(text: DocumentText) -> FloatArray:
    """Return the features of each sentence in standard deviations of the text's prose, (sentences, ``FEATURES``)."""
    prose = np.array([sentence.is_prose for sentence in text.sentences])
    values = features(text)
    of_prose = values[prose] if prose.any() else values
    deviations = of_prose.std(axis=0)
    found: FloatArray = np.clip((values - of_prose.mean(axis=0)) / np.where(deviations > 0, deviations, 1), -3, 3)
    return found


def features(text: DocumentText) -> FloatArray:
    """Return the features of each sentence, (sentences, ``FEATURES``).

    How early it stands, 1 to 0, falling fast; the cosine with the mean of the text; how frequent its words are in the
    text, as the mean of their logarithms, and as their sum over the root of their number, which a longer sentence has
    more of; the logarithm of its length in words, up to 30; the logarithm of how many figures it has; whether it begins
    with a word for something named before; whether it is quoted speech; whether it is an item of a list.
    """
    prose = [place for place, sentence in enumerate(text.sentences) if sentence.is_prose] or [0]
    middle = unit_rows(text.vectors[prose].mean(axis=0))
    frequent = _frequencies(text)
    order = {place: rank for rank, place in enumerate(prose)}
    rows = [
        [
            math.exp(-order.get(place, len(prose)) / _EARLY),
            float(text.vectors[place] @ middle),
            *frequent[place],
            math.log(min(sentence.words, 30)),
            math.log1p(len(_FIGURE.findall(sentence.text))),
            float(refers_back(sentence.text)),
            float(sentence.text[:1] in _OPENING_QUOTES),
            float(bool(LIST_ITEM.match(sentence.text))),
        ]
        for place, sentence in enumerate(text.sentences)
    ]
    return np.array(rows, np.float32)


def _frequencies(text: DocumentText) -> list[tuple[float, float]]:
    """Return of each sentence how often its words come in the text, in the two ways that ``features`` says.

    SumBasic (Nenkova and Vanderwende 2005) has the mean probability of the words.
    """
    stop = set(analyse(" ".join(sorted(FUNCTION_WORDS))))
    terms: list[set[str]] = []
    seen = 0
    for sentence in text.sentences:
        seen += len(sentence.text)
        within = seen <= _CHARACTERS_LEXICAL
        terms.append(set(analyse(sentence.text, sentence.row.language)) - stop if within else set())
    counts = Counter(term for some in terms for term in some)
    return [
        (
            sum(math.log(counts[term]) for term in sorted(some)) / max(1, len(some)),
            sum(counts[term] for term in some) / math.sqrt(max(1, len(some))),
        )
        for some in terms
    ]
