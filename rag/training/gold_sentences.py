"""Which sentences of a text are what a question set calls its answer."""

from collections.abc import Sequence

from index.text.lines import Span
from rag.evaluation.sets.question_sets import QuestionCase

__all__ = ["gold_sentences"]


def gold_sentences(sentences: Sequence[Span], case: QuestionCase, doc_id: str) -> list[int]:
    """Return the places of sentences that hold an answer, or are at least half of what one of several sentences is.

    Args:
        sentences: spans in the document's text.
        case: with gold spans.
        doc_id: the set's id of the document.
    """
    spans = [(span.start, span.end) for span in case.spans if span.doc_id == doc_id]
    return [
        place
        for place, (start, end) in enumerate(sentences)
        if any(min(last, end) - max(first, start) >= min(last - first, (end - start) / 2) for first, last in spans)
    ]
