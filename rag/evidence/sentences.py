"""The sentences that answer, found by MaxSim per sentence and put in order by reading them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.encoding.encoder import FloatArray
from index.storage.records import ChunkRow
from index.store import Index
from index.text.lines import LIST_ITEM
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["CONSIDERED", "Evidence", "choose", "find", "judged", "quotes", "read_order", "unscored", "widen"]

PASSAGE_WEIGHT = 1.0
"""How much a sentence's passage counts beside the sentence: at 1, evidence@3 is 0.905, at 0.5 0.893, at 2 0.905."""

PASSAGES = 12
"""Sentences of more passages than these were never the best on the development sets."""

MAX_SENTENCES = 3
CONSIDERED = 5
"""How many sentences an answer is chosen from."""

_SAME_RELEVANCE = 0.7
_NEAR_RELEVANCE = 1.5
"""How far behind the best logit a further sentence may be: the first in any case, the second if it covers more."""

_NEIGHBOUR_RELEVANCE = 2.5
"""How far behind the best a sentence may be that stands next to one that was taken: an answer often goes on there."""

_SCORE_WEIGHT = 15.0
"""How much the score of MaxSim counts beside the logit in the order of sentences: without it evidence@1 and @3 are 0.44
and 0.65 (natural_*, 175 questions that fit the confidence model), 0.78 and 0.93 (SQuAD, 73), with it 0.45, 0.66, 0.80
and 0.97."""

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
        score: what evidence is ordered by before it is read.
        relevance: the reader's logit that it answers; None when it was not read.
        header: first code point and one past the last of the head of the table that it is a row of.
        antecedent: first code point of the sentences before it that a pronoun in it refers to.
        is_item: whether it is an item of a list or a field, so that the one below it is about something else.
    """

    row: ChunkRow
    start: int
    end: int
    best: FloatArray
    maxsim: float
    score: float
    relevance: float | None = None
    header: tuple[int, int] | None = None
    antecedent: int | None = None
    is_item: bool = False

    @property
    def quoted_from(self) -> int:
        """The first code point of what an answer quotes."""
        return self.start if self.antecedent is None else self.antecedent


def unscored(
    row: ChunkRow, start: int, end: int, question: Question | None = None, header: tuple[int, int] | None = None
) -> Evidence:
    """Return words of a chunk as evidence that was looked up, and compared with nothing.

    Args:
        row: the chunk.
        start: first code point, in the document's text.
        end: one past the last code point.
        question: that other evidence beside it was compared with, if any was: its ``best`` is as long as theirs then.
        header: of the table that it is a row of.
    """
    best = np.zeros(0 if question is None else len(question.weights), np.float32)
    return Evidence(row, start, end, best, maxsim=0.0, score=0.0, header=header)


def find(question: Question, candidates: Sequence[Candidate], passages: int = PASSAGES) -> list[Evidence]:
    """Return the sentences of the best passages, best first; of equal texts at equal scores, the earliest chunk's."""
    found = [evidence for candidate in candidates[:passages] for evidence in _sentences(question, candidate)]
    return sorted(found, key=lambda evidence: (-evidence.score, evidence.row.id, evidence.start))


def judged(evidence: Sequence[Evidence], relevance: Mapping[tuple[int, int], float]) -> list[Evidence]:
    """Return the evidence with what was read in front, in the order in which it answers; equal ones stay as they were.

    Args:
        evidence: best first.
        relevance: of what was read, the reader's logit that it answers, by its chunk's id and where it starts.
    """
    read = [
        replace(piece, relevance=relevance[piece.row.id, piece.start])
        for piece in evidence
        if (piece.row.id, piece.start) in relevance
    ]
    rest = [piece for piece in evidence if (piece.row.id, piece.start) not in relevance]
    return [*sorted(read, key=lambda piece: -read_order(piece)), *rest]


def choose(question: Question, evidence: Sequence[Evidence], wanted: Sequence[Evidence] = ()) -> list[Evidence]:
    """Return one to three sentences that together cover the question, in reading order.

    The best comes first. Another of the first five is taken when it is about as relevant, when it is less so but covers
    what is not covered yet, or when it stands next to one that was taken and is not far behind.

    Args:
        question: as read.
        evidence: best first.
        wanted: sentences that are taken before any but the best.
    """
    if not evidence:
        return []
    chosen = [evidence[0], *wanted][:MAX_SENTENCES]
    covered = np.max([piece.best for piece in chosen], axis=0)
    for piece in evidence[1:CONSIDERED]:
        if any(_is_within(piece, other) for other in chosen):
            continue
        gain = float((np.maximum(covered, piece.best) - covered) @ question.weights)
        follows = _goes_on(piece, chosen[0]) and any(_adjacent(piece, other) for other in chosen)
        if len(chosen) < MAX_SENTENCES and (follows or _near(piece, chosen[0], gain)):
            chosen.append(piece)
            covered = np.maximum(covered, piece.best)
    chosen = [piece for piece in chosen if not any(_is_part(piece, other) for other in chosen)]
    order = {e.row.document_id: place for place, e in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda e: (order[e.row.document_id], e.start))


def _is_within(piece: Evidence, other: Evidence) -> bool:
    """Tell whether a piece is quoted already: an item of a list that stands behind what announces it."""
    is_beside = piece.row.document_id == other.row.document_id  # chunks overlap
    return is_beside and other.start <= piece.start and piece.end <= other.end


def _is_part(piece: Evidence, other: Evidence) -> bool:
    """Tell whether a piece is quoted already, with more around it."""
    return _is_within(piece, other) and (piece.start, piece.end) != (other.start, other.end)


def widen(piece: Evidence, chunk_text: str) -> Evidence:
    """Return a sentence that announces a list together with the list, as far as that lies in the same chunk."""
    start = piece.row.start
    if not chunk_text[piece.start - start : piece.end - start].endswith(":"):
        return piece
    end = piece.end
    for first, last in piece.row.sentences:
        if first >= end and LIST_ITEM.match(chunk_text, first - start):
            end = last
        elif first >= end:
            break
    return replace(piece, end=end)


def read_order(piece: Evidence) -> float:
    """Return what sentences that were read are ordered by."""
    return (piece.relevance or 0.0) + _SCORE_WEIGHT * piece.score


def _near(piece: Evidence, best: Evidence, gain: float) -> bool:
    """Tell whether a sentence answers about as well as the best, or less well but covers what that leaves out."""
    if piece.relevance is None or best.relevance is None:
        return best.relevance is None and piece.maxsim >= best.maxsim - _NEAR and gain >= _GAIN
    behind = best.relevance - piece.relevance
    same_document = piece.row.document_id == best.row.document_id
    return behind <= _SAME_RELEVANCE or (same_document and behind <= _NEAR_RELEVANCE and gain >= _GAIN)


def _goes_on(piece: Evidence, best: Evidence) -> bool:
    """Tell whether a sentence may belong to the answer that stands beside it."""
    if piece.relevance is None or best.relevance is None:
        return True
    return best.relevance - piece.relevance <= _NEIGHBOUR_RELEVANCE


def _adjacent(piece: Evidence, other: Evidence) -> bool:
    """Tell whether two sentences of one chunk follow each other."""
    if piece.row.id != other.row.id or piece.header or other.header or (piece.is_item and other.is_item):
        return False  # the next row of a table, and the next item of a list, are about something else
    spans = piece.row.sentences
    return abs(_place(spans, piece.start) - _place(spans, other.start)) == 1


def _place(spans: Sequence[tuple[int, int]], start: int) -> int:
    return next(place for place, (first, _) in enumerate(spans) if first == start)


def _sentences(question: Question, candidate: Candidate) -> list[Evidence]:
    row = candidate.row
    # Tokens are in the order of the text.
    positions = candidate.vectors.spans[:, 0].astype(np.int64) + row.start
    ends = np.searchsorted(positions, np.array(row.sentences, np.int64).reshape(-1, 2)).tolist()
    found = []
    for (start, end), (first, last) in zip(row.sentences, ends, strict=True):
        if first < last:
            best = np.maximum.reduce(candidate.similarity[first:last])
            maxsim = float(best @ question.weights)
            score = (maxsim + PASSAGE_WEIGHT * candidate.score) / (1 + PASSAGE_WEIGHT)
            found.append(Evidence(row, start, end, best, maxsim, score))
    return found


def quotes(index: Index, evidence: Sequence[Evidence]) -> list[str]:
    """Return the words of each piece of evidence, as they stand in its document."""
    return [index.chunks.text(e.row)[e.start - e.row.start : e.end - e.row.start] for e in evidence]
