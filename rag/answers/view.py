"""An answer as a reader is shown it, whatever it is shown in: what is said, with which marks, and what stands below.

Text, HTML, Markdown, the page and the tools for language models only set what is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.answers.answer import ON_SUBJECT, Answer, AnswerSentence, Conflict, Grade, NearestSentence
from rag.answers.kind import Kind
from rag.answers.layout import Footnote, GroupView, Layout, SentenceView, grouped, is_quote, layout_of
from rag.answers.place import Citation, Passage

__all__ = [
    "CLOSEST",
    "UNCLEAR",
    "Abstention",
    "AnswerView",
    "ConflictView",
    "Footnote",
    "GroupView",
    "Label",
    "Layout",
    "NearestView",
    "Numbering",
    "SentenceView",
    "Side",
    "view",
]

CLOSEST = 3
"""How many passages an abstention shows."""

UNCLEAR = "The documents do not clearly say this."
"""What stands above the nearest sentences."""


class Label(StrEnum):
    """What stands before the parts of an answer."""

    LOOKED_UP = "Looked up"
    NOT_SAID = "The documents do not say"
    DISAGREEMENT = "The sources disagree"
    CHANGED = "Changed"
    CLOSEST = "The closest passages"
    NEAREST = "The closest sentences"


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the sources says that give different values."""

    value: str
    footnote: Footnote


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Sources that give different values, and what is said of that."""

    label: Label
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class NearestView:
    """A sentence that comes near to what was asked.

    Attributes:
        pieces: runs of the sentence, and whether each is a word that a word of the question meets; together they are
            the sentence.
        footnotes: the first is of the words themselves.
        language: as a ``SentenceView`` has it.
    """

    pieces: tuple[tuple[str, bool], ...]
    footnotes: tuple[Footnote, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Abstention:
    """What is said in the place of an answer.

    Attributes:
        grade: ``unsure`` or ``not_covered``.
        words: that there is no answer, or no clear one.
        reason: one sentence; may be empty.
        nearest: the sentences that come nearest, nearest first; where there are any, no passages are shown.
        closest: the passages that come nearest, best first; at most ``CLOSEST``.
    """

    grade: Grade
    words: str
    reason: str
    nearest: tuple[NearestView, ...]
    closest: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What a reader is shown of an answer.

    Attributes:
        kind: what sort of answer it is.
        looked_up: what was looked up in place of the question; None where that was the question itself.
        abstention: what is said instead; None where there is an answer, and then there are
        lead: what is said before the sentences; may be empty,
        layout: how they are set,
        groups: all of them, as they stand together,
        sentences: in reading order,
        footnotes: theirs, or those of the nearest sentences, in the order of their numbers,
        writing: one or two sentences on how a language model did; None when none was to write,
        unanswered: parts of the question that the documents do not answer, and
        conflicts: where sources give different values; a span that no sentence cites is numbered after those that are.
    """

    kind: Kind
    looked_up: str | None
    abstention: Abstention | None
    lead: str
    layout: Layout
    groups: tuple[GroupView, ...]
    sentences: tuple[SentenceView, ...]
    footnotes: tuple[Footnote, ...]
    writing: str | None
    unanswered: tuple[str, ...]
    conflicts: tuple[ConflictView, ...]

    @property
    def cited(self) -> tuple[Footnote, ...]:
        """All that is numbered: the footnotes, and after them what only a conflict cites."""
        sides = (side.footnote for conflict in self.conflicts for side in conflict.sides)
        return tuple(dict.fromkeys([*self.footnotes, *sides]))

    def is_said(self, footnote: Footnote) -> bool:
        """Tell whether a sentence says the quote of a footnote word for word, so that it need not be shown again."""
        return any(
            footnote in each.footnotes and is_quote(each.text, footnote.citation.quote) for each in self.sentences
        )


class Numbering:
    """Numbers the citations of one answer: each span once, in the order in which they come."""

    def __init__(self) -> None:
        self._numbered: dict[tuple[str, int, int, int], Footnote] = {}

    def footnote(self, citation: Citation) -> Footnote:
        """Return the footnote of a citation, which is that of an earlier one of the same span."""
        return self._numbered.setdefault(citation.key, Footnote(len(self._numbered) + 1, citation))

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """All so far, in the order of their numbers."""
        return tuple(self._numbered.values())


def view(answer: Answer) -> AnswerView:
    """Return what a reader is shown of an answer; its citations are numbered as the sentences cite them."""
    numbering = Numbering()
    sentences = tuple(_sentences(answer, numbering))
    abstention = _abstention(answer, numbering) if answer.abstained else None
    footnotes = numbering.footnotes
    headings = [sentence.group for sentence in answer.sentences]
    layout = layout_of(answer.kind, headings)
    return AnswerView(
        kind=answer.kind,
        looked_up=answer.standalone_question or None,
        abstention=abstention,
        lead=answer.lead,
        layout=layout,
        groups=grouped(layout, headings, sentences),
        sentences=sentences,
        footnotes=footnotes,
        writing=answer.writing.told if answer.writing else None,
        unanswered=answer.unanswered,
        conflicts=tuple(_conflict(conflict, numbering) for conflict in answer.conflicts),
    )


def _abstention(answer: Answer, numbering: Numbering) -> Abstention:
    reason = answer.abstain_reason or ""
    if not answer.nearest:
        return Abstention(answer.grade, answer.answer, reason, (), answer.passages[:CLOSEST])
    # That nothing clearly says it is in the words above the sentences already.
    reason = "" if reason == ON_SUBJECT else reason
    return Abstention(answer.grade, UNCLEAR, reason, tuple(_nearest(each, numbering) for each in answer.nearest), ())


def _nearest(sentence: NearestSentence, numbering: Numbering) -> NearestView:
    footnotes = tuple(numbering.footnote(citation) for citation in sentence.citations)
    language = sentence.citations[0].language if sentence.citations else ""
    return NearestView(tuple(_pieces(sentence)), footnotes, language)


def _pieces(sentence: NearestSentence) -> Iterator[tuple[str, bool]]:
    position = 0
    for mark in sentence.marks:
        if mark.start > position:
            yield sentence.text[position : mark.start], False
        yield sentence.text[mark.start : mark.end], True
        position = mark.end
    if position < len(sentence.text):
        yield sentence.text[position:], False


def _sentences(answer: Answer, numbering: Numbering) -> Iterator[SentenceView]:
    position = len(answer.lead)
    for sentence in answer.sentences:
        footnotes = tuple(numbering.footnote(citation) for citation in sentence.citations)
        yield SentenceView(answer.answer[position : sentence.start], sentence.text, footnotes, _language(sentence))
        position = sentence.end


def _language(sentence: AnswerSentence) -> str:
    return "" if sentence.written or not sentence.citations else sentence.citations[0].language


def _conflict(conflict: Conflict, numbering: Numbering) -> ConflictView:
    sides = zip(conflict.values, conflict.citations, strict=True)
    label = Label.CHANGED if conflict.is_change else Label.DISAGREEMENT
    return ConflictView(label, tuple(Side(value, numbering.footnote(citation)) for value, citation in sides))
