"""The order of sentences where no reader knows their language: words and meaning together."""

import dataclasses
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from rag.evidence.sentences import PASSAGES, Evidence, quotes
from rag.retrieval.candidates import Candidate
from rag.retrieval.meaning import meaning_of
from rag.retrieval.question import Question, covered_idf

__all__ = ["ordered_by_meaning"]

_PASSAGE_WEIGHT = 0.6
_COVERED_WEIGHT = 0.15
"""Beside a sentence's nearness and its MaxSim: the passage's score, and the share of the question's words by idf that
stand in the sentence."""


def ordered_by_meaning(
    index: Index, question: Question, evidence: Sequence[Evidence], candidates: Sequence[Candidate]
) -> list[Evidence]:
    """Return evidence in the order of what words and meaning say together, best first.

    Args:
        index: within one snapshot.
        question: as read.
        evidence: of the first candidates.
        candidates: ordered by ``rag.retrieval.meaning.by_meaning``.
    """
    total = sum(word.idf for word in question.words) or 1.0
    near: dict[tuple[int, int], float] = {}
    for candidate in candidates[:PASSAGES]:
        meaning = meaning_of(index, question, candidate)
        for (start, _), nearness in zip(candidate.row.sentences, meaning.sentences, strict=True):
            near[candidate.row.id, start] = float(nearness) + _PASSAGE_WEIGHT * candidate.score

    def scored(piece: Evidence) -> Evidence:
        [words] = quotes(index, [piece])
        covered = covered_idf(question.words, set(analyse(words, piece.row.language))) / total
        score = near[piece.row.id, piece.start] + piece.maxsim + _COVERED_WEIGHT * covered
        return dataclasses.replace(piece, score=score)

    return sorted(map(scored, evidence), key=lambda piece: (-piece.score, piece.row.id, piece.start))
