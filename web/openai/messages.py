"""The messages of a chat as a question and what was said before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers.answer import NO_ANSWER
from rag.answers.turns import Turn
from rag.retrieval.question import MAX_CHARACTERS
from web.errors.problems import InvalidRequest
from web.openai.marked_text import without_notes
from web.openai.requests import Message
from web.schemas.asking import MAX_TURN_ANSWER, MAX_TURNS

__all__ = ["ChatQuestion", "chat_question"]


@dataclass(frozen=True, slots=True)
class ChatQuestion:
    """What a chat asks.

    Attributes:
        question: the last user message.
        history: the earlier ones with what the assistant said to each, oldest first; nothing where it abstained.
    """

    question: str
    history: tuple[Turn, ...]

    def texts(self) -> list[str]:
        """Return everything in it that is read."""
        return [text for turn in self.history for text in (turn.question, turn.answer) if text] + [self.question]


def chat_question(messages: Sequence[Message]) -> ChatQuestion:
    """Return the question that messages end with, and what was said before it.

    A chat may be long: of its turns the last ``MAX_TURNS`` count, each as far as /api/ask takes it.

    System and developer messages are left out: what documents say, no instruction changes. So is what the assistant
    said before anybody asked.

    Raises:
        InvalidRequest: there is no user message, or the assistant has the last word.
    """
    asked: list[str] = []
    answered: list[list[str]] = []
    for message in messages:
        if message.role == "user":
            asked.append(message.text())
            answered.append([])
        elif message.role == "assistant" and asked and message.text():
            answered[-1].append(without_notes(message.text()))
    if not asked:
        raise _invalid("There is no user message", "Send the question as the last message, with the role “user”")
    if answered[-1]:
        raise _invalid("The last message is the assistant's, and Footnote does not continue it", "End with a question")
    earlier = list(zip(asked[:-1], answered[:-1], strict=True))[-MAX_TURNS:]
    return ChatQuestion(asked[-1], tuple(_turn(question, said) for question, said in earlier))


def _turn(question: str, said: Sequence[str]) -> Turn:
    answer = "\n\n".join(each for each in said if not each.startswith(NO_ANSWER))
    return Turn(question[:MAX_CHARACTERS], answer[:MAX_TURN_ANSWER])


def _invalid(problem: str, remedy: str) -> InvalidRequest:
    return InvalidRequest(problem, remedy, ({"at": "body.messages", "message": problem},))
