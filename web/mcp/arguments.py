"""What the tools for language models take, and what each does with it."""

import base64
import binascii
import json
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from index.errors import DocumentNotFound
from index.hardening.nested_json import read_json
from index.storage.records import DocumentSummary
from index.text.tags import tidy_tags
from rag.answers.answer import Answer
from rag.answers.place import Passage
from rag.answers.view import CLOSEST
from rag.asking.assistant import Assistant
from rag.asking.in_conversation import ask_and_keep
from rag.asking.query import MOST_PASSAGES, Query
from rag.errors import ConversationNotFound
from rag.retrieval.filters import Filters
from web.errors.problems import InvalidRequest
from web.errors.validation import FIRST_MISTAKE, check_number_of_fields
from web.mcp.numbering import asked, searched
from web.mcp.results import (
    NOTICE,
    AskResult,
    DocumentResult,
    DocumentsResult,
    ListedDocument,
    NumberedPassage,
    PassagesResult,
)
from web.schemas.asking import MAX_SOURCE, MAX_TAG, Asked, Day, Text

__all__ = [
    "READ_CHARACTERS",
    "Arguments",
    "AskArguments",
    "ListArguments",
    "ReadArguments",
    "Result",
    "SearchArguments",
]

READ_CHARACTERS = 10_000
"""What one call of read_document gives: some 2,500 tokens of English."""

Result = AskResult | PassagesResult | DocumentResult | DocumentsResult


def _listed(value: Any) -> Any:
    """Return a list that a host sent as a string: as JSON, or as its one member."""
    if not isinstance(value, str):
        return value
    try:
        parsed = read_json(value)
    except ValueError:
        return [value]
    return parsed if isinstance(parsed, list) else [value]


_Listed = BeforeValidator(_listed)


class Arguments(BaseModel):
    """What a tool takes; what it does not know is an error, and null is as good as left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        sent = check_number_of_fields(data)
        return {name: value for name, value in sent.items() if value is not None} if isinstance(sent, dict) else sent

    def run(self, assistant: Assistant) -> Result:
        """Do what the tool does."""
        raise NotImplementedError


class _Filtered(Arguments):
    sources: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_SOURCE)], ...],
        FIRST_MISTAKE,
        Field(
            max_length=1_000,
            description="Only documents from these sources: a whole source, as results name it, or its last parts after"
            ' a "/", such as a file name.',
        ),
        _Listed,
    ] = ()
    tags: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_TAG)], ...],
        FIRST_MISTAKE,
        Field(max_length=100, description="Only documents with one of these tags."),
        _Listed,
    ] = ()
    after: Annotated[Day, Field(description="Only documents published on this day or later: YYYY-MM-DD.")] = ""
    before: Annotated[Day, Field(description="Only documents published on this day or earlier: YYYY-MM-DD.")] = ""

    def filters(self) -> Filters:
        """Return them as the assistant takes them.

        Raises:
            FilterError: a date cannot be read.
        """
        return Filters(self.sources, self.after or None, self.before or None, self.tags)


class AskArguments(_Filtered):
    """What ``ask`` takes."""

    question: Annotated[
        Asked, Field(description="One question in whole words, as to a person; 2000 characters at most.")
    ]

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
        query = Query(self.question, filters=self.filters(), llm=False)
        if not self.conversation:
            return self._result(assistant, assistant.ask(query))
        try:
            answer, kept = ask_and_keep(assistant, query, None if self.conversation == "new" else self.conversation)
        except ConversationNotFound as error:
            raise ConversationNotFound(error.problem, "Take conversation_id as a result of ask gives it") from error
        return self._result(assistant, answer, kept.conversation_id)

    def _result(self, assistant: Assistant, answer: Answer, conversation_id: str | None = None) -> AskResult:
        return asked(answer, _numbered(assistant, answer.passages[:CLOSEST]), conversation_id)


class SearchArguments(_Filtered):
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


class ReadArguments(Arguments):
    """What ``read_document`` takes."""

    document_id: Annotated[
        str,
        Field(
            pattern="^[0-9a-f]{16}$",
            max_length=16,
            description="16 hex digits, as search, ask and list_documents give them.",
        ),
    ]
    version: Annotated[
        int | None, Field(ge=1, le=2**31, description="As a footnote names it; the current one by default.")
    ] = None
    start: Annotated[int, Field(ge=0, le=2**31, description="First character, from 0.")] = 0
    end: Annotated[
        int | None, Field(ge=0, le=2**31, description=f"One past the last; {READ_CHARACTERS} characters by default.")
    ] = None

    def run(self, assistant: Assistant) -> DocumentResult:
        """Read a stretch of a document.

        Raises:
            DocumentNotFound: there is no such document or version.
            InvalidRequest: the stretch lies outside of it.
        """
        index = assistant.index
        try:
            document = index.documents.get(self.document_id, self.version)
        except DocumentNotFound as error:
            raise DocumentNotFound(
                error.problem, "Take document_id and version as search, ask or list_documents give them"
            ) from error
        length = len(document.text)
        if self.start > length or (self.end is not None and self.end < self.start):
            raise InvalidRequest(
                f"The document has no characters {self.start}–{length if self.end is None else self.end}",
                f"Choose start from 0 to {length}, and end not before start",
            )
        wanted = length if self.end is None else min(self.end, length)
        end = min(wanted, self.start + READ_CHARACTERS)
        return DocumentResult(
            notice=NOTICE,
            document_id=document.id,
            version=document.version,
            current=document.current,
            title=document.title,
            source=document.source,
            published_at=document.published_at,
            page=index.documents.page_of(document.id, document.version, self.start),
            start=self.start,
            end=end,
            characters=length,
            next_start=end if end < length else None,
            text=document.text[self.start : end],
        )


class ListArguments(Arguments):
    """What ``list_documents`` takes."""

    query: Annotated[
        Text, Field(max_length=2_000, description="Only documents with all these words in title or source.")
    ] = ""
    tag: Annotated[Text, Field(max_length=100, description="Only documents with this tag.")] = ""
    limit: Annotated[int, Field(ge=1, le=200, description="How many at a time.")] = 50
    cursor: Annotated[str, Field(max_length=10_000, description="What the last call gave as next_cursor.")] = ""

    def run(self, assistant: Assistant) -> DocumentsResult:
        """List documents by title.

        Raises:
            InvalidRequest: the cursor cannot be read.
        """
        after = _position(self.cursor) if self.cursor else None
        words, tags = self.query.casefold().split(), set(tidy_tags([self.tag]))
        found = [each for each in assistant.index.documents.listed() if _matches(each, words, tags)]
        rest = [each for each in found if after is None or (each.title, each.source) > after]
        some = rest[: self.limit]
        return DocumentsResult(
            notice=NOTICE,
            documents=tuple(map(_entry, some)),
            total=len(found),
            next_cursor=_cursor(some[-1]) if len(rest) > self.limit else None,
        )


def _numbered(assistant: Assistant, passages: tuple[Passage, ...]) -> tuple[NumberedPassage, ...]:
    page_of = assistant.index.documents.page_of
    return searched(passages, [page_of(each.document_id, each.version, each.start) for each in passages])


def _matches(document: DocumentSummary, words: list[str], tags: set[str]) -> bool:
    text = f"{document.title}\n{document.source}".casefold()
    return all(word in text for word in words) and tags.issubset(document.tags)


def _entry(document: DocumentSummary) -> ListedDocument:
    return ListedDocument(
        document_id=document.id,
        version=document.version,
        title=document.title,
        source=document.source,
        published_at=document.published_at,
        media_type=document.media_type,
        characters=document.characters,
        tags=document.tags,
    )


def _cursor(document: DocumentSummary) -> str:
    """Return the position after a document: titles and sources, not a number, which a removal would shift."""
    return base64.urlsafe_b64encode(json.dumps([document.title, document.source]).encode()).decode()


def _position(cursor: str) -> tuple[str, str]:
    try:
        title, source = read_json(base64.urlsafe_b64decode(cursor.encode()))
        return str(title), str(source)
    except (binascii.Error, ValueError, TypeError) as error:
        raise InvalidRequest(
            "The cursor cannot be read", "Give next_cursor of the last result, or leave it out to begin anew"
        ) from error
