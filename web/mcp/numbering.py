"""An answer and its passages as the tools for language models number them."""

from collections.abc import Iterable, Sequence

from rag.answers.answer import Answer, Citation, Passage
from rag.answers.footnotes import view
from web.mcp.results import NOTICE, AskResult, Disagreement, NumberedCitation, NumberedPassage, NumberedSentence

__all__ = ["asked", "searched"]


def asked(answer: Answer, passages: tuple[NumberedPassage, ...]) -> AskResult:
    """Return an answer as a model gets it; the passages are shown where it abstains."""
    shown = view(answer)
    notes = {_key(footnote.citation): footnote.citation for footnote in shown.footnotes}
    notes |= {_key(citation): citation for conflict in answer.conflicts for citation in conflict.citations}
    numbers = {key: number for number, key in enumerate(notes, start=1)}
    return AskResult(
        notice=NOTICE,
        question=answer.question,
        answer=answer.answer,
        abstained=answer.abstained,
        abstain_reason=answer.abstain_reason,
        confidence=answer.confidence,
        sentences=tuple(
            NumberedSentence(text, tuple(footnote.number for footnote in marks)) for _, text, marks in shown.sentences
        ),
        footnotes=tuple(_numbered(numbers[key], citation) for key, citation in notes.items()),
        conflicts=tuple(
            Disagreement(conflict.values, tuple(numbers[_key(citation)] for citation in conflict.citations))
            for conflict in answer.conflicts
        ),
        unanswered=answer.unanswered,
        uncovered=answer.uncovered,
        passages=passages if answer.abstained else (),
    )


def searched(passages: Sequence[Passage], pages: Iterable[int | None]) -> tuple[NumberedPassage, ...]:
    """Return passages with their numbers and the pages that they begin on."""
    return tuple(
        NumberedPassage(
            number=number,
            document_id=passage.document_id,
            version=passage.version,
            title=passage.title,
            source=passage.source,
            published_at=passage.published_at,
            page=page,
            heading=passage.heading,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            score=passage.score,
            same_in=tuple(copy.source for copy in passage.copies),
        )
        for number, (passage, page) in enumerate(zip(passages, pages, strict=True), start=1)
    )


def _numbered(number: int, citation: Citation) -> NumberedCitation:
    return NumberedCitation(
        number=number,
        document_id=citation.document_id,
        version=citation.version,
        title=citation.title,
        source=citation.source,
        published_at=citation.published_at,
        page=citation.page,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
    )


def _key(citation: Citation) -> tuple[str, int, int, int]:
    return citation.document_id, citation.version, citation.start, citation.end
