"""An answer made of the evidence itself: each sentence is the words that it cites."""

from collections.abc import Sequence

from rag.answers import AnswerSentence, Citation
from rag.evidence import Evidence

__all__ = ["sentences"]


def sentences(evidence: Sequence[Evidence], quotes: Sequence[str]) -> tuple[AnswerSentence, ...]:
    """Return the sentences of an answer, one a piece of evidence, in the given order.

    White space inside a quote becomes single spaces in the sentence; the citation keeps the words as they stand.

    Args:
        evidence: chosen, in reading order.
        quotes: ``document.text[start:end]`` of each.
    """
    found: list[AnswerSentence] = []
    position = 0
    for piece, quote in zip(evidence, quotes, strict=True):
        text = " ".join(quote.split()).removeprefix("• ")
        citation = Citation(
            document_id=piece.row.document_id,
            version=piece.row.version,
            title=piece.row.title,
            source=piece.row.source,
            start=piece.start,
            end=piece.end,
            quote=quote,
            published_at=piece.row.published_at,
        )
        found.append(AnswerSentence(text, position, position + len(text), 1.0, (citation,)))
        position += len(text) + 1
    return tuple(found)
