"""The messages of a chat as a query: a question and what was said before it."""

from collections.abc import Sequence

from rag.answers.answer import FOR_DOCUMENTS, NO_ANSWER
from rag.answers.turns import Turn
from rag.answers.view import UNCLEAR
from rag.investigation.query import LONGEST_EARLIER_ANSWER, MOST_TURNS, Query
from rag.retrieval.question import MAX_CHARACTERS
from web.errors.tree import InvalidRequest
from web.openai.marked_text import without_notes
from web.openai.requests import Message, Wishes
from web.schemas.asking import filters_of

__all__ = ["query_of"]


def query_of(messages: Sequence[Message], wishes: Wishes) -> Query:
    """Return what a chat asks: its last user message, after the earlier ones and what the assistant said to each.

    A chat may be long: of its turns the last ``MOST_TURNS`` count, each as far as /api/ask takes it.

    System and developer messages are left out: what documents say, no instruction changes. So is what the assistant
    said before anybody asked, and where it abstained.

    Args:
        messages: oldest first.
        wishes: everything else that is asked for.

    Raises:
        InvalidRequest: there is no user message, or the assistant has the last word.
        QuestionError: the question cannot be asked.
        FilterError: a date cannot be read.
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
    earlier = list(zip(asked[:-1], answered[:-1], strict=True))[-MOST_TURNS:]
    history = tuple(_turn(question, said) for question, said in earlier)
    return Query(asked[-1], wishes.top_k, filters_of(wishes.filters), history, wishes.llm, wishes.kind)


def _turn(question: str, said: Sequence[str]) -> Turn:
    answer = "\n\n".join(each for each in said if not each.startswith((NO_ANSWER, FOR_DOCUMENTS, UNCLEAR)))
    return Turn(question[:MAX_CHARACTERS], answer[:LONGEST_EARLIER_ANSWER])


def _invalid(problem: str, remedy: str) -> InvalidRequest:
    return InvalidRequest(problem, remedy, ({"at": "body.messages", "message": problem},))
