"""How much of a text each of its sentences carries."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.encoding.encoder import FloatArray, unit_rows
from index.search.lexical import analyse
from rag.english.word_lists import FUNCTION_WORDS
from rag.evidence.context import refers_back
from rag.kinds.overview.document_text import DocumentText

__all__ = ["FEATURES", "WEIGHTS", "features", "salience"]

FEATURES = (
    "first",
    "early",
    "opens_chunk",
    "central",
    "frequent",
    "title",
    "length",
    "figures",
    "refers_back",
    "quoted",
)
"""In the order of ``WEIGHTS``; each is explained in ``features``."""

WEIGHTS = np.array([0.6, 0.5, 0.1, 0.5, 0.4, 0.2, 0.4, 0.3, -0.3, -0.2], np.float32)
"""Of the features, standardised within a text."""

_NOT_PROSE = 6.0
"""Taken from what is no prose, more than any sentence can have: it is taken only where nothing else is left."""

_OPENING_QUOTES = '"“„«‘「'
_FIGURE = re.compile(r"\d+")
_CHARACTERS_LEXICAL = 200_000
"""Words are counted so far into a text: of a book, the first chapters say which words are frequent."""


def salience(text: DocumentText) -> FloatArray:
    """Return how much of a text each sentence carries, (sentences,), in standard deviations of the text's own."""
    if not text.sentences:
        return np.zeros(0, np.float32)
    prose = np.array([sentence.is_prose for sentence in text.sentences])
    values = features(text)
    of_prose = values[prose] if prose.any() else values
    deviations = of_prose.std(axis=0)
    standard = (values - of_prose.mean(axis=0)) / np.where(deviations > 0, deviations, 1)
    found: FloatArray = (np.clip(standard, -3, 3) @ WEIGHTS - _NOT_PROSE * ~prose).astype(np.float32)
    return found


def features(text: DocumentText) -> FloatArray:
    """Return the features of each sentence, (sentences, ``FEATURES``).

    Whether it is the first one of prose; how early it stands, 1 to 0, falling fast; whether it opens its chunk; the
    cosine with the mean of the text; how frequent its words are in the text; the share of the title's words that it
    has; the logarithm of its length in words, up to 30; the logarithm of how many figures it has; whether it begins
    with a word for something named before; whether it is quoted speech.
    """
    prose = [place for place, sentence in enumerate(text.sentences) if sentence.is_prose] or [0]
    middle = unit_rows(text.vectors[prose].mean(axis=0))
    frequent, title = _lexical(text)
    order = {place: rank for rank, place in enumerate(prose)}
    rows = []
    for place, sentence in enumerate(text.sentences):
        rank = order.get(place, len(prose))
        rows.append(
            [
                float(rank == 0),
                math.exp(-rank / 5),
                float(sentence.start == sentence.row.start),
                float(text.vectors[place] @ middle),
                frequent[place],
                title[place],
                math.log(min(sentence.words, 30)),
                math.log1p(len(_FIGURE.findall(sentence.text))),
                float(refers_back(sentence.text)),
                float(sentence.text[:1] in _OPENING_QUOTES),
            ]
        )
    return np.array(rows, np.float32)


def _lexical(text: DocumentText) -> tuple[list[float], list[float]]:
    """Return of each sentence the mean logarithm of how often its words come in the text, and its share of the title's.

    SumBasic (Nenkova and Vanderwende 2005) has the mean probability; the logarithm keeps one word from deciding.
    """
    stop = set(analyse(" ".join(sorted(FUNCTION_WORDS))))
    terms: list[set[str]] = []
    seen = 0
    for sentence in text.sentences:
        seen += len(sentence.text)
        within = seen <= _CHARACTERS_LEXICAL
        terms.append(set(analyse(sentence.text, sentence.row.language)) - stop if within else set())
    counts = Counter(term for some in terms for term in some)
    titles = set(analyse(text.sentences[0].row.title)) - stop
    frequent = [_mean([math.log(counts[term]) for term in sorted(some)]) for some in terms]
    return frequent, [len(some & titles) / max(1, len(titles)) for some in terms]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
