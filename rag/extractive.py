"""An answer made of the evidence itself: each sentence is the words that it cites."""

from collections.abc import Sequence

from rag.answers import AnswerSentence, Citation, Conflict
from rag.conflicts import Disagreement
from rag.evidence import Evidence

__all__ = ["citation_of", "conflict_of", "sentences"]


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
        citation = citation_of(piece, quote)
        found.append(AnswerSentence(text, position, position + len(text), 1.0, (citation,)))
        position += len(text) + 1
    return tuple(found)


def conflict_of(disagreement: Disagreement, quotes: Sequence[str]) -> Conflict:
    """Return a disagreement as an answer shows it, the earlier published side first.

    Args:
        disagreement: as found.
        quotes: words of both sides, in their order.
    """
    cited = [citation_of(side, quote) for side, quote in zip(disagreement.sides, quotes, strict=True)]
    both = list(zip(cited, disagreement.values, strict=True))
    if all(citation.published_at for citation in cited):
        both.sort(key=lambda pair: pair[0].published_at or "")
    return Conflict(tuple(citation for citation, _ in both), tuple(value for _, value in both))


def citation_of(piece: Evidence, quote: str) -> Citation:
    """Return the citation of a piece of evidence.

    Args:
        piece: of a document's text.
        quote: ``document.text[piece.start:piece.end]``.
    """
    return Citation(
        document_id=piece.row.document_id,
        version=piece.row.version,
        title=piece.row.title,
        source=piece.row.source,
        start=piece.start,
        end=piece.end,
        quote=quote,
        published_at=piece.row.published_at,
    )
