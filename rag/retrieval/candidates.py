"""From a question to passages: two ranked lists, reciprocal rank fusion, MaxSim with a little of both their scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.encoding.encoder import FloatArray
from index.encoding.token_vectors import TokenVectors
from index.storage.records import ChunkRow
from index.store import Index
from rag.answers.place import PassageScores
from rag.retrieval.filters import EVERYTHING, Filters, searched_in
from rag.retrieval.question import Question

__all__ = ["Candidate", "fuse", "ready", "retrieve", "retriever_weights"]

RETRIEVED = 100
RESCORED = 50
"""How many candidates each retriever gives, and how many of them MaxSim looks at."""

ENCODED_AT_ONCE = 8
"""Candidates that have no vectors yet, of which so many are encoded for a question: half a second on two cores."""

RRF_CONSTANT = 60
"""From the paper that proposed it; see ``fuse``."""

LEXICAL_WEIGHT = 0.05
"""What the best BM25 of the candidates adds to a MaxSim of at most 1; the others add their share."""

FOREIGN_WEIGHT = 0.2
"""The same where the encoder does not know the question's language: it sees spelling rather than words there."""


DENSE_WEIGHT = 0.4
"""What a cosine of the whole passage adds, where the encoder knows the language."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A chunk with the scores that it was retrieved with.

    Attributes:
        row: the chunk.
        vectors: its token vectors.
        similarity: (chunk tokens, question tokens), cosines.
        best: (question tokens,), the largest cosine of each.
        score: MaxSim of the question as it is asked, with a little of BM25 and of the cosine: what candidates are
            ordered by.
        scores: of each retriever, and MaxSim.
        copies: chunks further down that say the same (``rag.retrieval.duplicates``).
    """

    row: ChunkRow
    vectors: TokenVectors
    similarity: FloatArray
    best: FloatArray
    score: float
    scores: PassageScores
    copies: tuple[ChunkRow, ...] = ()


def retrieve(index: Index, question: Question, filters: Filters = EVERYTHING) -> list[Candidate]:
    """Return candidates, best first, equal ones by chunk id: all that the answer can be made of."""
    documents, chunk_ids = searched_in(index, filters)
    if documents is not None and not documents:
        return []
    dense = dict(index.search.dense(question.vector, RETRIEVED, chunk_ids))
    lexical = dict(index.search.lexical(question.terms, RETRIEVED, documents))
    fused = fuse([list(dense), list(lexical)])[:RESCORED]
    stored = index.chunks.get(fused)
    rows = ready([stored[identity] for identity in fused if identity in stored])
    weights = retriever_weights(question.language, index.encoder.loaded().languages)
    added = _added([row.id for row in rows], dense, lexical, *weights)
    found = [
        _rescore(question, row, vectors, dense.get(row.id), lexical.get(row.id), added[row.id])
        for row, vectors in zip(rows, index.token_vectors(rows), strict=True)
    ]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.row.id))


def ready(rows: Sequence[ChunkRow]) -> list[ChunkRow]:
    """Return, in order, chunks that have their vectors, and the first of those that wait, few enough to encode now."""
    late = {row.id for row in [row for row in rows if not row.tokens][ENCODED_AT_ONCE:]}
    return [row for row in rows if row.id not in late]


def retriever_weights(language: str, known: Sequence[str]) -> tuple[float, float]:
    """Return what the best BM25, and a cosine of 1, add to MaxSim.

    Args:
        language: of the question.
        known: those that the encoder understands; empty when it does not say.
    """
    return (FOREIGN_WEIGHT, 0.0) if known and language not in known else (LEXICAL_WEIGHT, DENSE_WEIGHT)


def fuse(rankings: Sequence[Sequence[int]]) -> list[int]:
    """Return the ids of several rankings by reciprocal rank fusion, equal ones by id.

    An id scores the sum of 1 / (60 + rank), rank from 1 (Cormack, Clarke and Büttcher 2009, equation 1).
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, identity in enumerate(ranking, start=1):
            scores[identity] = scores.get(identity, 0.0) + 1 / (RRF_CONSTANT + rank)
    return sorted(scores, key=lambda identity: (-scores[identity], identity))


def _added(
    ids: Sequence[int], dense: Mapping[int, float], lexical: Mapping[int, float], lexical_weight: float, weight: float
) -> dict[int, float]:
    """Return what BM25 and cosine add to the MaxSim of each chunk; one that BM25 alone found is as far as any."""
    best = max((lexical[identity] for identity in ids if identity in lexical), default=0.0) or 1.0
    farthest = min((dense[identity] for identity in ids if identity in dense), default=0.0)
    return {
        identity: lexical_weight * lexical.get(identity, 0.0) / best + weight * dense.get(identity, farthest)
        for identity in ids
    }


def _rescore(
    question: Question,
    row: ChunkRow,
    vectors: TokenVectors,
    dense: float | None,
    lexical: float | None,
    added: float,
) -> Candidate:
    """Score one chunk by weighted MaxSim (Khattab and Zaharia 2020, equation 3, with a weight a token)."""
    rows = vectors.rows
    similarity = rows @ question.tokens.T
    best, asked = _largest(similarity, question), _largest(rows @ question.asked.T, question)
    scores = PassageScores(dense, lexical, float(best @ question.weights))
    return Candidate(row, vectors, similarity, best, float(asked @ question.weights) + added, scores)


def _largest(cosines: FloatArray, question: Question) -> FloatArray:
    """Return the largest cosine of each token of a question, (question tokens,), of (chunk tokens, question tokens)."""
    return cosines.max(axis=0) if len(cosines) else np.full(len(question.weights), -1, np.float32)
