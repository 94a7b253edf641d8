"""What is kept of conversations: frozen records."""

from dataclasses import dataclass
from typing import Literal

from rag.answers.answer import Answer
from rag.answers.turns import Turn

__all__ = ["CitedIn", "Conversation", "ConversationSummary", "Feedback", "KeptTurn", "Rating"]

Rating = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of an answer.

    Attributes:
        rating: up when the answer is right.
        reason: in words; may be empty.
        at: ISO 8601 in UTC.
    """

    rating: Rating
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question of a conversation with the answer as it was given.

    Attributes:
        number: from 1; never given twice in a conversation.
        question: as it was asked.
        asked_at: when it had been answered, ISO 8601 in UTC.
        answer: whole.
        feedback: the reader's, if any.
    """

    number: int
    question: str
    asked_at: str
    answer: Answer
    feedback: Feedback | None = None

    def turn(self) -> Turn:
        """Return it as what a later question leans on; an abstention says nothing that one could lean on."""
        return Turn(self.question, "" if self.answer.abstained else self.answer.answer)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with its turns, in order; times are ISO 8601 in UTC."""

    id: str
    title: str
    created_at: str
    updated_at: str
    turns: tuple[KeptTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation as lists show it; ``turns`` counts them."""

    id: str
    title: str
    created_at: str
    updated_at: str
    turns: int


@dataclass(frozen=True, slots=True)
class CitedIn:
    """An answer that cites a document.

    Attributes:
        conversation_id: of the conversation, with its ``title``.
        number: of the turn, with its ``question`` and when it was asked.
        version: of the document that is cited.
        start: first code point of the cited span, in that version's text.
        end: one past the last.
        quote: the cited words.
    """

    conversation_id: str
    title: str
    number: int
    question: str
    asked_at: str
    version: int
    start: int
    end: int
    quote: str
