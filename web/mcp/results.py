"""What the tools for language models give: results with a schema, and the same as text that a model can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from index.hardening.legibility import json_text
from rag.answers.answer import Grade
from rag.answers.kind import Kind
from rag.answers.layout import is_quote
from rag.answers.place import Stretch
from rag.answers.view import UNCLEAR, Label
from web.mcp.marked_lines import NOTICE, joined, marks, name, place_words, quoted, when

__all__ = [
    "AskResult",
    "Disagreement",
    "DocumentResult",
    "DocumentsResult",
    "ListedDocument",
    "NumberedCitation",
    "NumberedNearest",
    "NumberedPassage",
    "NumberedSentence",
    "PassagesResult",
]


@dataclass(frozen=True, slots=True)
class NumberedCitation:
    """A footnote: the words of a document that stand behind a sentence."""

    number: int
    document_id: str
    version: int
    title: str
    source: str
    published_at: str | None
    page: int | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """A passage that was found, with what else says the same."""

    number: int
    document_id: str
    version: int
    title: str
    source: str
    published_at: str | None
    page: int | None
    heading: str
    start: int
    end: int
    text: str
    score: float
    same_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberedSentence:
    """A sentence of an answer, the numbers of its footnotes, and what it stands under, if anything."""

    text: str
    footnotes: tuple[int, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class NumberedNearest:
    """A sentence that comes near and does not clearly say what was asked.

    ``marks`` are the words that the question meets, as code points of ``text``.
    """

    text: str
    marks: tuple[Stretch, ...]
    footnotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Values that differ between documents, or versions of one, each with the number of its footnote."""

    values: tuple[str, ...]
    footnotes: tuple[int, ...]
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document of the list."""

    document_id: str
    version: int
    title: str
    source: str
    published_at: str | None
    media_type: str
    characters: int
    tags: tuple[str, ...]
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskResult:
    """An answer: made of sentences of the documents, or an abstention with what comes closest.

    Passages are numbered after the footnotes.
    """

    notice: str
    question: str
    grade: Grade
    answer: str
    abstained: bool
    abstain_reason: str | None
    confidence: float
    sentences: tuple[NumberedSentence, ...]
    nearest: tuple[NumberedNearest, ...]
    footnotes: tuple[NumberedCitation, ...]
    conflicts: tuple[Disagreement, ...]
    unanswered: tuple[str, ...]
    uncovered: tuple[str, ...]
    passages: tuple[NumberedPassage, ...]
    kind: Kind = Kind.FACT
    lead: str = ""
    standalone_question: str | None = None
    conversation_id: str | None = None

    def readable(self) -> str:
        """Return the answer with its marks and footnotes."""
        looked_up = f"Looked up: {name(self.standalone_question)}" if self.standalone_question else ""
        kept = f"Kept. To ask on, call ask with conversation {self.conversation_id}." if self.conversation_id else ""
        if self.abstained:
            return joined([looked_up, *self._abstention(), kept])
        parts = [f"The answer, in the documents' own words (confidence {self.confidence:.2f}):", *self._said()]
        if self.unanswered:
            parts.append(f"The documents do not answer these parts: {', '.join(map(name, self.unanswered))}.")
        for conflict in self.conflicts:
            sides = zip(conflict.values, conflict.footnotes, strict=True)
            said = Label.CHANGED if conflict.is_change else "The documents disagree"
            parts.append(f"{said}: {', '.join(f'{name(value)} [{n}]' for value, n in sides)}.")
        return joined([looked_up, *parts, "Footnotes:", *map(self._footnote, self.footnotes), kept])

    def _said(self) -> Iterator[str]:
        """Yield the lead, and sentence by sentence what stands together, under what it stands."""
        if self.lead:
            yield quoted(self.lead)
        for group, sentences in groupby(self.sentences, lambda sentence: sentence.group):
            marked = [f"{quoted(each.text)} {marks(each.footnotes)}" for each in sentences]
            yield "\n".join([*([f"Under {name(group)}:"] if group else []), *marked])

    def _footnote(self, note: NumberedCitation) -> str:
        """Return a footnote; without its quote where a sentence says that word for word."""
        is_said = any(note.number in each.footnotes and is_quote(each.text, note.quote) for each in self.sentences)
        return _head(note) if is_said else _footnote_text(note)

    def _abstention(self) -> Iterator[str]:
        yield UNCLEAR if self.nearest else self.answer
        yield self.abstain_reason or ""
        if self.kind is Kind.NOT_FOR_US:
            return
        yield "Do not answer from memory as if the documents said it."
        if self.nearest:
            marked = "\n".join(f"{quoted(each.text)} {marks(each.footnotes)}" for each in self.nearest)
            yield f"The closest sentences, which may not answer it:\n{marked}"
            yield "Footnotes:"
            yield from map(_footnote_text, self.footnotes)
        if self.passages:
            yield "The closest passages:"
            yield from map(_passage_text, self.passages)


@dataclass(frozen=True, slots=True)
class PassagesResult:
    """Passages, best first."""

    notice: str
    query: str
    passages: tuple[NumberedPassage, ...]

    def readable(self) -> str:
        """Return the passages, each under its number and place."""
        if not self.passages:
            return "No passage was found: the index is empty, or the filters leave no document."
        return joined(map(_passage_text, self.passages))


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A stretch of a document's text, ``text`` being its code points from ``start`` to ``end`` of ``characters``."""

    notice: str
    document_id: str
    version: int
    current: bool
    title: str
    source: str
    published_at: str | None
    page: int | None
    start: int
    end: int
    characters: int
    next_start: int | None
    text: str

    def readable(self) -> str:
        """Return the text with how to read on."""
        place = place_words(self.document_id, self.version, self.start, self.end, self.source)
        head = f"{name(self.title)}{when(self.published_at, self.page)} ({place}, of {self.characters} in all)"
        old = [] if self.current else ["This version was replaced since; leave version out to read the current one."]
        on = (
            "That is the end of the document."
            if self.next_start is None
            else f"To read on, call read_document with document_id {self.document_id}, version {self.version} and"
            f" start {self.next_start}."
        )
        return joined([head, *old, quoted(self.text), on])


@dataclass(frozen=True, slots=True)
class DocumentsResult:
    """Documents by title; ``total`` counts all that match."""

    notice: str
    documents: tuple[ListedDocument, ...]
    total: int
    next_cursor: str | None

    def readable(self) -> str:
        """Return a line a document."""
        if not self.total:
            return "There is no such document."
        lines = [
            f"- document {each.document_id}: {name(each.title)}{when(each.published_at, None)}, {each.characters}"
            f" characters, source {name(each.source)}"
            f"{f', tags {json_text(each.tags)}' if each.tags else ''}"
            for each in self.documents
        ]
        head = f"{len(self.documents)} of {self.total} documents:"
        # Whole, however long: half of it leads nowhere. It has letters, digits, “-”, “_” and “=”.
        on = [f'To go on, call list_documents with cursor "{self.next_cursor}".'] if self.next_cursor else []
        return "\n".join([NOTICE, "", head, *lines, *on])


def _footnote_text(note: NumberedCitation) -> str:
    return f"{_head(note)}\n{quoted(note.quote)}"


def _passage_text(passage: NumberedPassage) -> str:
    heading = f"\nUnder {name(passage.heading)}" if passage.heading else ""
    same = f"\nThe same in {', '.join(map(name, passage.same_in))}" if passage.same_in else ""
    return f"{_head(passage)}{heading}\n{quoted(passage.text)}{same}"


def _head(found: NumberedCitation | NumberedPassage) -> str:
    place = place_words(found.document_id, found.version, found.start, found.end, found.source)
    return f"[{found.number}] {name(found.title)}{when(found.published_at, found.page)} ({place})"
