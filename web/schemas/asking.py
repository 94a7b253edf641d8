"""What the API takes and gives of questions."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from rag.answers.kind import Kind
from rag.answers.place import MOST_PASSAGES, Passage
from rag.answers.turns import Turn
from rag.investigation.query import LONGEST_EARLIER_ANSWER, MOST_TURNS, Query
from rag.retrieval.filters import EVERYTHING, Filters
from rag.retrieval.question import MAX_CHARACTERS
from web.errors.validation import FIRST_MISTAKE
from web.schemas.fields import MAX_SOURCE, MAX_TAG, Asked, Day, Strict, Text, TopK

__all__ = [
    "AsEvents",
    "AskRequest",
    "ByModel",
    "EarlierTurn",
    "FilterFields",
    "OfKind",
    "SearchRequest",
    "SearchResult",
    "WhichDocuments",
    "filters_of",
]


class FilterFields(Strict):
    """Which documents may answer."""

    sources: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_SOURCE)], ...],
        FIRST_MISTAKE,
        Field(max_length=1_000, description='Sources of documents, or their last parts after a "/".'),
    ] = ()
    after: Annotated[Day | None, Field(description="Published on this day or later: YYYY-MM-DD.")] = None
    before: Annotated[Day | None, Field(description="Published on this day or earlier: YYYY-MM-DD.")] = None

    tags: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_TAG)], ...],
        FIRST_MISTAKE,
        Field(max_length=100, description="The document has one of these tags."),
    ] = ()
    authors: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_TAG)], ...],
        FIRST_MISTAKE,
        Field(max_length=100, description="One of these wrote the document: a name, or words of it."),
    ] = ()


WhichDocuments = Annotated[FilterFields | None, Field(description="Which documents may answer; all by default.")]
ByModel = Annotated[
    bool | None, Field(description="Whether a language model writes the answer; by default, if one is set up.")
]
OfKind = Annotated[Kind | None, Field(description="What sort of answer is wanted; told from the question by default.")]
AsEvents = Annotated[
    bool | None, Field(description="Whether to answer in server-sent events; the Accept header decides by default.")
]


def filters_of(which: FilterFields | None) -> Filters:
    """Return filters as the assistant takes them.

    Raises:
        FilterError: a date cannot be read.
    """
    return Filters(which.sources, which.after, which.before, which.tags, which.authors) if which else EVERYTHING


class EarlierTurn(Strict):
    """A question that was asked before, and what was answered."""

    question: Annotated[Text, Field(max_length=MAX_CHARACTERS, description="As it was asked.")]
    answer: Annotated[
        Text | None,
        Field(max_length=LONGEST_EARLIER_ANSWER, description="The text of the answer; none when it abstained."),
    ] = None

    def turn(self) -> Turn:
        """Return it as the assistant takes it."""
        return Turn(self.question, self.answer or "")


class AskRequest(Strict):
    """A question."""

    question: Annotated[
        Asked, Field(description="In words; its greatest length is a setting, 2000 characters at most.")
    ]
    top_k: TopK = 5
    filters: WhichDocuments = None
    history: Annotated[
        tuple[EarlierTurn, ...],
        FIRST_MISTAKE,
        Field(
            max_length=MOST_TURNS,
            description="What was said before, oldest first. A question that leans on it is looked up as the answer's"
            " `standalone_question` says.",
        ),
    ] = ()
    stream: AsEvents = None
    llm: ByModel = None
    kind: OfKind = None

    def query(self) -> Query:
        """Return it as the assistant takes it.

        Raises:
            QuestionError: the question cannot be asked.
            FilterError: a date cannot be read.
        """
        history = tuple(turn.turn() for turn in self.history)
        return Query(self.question, self.top_k, filters_of(self.filters), history, self.llm, self.kind)


class SearchRequest(Strict):
    """A question whose passages are wanted and not an answer."""

    question: Annotated[Asked, Field(description="As for an answer.")]
    top_k: Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="How many passages are wanted.")] = 10
    filters: Annotated[FilterFields | None, Field(description="Which documents are searched; all by default.")] = None

    def query(self) -> Query:
        """Return it as the assistant takes it; raises as that of ``AskRequest``."""
        return Query(self.question, self.top_k, filters_of(self.filters))


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages for a question, best first."""

    question: str
    passages: tuple[Passage, ...]
