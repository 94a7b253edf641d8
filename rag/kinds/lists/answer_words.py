"""The words of a passage that answer, wherever in it: each as a reader finds it, none without its likelihood."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.text.lines import Span
from rag.english.word_lists import ARTICLES, SHORT_PREPOSITIONS, any_of
from rag.reading.cross_encoder import LONGEST_ANSWER, Reader

__all__ = ["AnswerWords", "answer_words", "trimmed"]

_AROUND = " \t\n.:()[]\"'“”`"
_OPENS, _CLOSES = "()"
_LEADS = re.compile(
    rf"(?i:(?:{any_of(SHORT_PREPOSITIONS - {'of', 'with', 'for'})}|both|either|including|such as)\s+)+"
    rf"(?=(?:(?:{any_of(ARTICLES)})\s+)?[A-ZÀ-Þ\d])",
)
"""What stands before a name or a figure that says it alone: “in both Lisbon and Porto” has two names."""


@dataclass(frozen=True, slots=True, eq=False)
class AnswerWords:
    """What a reader makes of each word piece of a passage, beside a question.

    Attributes:
        places: (pieces, 2), code points of each in the passage, half-open.
        scores: (pieces, 2), logits that the words that answer begin and end with it.
    """

    places: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]

    def likeliest(self, part: Span, most: int = 1) -> list[tuple[float, Span]]:
        """Return the likeliest answers in a part of the passage with their scores, best first; none overlaps another.

        Args:
            part: in code points of the passage.
            most: how many, at most.
        """
        inside = (self.places[:, 0] >= part[0]) & (self.places[:, 1] <= part[1])
        where, values = self.places[inside], self.scores[inside]
        size = len(values)
        together = values[:, 0][:, None] + values[:, 1][None, :]
        allowed = np.triu(np.ones((size, size), bool)) & ~np.triu(np.ones((size, size), bool), LONGEST_ANSWER)
        together = np.where(allowed, together, -np.inf)
        found: list[tuple[float, Span]] = []
        while len(found) < most and np.isfinite(together).any():
            first, last = (int(place) for place in np.unravel_index(together.argmax(), together.shape))
            found.append((float(together[first, last]), (int(where[first, 0]), int(where[last, 1]))))
            together[: last + 1, first:] = -np.inf  # all that begins before its end and ends behind its beginning
        return found


def answer_words(reader: Reader, question: str, passage: str) -> AnswerWords:
    """Return what a reader makes of the words of a passage.

    Args:
        reader: that knows the question's language.
        question: as asked.
        passage: is read alone.
    """
    return AnswerWords(*reader.word_pieces(question, passage, (0, len(passage))))


def trimmed(text: str, span: Span) -> Span:
    """Return a span without the white space and marks around it, and without a bracket of which it has but one side."""
    first, last = _stripped(text, span)
    opened = text.rfind(_OPENS, first, last)
    if opened <= first or _CLOSES in text[opened:last]:
        return first, last
    closed = text.find(_CLOSES, last, span[1])
    return (first, closed + 1) if closed >= 0 else _stripped(text, (first, opened))


def _stripped(text: str, span: Span) -> Span:
    first, last = span
    while first < last and text[first] in _AROUND:
        first += 1
    while first < last and text[last - 1] in _AROUND:
        last -= 1
    lead = _LEADS.match(text, first, last)
    return (lead.end() if lead else first), last
