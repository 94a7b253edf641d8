"""Evidence is read beside the question: what answers comes first."""

import dataclasses
import threading
from collections.abc import Sequence
from functools import cache

from index.store import Index
from rag.evidence.context import cells_with_names, head_text
from rag.evidence.leads import heading_line
from rag.evidence.sentences import Evidence, rerank, widen
from rag.reading.cross_encoder import SEPARATOR, Reader, ReaderInput, SentenceScore
from rag.retrieval.question import Question

__all__ = ["CloseReading", "reader_input"]

_QUESTION_PENALTY = 12.0
"""Taken from a question's logit: it may repeat what was asked to the letter, and answers nothing."""


class CloseReading:
    """Puts the first sentences of the evidence in the order in which they answer; safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        """Read what an index holds; the reader is loaded when something is read."""
        self._index = index

    @property
    def reader(self) -> Reader:
        """The reader, loaded when it is first wanted, and once a process.

        Raises:
            EncoderError: its weights are missing, or are not the expected file.
        """
        with _loading:
            return _reader()

    def read(self, question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Return evidence that was best first as it comes now; raises as ``reader`` does.

        Args:
            question: as read.
            evidence: with its context.
        """
        reader = self.reader

        def read(some: Sequence[Evidence]) -> list[Evidence]:
            inputs = [reader_input(self._index, piece) for piece in some]
            readings = reader.read(question.text, inputs)
            return [_with(piece, given, what) for piece, given, what in zip(some, inputs, readings, strict=True)]

        return [self._widened(piece) for piece in rerank(evidence, read)]

    def _widened(self, piece: Evidence) -> Evidence:
        return piece if piece.relevance is None else widen(piece, self._index.chunks.text(piece.row))


_loading = threading.Lock()


@cache
def _reader() -> Reader:
    return Reader()


def reader_input(index: Index, piece: Evidence) -> ReaderInput:
    """Return evidence as it is read: behind its title, the cells of a table's row with their names."""
    text, base = index.chunks.text(piece.row), piece.row.start
    before, sentence = f"{piece.row.title}. ", text[piece.start - base : piece.end - base]
    if heading := heading_line(piece.row, piece.start, text):
        before += f"{heading}. "
    if piece.header:
        return ReaderInput(before, cells_with_names(head_text(piece.row, piece.header, text), sentence))
    if piece.antecedent is not None:
        before += text[piece.antecedent - base : piece.start - base].rstrip() + SEPARATOR
    return ReaderInput(before, sentence)


def _with(piece: Evidence, given: ReaderInput, reading: SentenceScore) -> Evidence:
    """Return evidence with what the reader makes of it."""
    asks = given.sentence.rstrip().endswith("?")
    relevance = reading.relevance - _QUESTION_PENALTY * asks
    return dataclasses.replace(piece, relevance=relevance, certainty=reading.certainty)
