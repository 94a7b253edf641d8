"""What was found for a query: all that an answer is made of, before a sentence of it is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.storage.records import ChunkRow
from rag.answers.answer import Conflict, Grade, NearestSentence
from rag.answers.kind import Kind
from rag.answers.place import Copy, Passage, Stretch
from rag.evidence.sentences import Evidence
from rag.evidence.support import Support
from rag.investigation.found import Found, Investigation
from rag.investigation.query import Query

__all__ = ["Findings", "passages_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What was found for a query.

    Attributes:
        query: as asked.
        looked_up: the question as it was asked, or put so that it stands alone; without white space around it.
        investigation: of all its parts together.
        grade: how far the documents answer.
        passages: that the answer shows, best first.
        supports: what stands behind each sentence of the answer, in reading order; empty when it abstains.
        best: the places in ``supports`` of what answers a part best.
        conflicts: disagreements between sources, and what changed from one to the other.
        unanswered: parts of the question that the documents do not answer, while they answer the others.
        nearest: the sentences that come nearest, where the grade is ``unsure``.
        is_written: whether a language model is to write the answer.
        began: when the query came, by ``time.perf_counter``.
        kind: of the answer.
        groups: what the sentence of each of ``supports`` stands under; empty for none.
        lead: what is said before the sentences; may be empty.
        nothing: why there is no answer, where its kind knows; else empty.
    """

    query: Query
    looked_up: str
    investigation: Investigation
    grade: Grade
    passages: tuple[Passage, ...]
    supports: tuple[Support, ...]
    best: tuple[int, ...]
    conflicts: tuple[Conflict, ...]
    unanswered: tuple[str, ...]
    nearest: tuple[NearestSentence, ...]
    is_written: bool
    began: float
    kind: Kind = Kind.FACT
    groups: tuple[str, ...] = ()
    lead: str = ""
    nothing: str = ""


def passages_of(found: Found, evidence: Sequence[Evidence]) -> tuple[Passage, ...]:
    """Return the passages that were asked for as an answer shows them.

    Args:
        found: the passages.
        evidence: sentences of them, best first.
    """
    best: dict[int, Stretch] = {}
    for piece in evidence:
        if piece.row.start <= piece.start and piece.end <= piece.row.end:
            best.setdefault(piece.row.id, Stretch(piece.start, piece.end))
    return tuple(
        Passage(
            document_id=candidate.row.document_id,
            version=candidate.row.version,
            title=candidate.row.title,
            source=candidate.row.source,
            start=candidate.row.start,
            end=candidate.row.end,
            chunk_id=candidate.row.id,
            heading=candidate.row.heading,
            text=text,
            score=round(candidate.score, 6),
            scores=candidate.scores,
            copies=tuple(map(_copy, candidate.copies)),
            best=best.get(candidate.row.id),
            published_at=candidate.row.published_at,
            language=candidate.row.language,
            authors=candidate.row.authors,
        )
        for candidate, text in zip(found.candidates, found.texts, strict=False)
    )


def _copy(row: ChunkRow) -> Copy:
    place = (row.document_id, row.version, row.title, row.source, row.start, row.end)
    return Copy(*place, row.id, published_at=row.published_at, language=row.language, authors=row.authors)
