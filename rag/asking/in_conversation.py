"""Asking in a conversation: after what was said in it, and keeping what comes of it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from index.storage.engines.sqlite_file import unwritable
from index.store import Index
from rag.answers.answer import Answer
from rag.answers.turns import Turn
from rag.asking.assistant import Assistant
from rag.conversations.store import HISTORY, History
from rag.investigation.query import LONGEST_EARLIER_ANSWER, MOST_TURNS, Query

__all__ = ["Continuation", "Kept", "ask_and_keep", "ask_in", "continuation", "lasting_history"]


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an answer is kept: the conversation with its title, and the number of the turn."""

    conversation_id: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Continuation:
    """A conversation at the place where something is asked in it.

    Attributes:
        history: the conversations that are kept.
        conversation_id: of the conversation; None of one that begins once there is something to keep.
        said: what was said before that place, oldest first, as far as a question may lean on it.
        replaced: numbers of the turns that go as the answer is kept; what another tab asks meanwhile stays.
    """

    history: History
    conversation_id: str | None
    said: tuple[Turn, ...] = ()
    replaced: range = range(0)

    def keep(self, answer: Answer) -> Kept:
        """Keep an answer as the next turn.

        Raises:
            ConversationNotFound: the conversation was deleted meanwhile.
            IndexUnwritable: nothing can be kept here.
        """
        identity = self.conversation_id or self.history.begin().id
        return Kept(identity, *self.history.keep(identity, answer, replaces=self.replaced))


def continuation(history: History, conversation_id: str | None, replaces: int | None = None) -> Continuation:
    """Return the place in a conversation where something is asked.

    Args:
        history: the conversations that are kept.
        conversation_id: of the conversation; a new one begins when None.
        replaces: number of the turn that is asked anew: it goes with all after it; the conversation goes on when None.

    Raises:
        ConversationNotFound: the id is unknown.
    """
    kept = history.conversation(conversation_id).turns if conversation_id else ()
    before = [turn.turn() for turn in kept if replaces is None or turn.number < replaces][-MOST_TURNS:]
    said = tuple(Turn(turn.question, turn.answer[:LONGEST_EARLIER_ANSWER]) for turn in before)
    replaced = range(0) if replaces is None or not kept else range(replaces, kept[-1].number + 1)
    return Continuation(history, conversation_id, said, replaced)


def ask_in(
    assistant: Assistant, query: Query, history: History, conversation_id: str | None = None
) -> tuple[Answer, Kept]:
    """Return the answer to a query that is asked in a conversation, and where it is kept; raises as both parts do.

    Args:
        assistant: answers.
        query: whose own history is what was said in the conversation.
        history: the conversations that are kept.
        conversation_id: of the conversation; a new one begins when None.
    """
    place = continuation(history, conversation_id)
    answer = assistant.ask(query.after(place.said))
    return answer, place.keep(answer)


def ask_and_keep(assistant: Assistant, query: Query, conversation_id: str | None = None) -> tuple[Answer, Kept]:
    """Return what ``ask_in`` does, for who has not opened the conversations about the assistant's index.

    Raises:
        IndexUnwritable: nothing can be kept there; nothing is asked then.
    """
    with lasting_history(assistant.index) as history:
        return ask_in(assistant, query, history, conversation_id)


@contextmanager
def lasting_history(index: Index) -> Iterator[History]:
    """Open the conversations about an index for as long as the body runs.

    Raises:
        IndexUnwritable: what is kept there would be gone with this process.
    """
    with closing(History(index.beside(HISTORY))) as history:
        if not history.lasts:
            raise unwritable(index.place, "conversations are kept there")
        yield history
