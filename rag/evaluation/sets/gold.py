"""Whether some words are those that answer a question."""

from collections.abc import Sequence

from rag.evaluation.sets.question_case import GoldSpan, QuestionCase

__all__ = ["contains", "is_gold", "plain"]


def is_gold(case: QuestionCase, doc_id: str, start: int, end: int, text: str) -> bool:
    """Tell whether a stretch of a document of the set holds a gold span, or an answer string where documents are gold.

    Args:
        case: the question.
        doc_id: the set's id of the document.
        start: first code point, in its text.
        end: one past the last.
        text: the words there.
    """
    if contains(case.spans, doc_id, start, end):
        return True
    words = plain(text)
    return doc_id in case.doc_ids and any(plain(answer) in words for answer in case.strings if answer.strip())


def contains(spans: Sequence[GoldSpan], doc_id: str, start: int, end: int) -> bool:
    """Tell whether one of the gold spans lies in a stretch of a document."""
    return any(span.doc_id == doc_id and start <= span.start and span.end <= end for span in spans)


def plain(text: str) -> str:
    """Return words as they are compared: in one case, with one kind of apostrophe and single spaces."""
    return " ".join(text.casefold().replace("’", "'").split())
