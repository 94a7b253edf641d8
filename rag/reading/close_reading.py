"""The first passages are read beside the question: which answers, and with which of its sentences."""

import dataclasses
from collections.abc import Sequence

from index.storage.records import ChunkRow
from index.store import Index
from index.text.headings import heading_path, telling_headings
from rag.evidence.leads import lead_row, lead_spans
from rag.reading.cross_encoder import PassageScore, loaded_reader
from rag.reading.passage_text import PassageText, passage_text
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["CloseReading", "ReadCandidate", "chunk_text", "relevance_of", "reordered"]

_QUESTION_PENALTY = 12.0
"""Taken from a question's logit: it may repeat what was asked to the letter, and answers nothing."""


MOST_READ = 6
"""How many passages are read, unless one of the first answers."""

_PASSAGE_SHARE = 0.5
"""How much a passage's logit counts beside its sentence's in the order of sentences."""

_SCORE_SHARE = 5.0
"""How much the score of the retrieval counts beside the logit in the order of passages."""

_AT_ONCE = 2
_SURE = 0.5
"""When one has this logit, no further ones are read."""


@dataclasses.dataclass(frozen=True, slots=True)
class ReadCandidate:
    """A passage that was read.

    Attributes:
        candidate: the passage.
        text: as it was read.
        score: what the reader makes of it.
    """

    candidate: Candidate
    text: PassageText
    score: PassageScore


class CloseReading:
    """Reads the first passages for a question; safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        """Read what an index holds."""
        self._index = index

    def read(self, question: Question, candidates: Sequence[Candidate], *, at_least: int = 0) -> list[ReadCandidate]:
        """Return the first passages as they were read, in their order.

        Two are read at a time, until one answers surely or enough were read.

        Args:
            question: as read.
            candidates: best first.
            at_least: how many are read though one answers, or none does: others may say something else.

        Raises:
            EncoderError: the reader's weights are missing, or are not the expected file.
        """
        reader = loaded_reader()
        found: list[ReadCandidate] = []
        for first in range(0, max(MOST_READ, at_least), _AT_ONCE):
            some = candidates[first : first + _AT_ONCE]
            texts = [chunk_text(self._index, candidate.row, question.text) for candidate in some]
            scores = reader.read(question.text, texts)
            found += [
                ReadCandidate(*each) for each in zip(some, texts, map(_without_questions, texts, scores), strict=True)
            ]
            is_sure = max((each.score.answers for each in found), default=0.0) >= _SURE
            if len(some) < _AT_ONCE or (is_sure and len(found) >= at_least):
                break
        return found


def relevance_of(index: Index, asked: str, read: Sequence[ReadCandidate]) -> dict[tuple[int, int], float]:
    """Return how likely each sentence that was read answers, as a logit, by its chunk's id and where it starts.

    Titles and headings are among them, under the ids of ``rag.evidence.leads.lead_row``.

    Args:
        index: within one snapshot.
        asked: the question beside which they were read.
        read: what was.
    """
    found: dict[tuple[int, int], float] = {}
    for each in read:
        row, share = each.candidate.row, _PASSAGE_SHARE * each.score.answers
        logits = iter(each.score.units)
        of_leads = [next(logits) if lead else None for lead in _leads(row, asked)]
        spans = lead_spans(index, row)
        for place, span in enumerate((spans.title, spans.heading)):
            logit = of_leads[place]
            if span and logit is not None:
                found[lead_row(row, span, place).id, span[0]] = logit + share
        for (start, _), logit in zip(row.sentences, logits, strict=True):
            found[row.id, start] = logit + share
    return found


def reordered(candidates: Sequence[Candidate], read: Sequence[ReadCandidate]) -> list[Candidate]:
    """Return passages with those that were read in front, in the order in which they answer."""
    first = sorted(read, key=lambda each: -(each.score.answers + _SCORE_SHARE * each.candidate.score))
    ids = {each.candidate.row.id for each in read}
    return [*(each.candidate for each in first), *(each for each in candidates if each.row.id not in ids)]


def chunk_text(index: Index, row: ChunkRow, asked: str = "") -> PassageText:
    """Return a chunk as it is read: behind its title, its heading and the head of the table that it goes on with.

    Args:
        index: within one snapshot.
        row: the chunk.
        asked: the question beside which it is read: a heading that only counts is read where it is named.
    """
    sentences = [(first - row.start, last - row.start) for first, last in row.sentences]
    return passage_text(_leads(row, asked), index.chunks.text(row), sentences)


def _leads(row: ChunkRow, asked: str) -> tuple[str, str, str]:
    """Return what a chunk is read behind: title, headings, the head of its table; empty where it has none.

    The title is not repeated in front of the headings below it.
    """
    title = "" if row.title == row.source else row.title
    # Without those that only count, first: what is left is read as a chunk right below the title is.
    heading = telling_headings(row.heading, asked).removeprefix(heading_path([row.title, ""]))
    return title.strip(), heading.strip(), row.head_text.strip()


def _without_questions(text: PassageText, score: PassageScore) -> PassageScore:
    """Return a passage's score in which a sentence that only asks answers nothing."""
    units = [
        logit - _QUESTION_PENALTY * text.text[slice(*span)].rstrip().endswith("?")
        for span, logit in zip(text.units, score.units, strict=True)
    ]
    return dataclasses.replace(score, units=tuple(units))
