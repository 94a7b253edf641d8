"""An answer and its passages as the tools for language models number them."""

import dataclasses
from collections.abc import Iterable, Sequence

from rag.answers.answer import Answer
from rag.answers.place import Passage
from rag.answers.view import Footnote, view
from web.mcp.marked_lines import NOTICE
from web.mcp.results import (
    AskResult,
    Disagreement,
    NumberedCitation,
    NumberedNearest,
    NumberedPassage,
    NumberedSentence,
)

__all__ = ["asked", "searched"]


def asked(answer: Answer, passages: tuple[NumberedPassage, ...], conversation_id: str | None = None) -> AskResult:
    """Return an answer as a model gets it.

    Args:
        answer: as given.
        passages: that come closest, which are shown where it abstains.
        conversation_id: of the conversation that it is kept in.
    """
    shown = view(answer)
    return AskResult(
        notice=NOTICE,
        question=answer.question,
        grade=answer.grade,
        answer=answer.answer,
        abstained=answer.abstained,
        abstain_reason=answer.abstain_reason,
        confidence=answer.confidence,
        sentences=tuple(
            NumberedSentence(each.text, tuple(footnote.number for footnote in seen.footnotes), each.group)
            for each, seen in zip(answer.sentences, shown.sentences, strict=True)
        ),
        nearest=tuple(
            NumberedNearest(each.text, each.marks, tuple(footnote.number for footnote in seen.footnotes))
            for each, seen in zip(answer.nearest, shown.abstention.nearest if shown.abstention else (), strict=True)
        ),
        footnotes=tuple(map(_numbered, shown.cited)),
        conflicts=tuple(
            Disagreement(
                tuple(side.value for side in seen.sides),
                tuple(side.footnote.number for side in seen.sides),
                each.is_change,
            )
            for each, seen in zip(answer.conflicts, shown.conflicts, strict=True)
        ),
        unanswered=answer.unanswered,
        uncovered=answer.uncovered,
        passages=_after(passages, len(shown.cited)) if answer.abstained else (),
        kind=answer.kind,
        lead=answer.lead,
        standalone_question=shown.looked_up,
        conversation_id=conversation_id,
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


def _after(passages: Iterable[NumberedPassage], last: int) -> tuple[NumberedPassage, ...]:
    return tuple(dataclasses.replace(passage, number=passage.number + last) for passage in passages)


def _numbered(footnote: Footnote) -> NumberedCitation:
    citation = footnote.citation
    return NumberedCitation(
        number=footnote.number,
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
