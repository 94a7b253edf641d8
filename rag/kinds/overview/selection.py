"""Which sentences are taken: those that carry much, no two alike, spread over the sections."""

import numpy as np

from index.encoding.encoder import FloatArray, unit_rows
from index.search.analysis import analyse
from rag.kinds.overview.document_text import DocumentText

__all__ = ["ALIKE", "LONGEST", "SHORTEST", "SPREAD", "chosen", "new_places", "wanted_of"]

ALIKE = 1.5
"""What a sentence loses that is just like one that was taken, in standard deviations of the salience."""

SPREAD = 0.5
"""What it loses for each sentence that was taken from its section."""

_COPY = 0.8
"""The cosine, less the mean, from which two sentences say the same, which an answer says once: of sentences of one
article of news, one pair in a thousand is as near."""

_OLD = 0.75
"""The share of the words of two sentences that both have, from which the newer says nothing new."""

SHORTEST, LONGEST = 3, 7
"""Sentences of an overview where nobody says how many are wanted; of a section that is named, all as far as this."""
_SENTENCES_EACH = 4
"""Of a text, a sentence for so many, from the least to the most."""


def wanted_of(sentences: int) -> int:
    """Return how many sentences stand for a text of so many where nobody says how many are wanted."""
    return min(LONGEST, max(SHORTEST, round(sentences / _SENTENCES_EACH)))


def chosen(
    text: DocumentText, salience: FloatArray, wanted: int, *, alike: float = ALIKE, spread: float = SPREAD
) -> list[int]:
    """Return the places of the sentences to take, in reading order; what is no prose only where there is no prose.

    Greedily the one of the largest margin: its salience, less what is said already (maximal marginal relevance,
    Carbonell and Goldstein 1998). Vectors are compared less their mean, which all sentences of a text share.

    Args:
        text: whose sentences.
        salience: of each, in standard deviations.
        wanted: how many, at least 1.
        alike: what one loses that is just like one that was taken.
        spread: what it loses for each that was taken from its section.
    """
    if not text.sentences:
        return []
    prose = np.array([sentence.is_prose for sentence in text.sentences])
    is_left = prose if prose.any() else np.ones(len(prose), bool)
    centred = unit_rows(text.vectors - text.vectors.mean(axis=0))
    headings = np.array([sentence.row.heading for sentence in text.sentences])
    margins = salience.astype(np.float64)
    likest = np.zeros(len(prose))
    taken: list[int] = []
    while is_left.any() and len(taken) < wanted:
        best = int(np.argmax(np.where(is_left, margins - alike * likest, -np.inf)))
        taken.append(best)
        cosines = centred @ centred[best]
        likest = np.maximum(likest, cosines)
        margins = margins - spread * (headings == headings[best])
        is_left = is_left & (cosines < _COPY)
        is_left[best] = False
    return sorted(taken)


def new_places(newer: DocumentText, older: DocumentText) -> list[int]:
    """Return the places of sentences of prose that an older version does not have, in whatever order.

    A sentence is old when one of the older version has nearly all of its words, and all of its figures.
    """
    known = [set(analyse(sentence.text)) for sentence in older.sentences]
    found = []
    for place, sentence in enumerate(newer.sentences):
        terms = set(analyse(sentence.text))
        figures = {term for term in terms if any(map(str.isdigit, term))}
        is_old = any(figures <= each and len(terms & each) >= _OLD * len(terms | each) for each in known)
        if sentence.is_prose and not is_old:
            found.append(place)
    return found
