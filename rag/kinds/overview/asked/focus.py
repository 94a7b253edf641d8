"""The sentences of one document that say what is asked about: by their own words, and by where they stand."""

import dataclasses
from collections.abc import Sequence, Set

import numpy as np
import numpy.typing as npt

from index.encoding.encoder import FloatArray
from index.search.analysis import analyse
from index.store import Index
from rag.evidence.sentences import find
from rag.investigation.found import Investigation
from rag.kinds.overview.asked.named import name_terms
from rag.kinds.overview.document_text import DocumentText
from rag.kinds.overview.turns import speakers
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["beyond_name", "focus"]

_OWN, _NEARBY, _PASSAGE, _REGION, _READER, _SPEAKER = 0.3, 0.3, 0.4, 0.6, 0.2, 0.6
"""What counts of a sentence, in standard deviations of the document's: its MaxSim, that of the sentences around it, the
score of its passage, those of the passages around that; then a unit of the reader's logit, and whether who says it is
asked about. Of five sentences 0.45 are right then, and without their surroundings 0.35 (kind_qmsum, the even half, 126
questions); 0.43, and 0.24 by their salience and their own score (summaries of natural_a, _b and _c that are not
reported on, 54 questions)."""

_AROUND = 4
"""Sentences on either side whose MaxSim counts, the less the farther they are."""

_REACH = 3_500
"""Characters after which a passage counts a third for another: what is asked about is spoken of in one place."""

_LEAST = -10.0
"""The reader's logit below which all sentences are alike."""


def focus(index: Index, investigation: Investigation, text: DocumentText, known: Set[str] = frozenset()) -> FloatArray:
    """Return how much each sentence of a document says of what is asked, (sentences,), in standard deviations.

    Args:
        index: within one snapshot.
        investigation: of the question, in that document alone.
        text: the document's sentences in reading order, all of them in passages of the investigation.
        known: terms of the question that tell which document is meant, beside those of its name.
    """
    question, candidates = investigation.found.question, investigation.found.candidates
    beyond = beyond_name(question, name_terms(text.sentences[0].row) | known)
    everything = find(beyond, candidates, passages=len(candidates))
    compared = {(each.row.id, each.start): each.maxsim for each in everything}
    places = [(sentence.row.id, sentence.start) for sentence in text.sentences]
    lowest = min(compared.values(), default=0.0)
    own = np.array([compared.get(place, lowest) for place in places])
    score = {candidate.row.id: candidate.score for candidate in candidates}
    region = _regions(candidates)
    asked = set(question.terms)
    spoken = [not asked.isdisjoint(analyse(name)) for name in speakers(index, text.sentences)]
    found: FloatArray = (
        _OWN * _standardised(own)
        + _NEARBY * _standardised(_around(own))
        + _PASSAGE * _standardised([score[row] for row, _ in places])
        + _REGION * _standardised([region[row] for row, _ in places])
        + _READER * _read(investigation, places)
        + _SPEAKER * np.array(spoken)
    ).astype(np.float32)
    return found


def beyond_name(question: Question, name: Set[str]) -> Question:
    """Return a question in which the words of a document's name weigh nothing: all of it is about that."""
    named = [token for word in question.words if not name.isdisjoint(word.terms) for token in word.tokens]
    weights = question.weights.copy()
    weights[named] = 0.0
    total = float(weights.sum())
    return dataclasses.replace(question, weights=weights / total) if total else question


def _read(investigation: Investigation, places: Sequence[tuple[int, int]]) -> npt.NDArray[np.float64]:
    """Return the reader's logit of each sentence; what was not read has that of the least of what was."""
    logits = {(e.row.id, e.start): e.relevance for e in investigation.evidence if e.relevance is not None}
    least = min(logits.values(), default=0.0)
    return np.array([max(logits.get(place, least), _LEAST) for place in places])


def _around(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the mean of the values before and behind each, weighed by how near they are."""
    total, weights = np.zeros(len(values)), np.zeros(len(values))
    for distance in range(1, min(_AROUND, len(values) - 1) + 1):
        total[distance:] += values[:-distance] / distance
        total[:-distance] += values[distance:] / distance
        weights[distance:] += 1 / distance
        weights[:-distance] += 1 / distance
    mean: npt.NDArray[np.float64] = total / np.maximum(weights, 1e-9)
    return mean


def _regions(candidates: Sequence[Candidate]) -> dict[int, float]:
    """Return how much all passages around each, itself included, have of the question."""
    starts = np.array([candidate.row.start for candidate in candidates], np.float64)
    scores = np.array([candidate.score for candidate in candidates])
    nearness = np.exp(-np.abs(starts[:, None] - starts[None, :]) / _REACH)
    sums = nearness @ (scores - scores.min())
    return {candidate.row.id: float(each) for candidate, each in zip(candidates, sums, strict=True)}


def _standardised(values: Sequence[float] | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    found = np.asarray(values, np.float64)
    scaled: npt.NDArray[np.float64] = (found - found.mean()) / (float(found.std()) or 1.0)
    return scaled
