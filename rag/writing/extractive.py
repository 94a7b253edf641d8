"""An answer made of the evidence itself: each sentence is the words that it cites."""

from collections.abc import Sequence

from rag.answers.answer import AnswerSentence, Conflict
from rag.answers.place import Citation
from rag.evidence.doubts.conflicts import EvidenceConflict
from rag.evidence.support import Span, Support
from rag.evidence.tables.heads import cells_with_names

__all__ = ["citation_of", "citations_of", "conflict_of", "sentences"]


def sentences(supports: Sequence[Support], groups: Sequence[str] = ()) -> tuple[AnswerSentence, ...]:
    """Return the sentences of an answer, one for each support, in the given order.

    White space inside a quote becomes single spaces in the sentence; the citation keeps the words as they stand. Before
    the cells of a table's row stand their names, out of the table's head, which is cited too.

    Args:
        supports: in reading order.
        groups: what each stands under; empty for none.
    """
    found: list[AnswerSentence] = []
    position = 0
    for support, group in zip(supports, groups or [""] * len(supports), strict=True):
        text = _in_a_line(support.words.quote)
        if support.header:
            text = cells_with_names(support.header.quote, text)
        found.append(AnswerSentence(text, position, position + len(text), 1.0, citations_of(support), group=group))
        position += len(text) + 1
    return tuple(found)


def conflict_of(disagreement: EvidenceConflict, sides: Sequence[Span]) -> Conflict:
    """Return a disagreement as an answer shows it, the earlier side first.

    Args:
        disagreement: as found.
        sides: words of both sides, in their order.
    """
    cited = [citation_of(side) for side in sides]
    both = list(zip(cited, disagreement.values, strict=True))
    if disagreement.later is not None:
        both = both if disagreement.later else both[::-1]
    elif all(citation.published_at for citation in cited):
        both.sort(key=lambda side: side[0].published_at or "")
    citations, values = tuple(citation for citation, _ in both), tuple(value for _, value in both)
    return Conflict(citations, values, is_change=disagreement.later is not None)


def citations_of(support: Support) -> tuple[Citation, ...]:
    """Return what a sentence cites that has a support: its words, the table's head, and where the same words stand."""
    header = [support.header] if support.header else []
    return tuple(citation_of(span) for span in (support.words, *header, *support.copies))


def citation_of(span: Span) -> Citation:
    """Return the citation of words of a document."""
    row = span.row
    return Citation(
        document_id=row.document_id,
        version=row.version,
        title=row.title,
        source=row.source,
        start=span.start,
        end=span.end,
        quote=span.quote,
        page=span.page,
        published_at=row.published_at,
        language=row.language,
        authors=row.authors,
    )


def _in_a_line(quote: str) -> str:
    return " ".join(quote.split()).removeprefix("• ")
