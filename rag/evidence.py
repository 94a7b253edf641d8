"""The sentences that answer, found by MaxSim per sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.database import ChunkRow
from index.encoders import FloatArray
from rag.questions import Question
from rag.retrieve import Candidate

__all__ = ["Evidence", "choose", "find"]

PASSAGE_WEIGHT = 1.0
"""How much a sentence's passage counts beside the sentence: at 1, evidence@3 is 0.905, at 0.5 0.893, at 2 0.905."""

PASSAGES = 12
"""Sentences of more passages than these were never the best on the development sets."""

MAX_SENTENCES = 3
_GAIN = 0.04
"""A further sentence must raise the question's weighted coverage by so much."""

_NEAR = 0.12
"""A further sentence must score within so much of the best one."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A sentence of a passage that may answer the question.

    Attributes:
        row: the chunk that it lies in.
        start: first code point, in the document's text.
        end: one past the last code point.
        best: (question tokens,), the largest cosine of each with a token of the sentence.
        maxsim: weighted mean of ``best``.
        score: what evidence is ordered by.
    """

    row: ChunkRow
    start: int
    end: int
    best: FloatArray
    maxsim: float
    score: float


def find(question: Question, candidates: Sequence[Candidate]) -> list[Evidence]:
    """Return the sentences of the best passages, best first; of equal texts at equal scores, the earliest chunk's."""
    found = [evidence for candidate in candidates[:PASSAGES] for evidence in _sentences(question, candidate)]
    return sorted(found, key=lambda evidence: (-evidence.score, evidence.row.id, evidence.start))


def choose(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return one to three sentences that together cover the question, in reading order.

    The best comes first; another is taken while it scores near the best and covers what is not covered yet.
    """
    if not evidence:
        return []
    chosen = [evidence[0]]
    covered = evidence[0].best
    while len(chosen) < MAX_SENTENCES:
        near = [e for e in evidence if e not in chosen and e.maxsim >= chosen[0].maxsim - _NEAR]
        gains = [float((np.maximum(covered, e.best) - covered) @ question.weights) for e in near]
        if not gains or max(gains) < _GAIN:
            break
        taken = near[int(np.argmax(gains))]
        chosen.append(taken)
        covered = np.maximum(covered, taken.best)
    order = {e.row.document_id: place for place, e in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda e: (order[e.row.document_id], e.start))


def _sentences(question: Question, candidate: Candidate) -> list[Evidence]:
    row = candidate.row
    positions = candidate.vectors.spans[:, 0].astype(np.int64) + row.start
    found = []
    for start, end in row.sentences:
        inside = (positions >= start) & (positions < end)
        if inside.any():
            best = candidate.similarity[inside].max(axis=0)
            maxsim = float(best @ question.weights)
            score = (maxsim + PASSAGE_WEIGHT * candidate.score) / (1 + PASSAGE_WEIGHT)
            found.append(Evidence(row, start, end, best, maxsim, score))
    return found
