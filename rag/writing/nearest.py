"""What is shown where the documents do not clearly answer: the sentences that come nearest, and what meets in them."""

import re
from collections.abc import Iterator, Sequence

from index.store import Index
from rag.answers.answer import NearestSentence
from rag.answers.place import Stretch
from rag.evidence.doubts.injection import gives_orders
from rag.evidence.sentences import Evidence
from rag.evidence.support import Support, overlaps, supports
from rag.retrieval.alignment import met_words
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question
from rag.writing.extractive import sentences

__all__ = ["MOST_NEAREST", "nearest"]

MOST_NEAREST = 3
"""Sentences that are shown."""

_LOOKED_AT = 12
"""Pieces of evidence that they are taken from."""

_CELL_EDGE, _LIST_MARK = "|", "•"
_RUN = re.compile(r"\S+")


def nearest(
    index: Index, question: Question, evidence: Sequence[Evidence], candidates: Sequence[Candidate]
) -> tuple[NearestSentence, ...]:
    """Return the sentences that come nearest to a question, nearest first; those of a text that gives orders come last.

    Args:
        index: within one snapshot.
        question: that the documents do not clearly answer.
        evidence: best first.
        candidates: the passages that it was found in.
    """
    by_chunk = {candidate.row.id: candidate for candidate in candidates}
    chosen = _apart(sorted(evidence[:_LOOKED_AT], key=lambda piece: gives_orders(index, piece.row)))
    found = supports(index, chosen, candidates)
    return tuple(
        NearestSentence(
            sentence.text,
            _marks(index, question, by_chunk.get(support.words.row.id), support, sentence.text),
            sentence.citations,
        )
        for support, sentence in zip(found, sentences(found), strict=True)
    )


def _apart(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the first pieces of evidence of which none overlaps one before it."""
    chosen: list[Evidence] = []
    for piece in evidence:
        if len(chosen) < MOST_NEAREST and not any(overlaps(piece, piece.start, other) for other in chosen):
            chosen.append(piece)
    return chosen


def _marks(
    index: Index, question: Question, candidate: Candidate | None, support: Support, text: str
) -> tuple[Stretch, ...]:
    """Return where the words that the question meets stand in a sentence that is made of a support.

    A title or a heading is no candidate: it has no vectors that could meet any.
    """
    if candidate is None:
        return ()
    words = support.words
    met = met_words(question, candidate, index.chunks.text(words.row), (words.start, words.end))
    runs = list(_placed(words.quote, text))
    return tuple(
        Stretch(start - words.start + place - first, end - words.start + place - first)
        for start, end in met
        for first, last, place in runs
        if first <= start - words.start and end - words.start <= last
    )


def _placed(quote: str, text: str) -> Iterator[tuple[int, int, int]]:
    """Yield where each run of a quote without white space begins and ends, and where it begins in the quote's text.

    Args:
        quote: as it stands in the document.
        text: the same on one line, without the mark of a list's item; cells of a table's row behind their names.
    """
    runs = [run for run in _RUN.finditer(quote) if run[0] != _CELL_EDGE]
    place = 0
    for run in runs[1:] if runs and runs[0][0] == _LIST_MARK else runs:
        place = text.find(run[0], place)
        if place < 0:
            return
        yield run.start(), run.end(), place
        place += len(run[0])
