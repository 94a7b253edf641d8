"""How near passages and their sentences come to a question in meaning, in languages that the index's encoder misses."""

import dataclasses
from collections.abc import Sequence
from functools import lru_cache

from index.encoding.encoder import FloatArray
from index.encoding.encoders.sentence_vectors import sentence_vectors
from index.store import Index
from rag.retrieval.answer_projection import shipped_projection
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["LOOKED_AT", "Meaning", "by_meaning", "meaning_of"]

LOOKED_AT = 24
"""How many passages are looked at, those that words put first: 50 find as much (natural_g), and take twice as long."""

_KEPT = 1_000
"""Passages whose vectors are kept, 20 kB each."""

_SENTENCE_WEIGHT, _TITLE_WEIGHT = 0.45, 0.4
"""What the nearness of the best sentence, and the cosine of title and heading, add to the score by words: chosen on 585
questions in ten languages, and on 231 of XQuAD, whose questions share words with their answers and may not lose."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What a passage has to do with a question.

    Attributes:
        title: cosine of its title and heading.
        sentences: (n,) how near each sentence comes to answering, as ``AnswerProjection`` has it.
    """

    title: float
    sentences: FloatArray

    @property
    def nearness(self) -> float:
        """Of the whole passage: what it adds to its score by words."""
        return _SENTENCE_WEIGHT * float(self.sentences.max(initial=-1.0)) + _TITLE_WEIGHT * self.title


def by_meaning(index: Index, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates, the first of them in the order of what words and meaning say together.

    Args:
        index: within one snapshot.
        question: as read.
        candidates: best first by words.
    """
    first = [
        dataclasses.replace(each, score=each.score + meaning_of(index, question, each).nearness)
        for each in candidates[:LOOKED_AT]
    ]
    return [*sorted(first, key=lambda each: (-each.score, each.row.id)), *candidates[LOOKED_AT:]]


def meaning_of(index: Index, question: Question, candidate: Candidate) -> Meaning:
    """Return how near a passage comes to a question.

    Raises:
        EncoderError: the weights are missing, or are not the expected files.
    """
    row, text = candidate.row, index.chunks.text(candidate.row)
    sentences = [text[start - row.start : end - row.start] for start, end in row.sentences]
    [asked] = _vectors((question.text,))
    # Those of one passage are encoded together, always: then its vectors do not depend on what else was found.
    vectors = _vectors((f"{row.title} {row.heading}".strip() or "-", *sentences))
    return Meaning(float(vectors[0] @ asked), shipped_projection().nearness(asked, vectors[1:]))


@lru_cache(_KEPT)
def _vectors(texts: tuple[str, ...]) -> FloatArray:
    return sentence_vectors().encode(texts)
