"""The protocol of the kinds: what one is given, and what it hands back to be quoted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from index.storage.records import ChunkRow, DocumentSummary
from index.text.forms.dates import date_in_words
from rag.evidence.doubts.conflicts import EvidenceConflict
from rag.evidence.sentences import Evidence
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query

__all__ = ["AnswerKind", "Asked", "Prepared", "dated_title", "names_apart", "titles_apart"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of some kind.

    Attributes:
        query: with the question as it stands alone.
        aspect: what of its kind is wanted, such as ``mentions`` of a question about the collection, or ``document`` of
            an overview; empty where nobody knows.
        threshold: confidence, 0 to 1, from which evidence answers.
    """

    query: Query
    aspect: str
    threshold: float


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What an answer is made of.

    Attributes:
        investigation: what was looked up; its passages are shown, and its confidence.
        evidence: what each sentence quotes, in reading order; no two overlap.
        groups: what each of them stands under, such as a section or a side; as long as ``evidence``, or empty for none.
        lead: what is said before them and follows from them, such as “Yes.” or “4 of 4.”; may be empty.
        nothing: where there is no evidence, why, in one sentence for the reader: the answer abstains then.
        conflicts: where sources give different values.
    """

    investigation: Investigation
    evidence: tuple[Evidence, ...]
    groups: tuple[str, ...] = ()
    lead: str = ""
    nothing: str = ""
    conflicts: tuple[EvidenceConflict, ...] = field(default=())


class AnswerKind(Protocol):
    """Prepares the answers to one kind of question."""

    def prepare(self, asked: Asked, investigator: Investigator) -> Prepared | None:
        """Return what an answer is made of; None where it is answered as a fact is.

        Args:
            asked: the question.
            investigator: within one snapshot of its index.

        Raises:
            EncoderMismatch: the encoder is not the index's.
        """


def titles_apart(rows: Sequence[ChunkRow]) -> tuple[str, ...]:
    """Return the title of the document of each chunk, as ``names_apart`` has it where another is called the same."""
    called: dict[str, set[str]] = {}
    for row in rows:
        called.setdefault(row.title, set()).add(row.document_id)
    names = names_apart(rows)
    return tuple(name if len(called[row.title]) > 1 else row.title for row, name in zip(rows, names, strict=True))


def names_apart(documents: Sequence[ChunkRow | DocumentSummary]) -> tuple[str, ...]:
    """Return the dated title of each document, with the name of its file where another one of them has the same."""
    names = [dated_title(each) for each in documents]
    sources: dict[str, set[str]] = {}
    for name, each in zip(names, documents, strict=True):
        sources.setdefault(name, set()).add(each.source)
    return tuple(
        f"{name} ({each.name})" if len(sources[name]) > 1 else name for name, each in zip(names, documents, strict=True)
    )


def dated_title(document: ChunkRow | DocumentSummary) -> str:
    """Return what sentences of a document, or of a chunk of it, stand under: its title, with its date if it has one.

    What the title says already is not said again.
    """
    day = date_in_words(document.published_at)
    return document.title if not day or day in document.title else f"{document.title}, {day}"
