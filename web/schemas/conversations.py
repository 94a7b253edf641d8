"""What the API of conversations takes and gives."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from rag.conversations.records import CitedIn, ConversationSummary, Rating
from rag.conversations.store import LONGEST_TITLE
from rag.investigation.query import Query
from web.schemas.asking import AsEvents, ByModel, OfKind, WhichDocuments, filters_of
from web.schemas.fields import Asked, Name, Strict, Text, TopK

__all__ = [
    "CitationList",
    "ConversationList",
    "FeedbackRequest",
    "FirstQuestion",
    "NewConversation",
    "NextQuestion",
    "Renamed",
]

MAX_REASON = 2_000

Title = Annotated[Text, Field(max_length=LONGEST_TITLE, description="On one line.")]


class NewConversation(Strict):
    """A conversation that begins."""

    title: Annotated[Title, Field(description="The first question's words by default.")] = ""


class Renamed(Strict):
    """Another title."""

    title: Annotated[Name, Field(min_length=1, max_length=LONGEST_TITLE, description="On one line.")]


class FirstQuestion(Strict):
    """A question that begins a conversation."""

    question: Annotated[Asked, Field(description="As of /api/ask.")]
    top_k: TopK = 5
    filters: WhichDocuments = None
    llm: ByModel = None
    kind: OfKind = None
    stream: AsEvents = None

    def query(self) -> Query:
        """Return it as the assistant takes it, with nothing said before; raises as that of ``AskRequest``."""
        return Query(self.question, self.top_k, filters_of(self.filters), llm=self.llm, kind=self.kind)


class NextQuestion(FirstQuestion):
    """A question in a conversation, which may lean on what was said before."""

    replaces: Annotated[
        int | None,
        Field(ge=1, le=2**31, description="Number of the turn that goes, with all after it, when this one is kept."),
    ] = None


class FeedbackRequest(Strict):
    """What a reader says of an answer."""

    rating: Rating
    reason: Annotated[Text, Field(max_length=MAX_REASON, description="In words.")] = ""


@dataclass(frozen=True, slots=True)
class ConversationList:
    """Some of the conversations, those asked in last first: from ``offset`` on, at most ``limit`` of ``total``."""

    conversations: tuple[ConversationSummary, ...]
    total: int
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class CitationList:
    """Answers that cite a document, newest first."""

    citations: tuple[CitedIn, ...]
