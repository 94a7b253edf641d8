"""The tools that answer and search: what each takes, and what it does with it."""

from typing import Annotated

from pydantic import Field

from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.answers.place import MOST_PASSAGES, Passage
from rag.answers.view import CLOSEST
from rag.asking.assistant import Assistant
from rag.asking.in_conversation import ask_and_keep
from rag.errors import ConversationNotFound
from rag.investigation.query import Query
from web.mcp.arguments import Filtered
from web.mcp.marked_lines import NOTICE
from web.mcp.numbering import asked, searched
from web.mcp.results import AskResult, NumberedPassage, PassagesResult
from web.schemas.fields import Asked

__all__ = ["AskArguments", "SearchArguments"]


class AskArguments(Filtered):
    """What ``ask`` takes."""

    question: Annotated[
        Asked, Field(description="One question in whole words, as to a person; 2000 characters at most.")
    ]
    kind: Annotated[
        Kind | None,
        Field(description="What sort of answer is wanted, where you know better than the question's words tell."),
    ] = None
    conversation: Annotated[
        str,
        Field(
            pattern="^(new|[0-9a-f]{24})?$",
            max_length=24,
            description="Keeps the answer where the user finds it: “new” begins a conversation, and the conversation_id"
            " of a result asks on in that one, so that the question may lean on what was said there.",
        ),
    ] = ""

    def run(self, assistant: Assistant) -> AskResult:
        """Answer, and keep the answer where a conversation is named.

        Raises:
            ConversationNotFound: there is no such conversation.
        """
        # The words of the documents: who calls is a language model itself.
        query = Query(self.question, filters=self.filters(), llm=False, kind=self.kind)
        if not self.conversation:
            return self._result(assistant, assistant.ask(query))
        try:
            answer, kept = ask_and_keep(assistant, query, None if self.conversation == "new" else self.conversation)
        except ConversationNotFound as error:
            raise ConversationNotFound(error.problem, "Take conversation_id as a result of ask gives it") from error
        return self._result(assistant, answer, kept.conversation_id)

    def _result(self, assistant: Assistant, answer: Answer, conversation_id: str | None = None) -> AskResult:
        return asked(answer, _numbered(assistant, answer.passages[:CLOSEST]), conversation_id)


class SearchArguments(Filtered):
    """What ``search`` takes."""

    query: Annotated[
        Asked,
        Field(description="A question or words; it is understood by meaning and by words. 2000 characters at most."),
    ]
    top_k: Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="How many passages.")] = 8

    def run(self, assistant: Assistant) -> PassagesResult:
        """Search."""
        passages = assistant.search(Query(self.query, self.top_k, self.filters()))
        return PassagesResult(NOTICE, self.query, _numbered(assistant, passages))


def _numbered(assistant: Assistant, passages: tuple[Passage, ...]) -> tuple[NumberedPassage, ...]:
    page_at = assistant.index.pages.at
    return searched(passages, [page_at(each.document_id, each.version, each.start) for each in passages])
