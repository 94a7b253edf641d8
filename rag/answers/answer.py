"""What an answer is: frozen data, and the JSON that page, API and command line all show."""

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rag.answers.kind import Kind
from rag.answers.place import Citation, Passage, Stretch, json_object
from rag.answers.turns import Turn

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = [
    "FOR_DOCUMENTS",
    "NO_ANSWER",
    "ON_SUBJECT",
    "Answer",
    "AnswerSentence",
    "AskedWith",
    "Conflict",
    "Grade",
    "IndexState",
    "NearestSentence",
    "Waiting",
    "Writing",
    "to_json",
]

NO_ANSWER = "I found no answer to this in your documents."
"""The text of every abstention."""

FOR_DOCUMENTS = (
    "I answer questions about your documents: ask for a fact, a list, a summary, a comparison, or which of them mention"
    " something."
)
"""What is said to what is no question about documents."""

ON_SUBJECT = "The closest passages are on the subject, but none of them clearly says what was asked."
"""The reason of an ``unsure`` answer where there is none to tell beyond its grade."""


class Grade(StrEnum):
    """How far the documents answer a question: clearly; not clearly, though they are on the subject; or not at all."""

    ANSWERED = "answered"
    UNSURE = "unsure"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer with what supports it.

    Attributes:
        text: ``answer.answer[start:end]``.
        start: first code point, in the answer.
        end: one past the last code point.
        support: 0 to 1, how far the cited words support the sentence; 1.0 when the sentence is the cited words.
        citations: at least one.
        written: whether a language model wrote it; else it is the cited words.
        group: what it stands under, such as a section, a document or a side; empty for nothing.
    """

    text: str
    start: int
    end: int
    support: float
    citations: tuple[Citation, ...]
    written: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class NearestSentence:
    """A sentence that comes near to what was asked, and does not clearly say it.

    Attributes:
        text: the cited words on one line, cells of a table's row with their names.
        marks: the words in ``text`` that words of the question meet, in reading order; none overlaps another.
        citations: as an answer's sentence has them; the first is of the words themselves.
    """

    text: str
    marks: tuple[Stretch, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language model did; only what was checked against the cited words is shown of what it wrote.

    Attributes:
        model: its name at its endpoint.
        redrafted: sentences that passed when they were written once more.
        replaced: sentences that did not pass, whose evidence stands in their place.
        left_out: sentences that did not pass and had nothing to be replaced by.
        problem: why it wrote nothing, or not to the end; None when it did. The evidence itself is shown then.
    """

    model: str
    redrafted: int = 0
    replaced: int = 0
    left_out: int = 0
    problem: str | None = None

    @property
    def told(self) -> str:
        """What a reader is told of it, one or two sentences."""
        if self.problem:
            return f"{self.problem} What stands here is the evidence itself."
        counts = (
            (self.redrafted, "written twice"),
            (self.replaced, "replaced by the evidence"),
            (self.left_out, "left out"),
        )
        done = "; ".join(f"{count} of its sentences {what}" for count, what in counts if count)
        return f"Written by {self.model}, each sentence checked against the words that it cites{done and f'; {done}'}."


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing yet: a language model is at work."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Cited spans that give different values for the same question.

    Attributes:
        citations: of different documents; the earliest published first, where that is known of all.
        values: the words of each that differ.
        is_change: whether the first says what held before the second: in an older version of a document, or before
            what a notice tells.
    """

    citations: tuple[Citation, ...]
    values: tuple[str, ...]
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which index answered: together with question and settings it determines the answer.

    Attributes:
        generation: grows with every commit to the index.
        encoder: the encoder's name.
        fingerprint: hex sha256 over everything that shapes the encoder's output.
    """

    generation: int
    encoder: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class AskedWith:
    """The settings of a question: with the index's state, all that determines its answer.

    Attributes:
        top_k: how many passages the answer shows.
        sources: of the documents that may answer; all when empty.
        tags: of which a document that may answer has one; any document when empty.
        after: ISO 8601 date of the oldest document that may answer.
        before: ISO 8601 date of the newest.
        threshold: confidence below which the answer abstains.
        confidence_model: 16 hex digits of the sha256 of the model's values.
        language_model: whether one was to write the answer.
        history: what was said before, oldest first.
        kind: of answer that was asked for; None where Footnote was to tell.
        authors: one of whom wrote a document that may answer; anybody when empty.
    """

    top_k: int
    sources: tuple[str, ...]
    tags: tuple[str, ...]
    after: str | None
    before: str | None
    threshold: float
    confidence_model: str
    language_model: bool = False
    history: tuple[Turn, ...] = ()
    kind: Kind | None = field(default=None, repr=False)
    authors: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; an abstention is an answer too.

    Attributes:
        id: 16 hex digits, from question, settings and index state.
        question: as asked.
        grade: how far the documents answer it.
        answer: the lead and the sentences joined; of an abstention ``NO_ANSWER``, or ``FOR_DOCUMENTS``.
        abstained: whether the documents were found not to answer: true of every grade but ``answered``.
        abstain_reason: one sentence for the reader; None unless abstained.
        confidence: calibrated probability, 0 to 1, that the evidence answers the question.
        sentences: in reading order; empty when abstained.
        passages: what was retrieved, best first.
        uncovered: words of the question that nothing retrieved covers.
        conflicts: disagreements between sources, and what changed from one to the other.
        index: which index answered.
        settings: what it was asked with.
        timing_ms: milliseconds a stage; the only part that differs between two runs.
        unanswered: parts of the question that the documents do not answer, while they answer the others.
        writing: how the language model did that was to write the answer; None when none was.
        standalone_question: what was looked up in place of a question that leans on what was said before; None when it
            stood alone.
        nearest: the sentences that come nearest, nearest first, where the grade is ``unsure``; else none.
        kind: what sort of answer the question was taken to want.
        lead: what ``answer`` begins with before its sentences, and follows from them, such as “Yes.” or “4 of 4.”; may
            be empty.
    """

    id: str
    question: str
    grade: Grade
    answer: str
    abstained: bool
    abstain_reason: str | None
    confidence: float
    sentences: tuple[AnswerSentence, ...]
    passages: tuple[Passage, ...]
    uncovered: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    index: IndexState
    settings: AskedWith
    timing_ms: dict[str, float]
    unanswered: tuple[str, ...] = ()
    writing: Writing | None = None
    standalone_question: str | None = None
    nearest: tuple[NearestSentence, ...] = ()
    kind: Kind = Kind.FACT
    lead: str = ""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history of a question that follows this answer; an abstention says nothing that one could lean on."""
        return (*self.settings.history, Turn(self.question, "" if self.abstained else self.answer))


def to_json(value: "DataclassInstance") -> dict[str, Any]:
    """Return the JSON form of an answer, or of what holds or makes one: keys are named as the attributes are."""
    return dataclasses.asdict(value, dict_factory=json_object)
