"""What the API takes, and the little it gives that is not one of the lower layers' own dataclasses."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from index.hardening.legibility import legible
from index.sandbox.protection import Protection
from index.storage.records import DocumentSummary, DocumentVersion
from index.storage.tables.trash import RemovedDocument
from index.store import IndexStatus
from index.uploads.jobs import Job
from index.uploads.texts import SentText
from rag.answers.place import Passage
from rag.answers.turns import Turn
from rag.asking.query import LONGEST_EARLIER_ANSWER, MOST_PASSAGES, MOST_TURNS, Query
from rag.retrieval.filters import EVERYTHING, Filters
from rag.retrieval.question import MAX_CHARACTERS
from web.errors.validation import FIRST_MISTAKE, check_number_of_fields

__all__ = [
    "MAX_SOURCE",
    "MAX_TAG",
    "AsEvents",
    "AskRequest",
    "Asked",
    "ByModel",
    "ChosenTags",
    "Day",
    "DiskState",
    "DocumentList",
    "EarlierTurn",
    "Facets",
    "FilterFields",
    "Health",
    "IndexState",
    "JobList",
    "ModelsState",
    "Part",
    "Problem",
    "Readiness",
    "RemovedList",
    "SearchRequest",
    "SearchResult",
    "ServerStatus",
    "Strict",
    "TagCount",
    "Text",
    "TopK",
    "TypeCount",
    "UploadedText",
    "VersionList",
    "WhichDocuments",
    "filters_of",
]

MAX_SOURCE = 1_000
MAX_TAG = 100


def _whole(text: str) -> str:
    """Refuse half of a surrogate pair, which JSON can carry and neither UTF-8 nor SQLite can."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"character {error.start + 1} is half of a surrogate pair") from error
    return text


Text = Annotated[str, AfterValidator(_whole)]
Name = Annotated[Text, AfterValidator(legible)]
# Their own errors say more than one of length would: the schema tells it, and they refuse what is longer.
Asked = Annotated[Text, Field(json_schema_extra={"maxLength": MAX_CHARACTERS})]
Day = Annotated[Text, Field(json_schema_extra={"maxLength": 10})]
TopK = Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="How many passages the answer shows.")]


class Strict(BaseModel):
    """A body whose unknown fields are errors: what would not be honoured is not accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _of_few_fields(cls, sent: Any) -> Any:
        return check_number_of_fields(sent)


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


WhichDocuments = Annotated[FilterFields | None, Field(description="Which documents may answer; all by default.")]
ByModel = Annotated[
    bool | None, Field(description="Whether a language model writes the answer; by default, if one is set up.")
]
AsEvents = Annotated[
    bool | None, Field(description="Whether to answer in server-sent events; the Accept header decides by default.")
]


def filters_of(which: FilterFields | None) -> Filters:
    """Return filters as the assistant takes them.

    Raises:
        FilterError: a date cannot be read.
    """
    return Filters(which.sources, which.after, which.before, which.tags) if which else EVERYTHING


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

    def query(self) -> Query:
        """Return it as the assistant takes it.

        Raises:
            QuestionError: the question cannot be asked.
            FilterError: a date cannot be read.
        """
        history = tuple(turn.turn() for turn in self.history)
        return Query(self.question, self.top_k, filters_of(self.filters), history, self.llm)


class SearchRequest(Strict):
    """A question whose passages are wanted and not an answer."""

    question: Annotated[Asked, Field(description="As for an answer.")]
    top_k: Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="How many passages are wanted.")] = 10
    filters: Annotated[FilterFields | None, Field(description="Which documents are searched; all by default.")] = None

    def query(self) -> Query:
        """Return it as the assistant takes it; raises as that of ``AskRequest``."""
        return Query(self.question, self.top_k, filters_of(self.filters))


class UploadedText(Strict):
    """A document sent as text."""

    text: Annotated[str, Field(description="All of it. A first line of its own is taken as its heading.")]
    title: Annotated[Name | None, Field(min_length=1, max_length=500, description="What citations show.")] = None
    source: Annotated[
        Text | None,
        Field(
            min_length=1,
            max_length=1_000,
            description="What identifies it: the same source again replaces the text, and never a file of that name"
            " (409). By default the text's hash.",
        ),
    ] = None
    tags: Annotated[
        tuple[Annotated[Text, Field(max_length=100)], ...],
        FIRST_MISTAKE,
        Field(max_length=100, description="For the filter."),
    ] = ()
    published_at: Annotated[
        datetime.date | datetime.datetime | None, Field(union_mode="left_to_right", description="ISO 8601.")
    ] = None

    def sent(self) -> SentText:
        """Return it as the index keeps it."""
        return SentText(self.text, self.title, self.source, self.tags, self.published_at)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages for a question, best first."""

    question: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class DocumentList:
    """Some of the current documents.

    Attributes:
        documents: from ``offset`` on, at most ``limit``.
        total: how many there are in all.
        limit: as asked.
        offset: as asked.
    """

    documents: tuple[DocumentSummary, ...]
    total: int
    limit: int
    offset: int


class ChosenTags(Strict):
    """The tags that a document is to have."""

    tags: Annotated[
        tuple[Annotated[Text, Field(max_length=100)], ...],
        FIRST_MISTAKE,
        Field(max_length=100, description="In any form."),
    ]


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag, and how many documents have it."""

    tag: str
    documents: int


@dataclass(frozen=True, slots=True)
class TypeCount:
    """A type, and how many documents are of it."""

    type: str
    documents: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The documents counted: by tag, the tags by name; by type, the most first; and all.

    Of more than 500 tags or types, those are named that most documents have.
    """

    tags: tuple[TagCount, ...]
    types: tuple[TypeCount, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class VersionList:
    """The versions of a document, the newest first."""

    versions: tuple[DocumentVersion, ...]


@dataclass(frozen=True, slots=True)
class RemovedList:
    """Documents that can be brought back, what was removed last first."""

    removed: tuple[RemovedDocument, ...]


@dataclass(frozen=True, slots=True)
class JobList:
    """Some of the uploads, newest first: from ``offset`` on, at most ``limit``."""

    jobs: tuple[Job, ...]
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class ServerStatus(IndexStatus):
    """What the index holds, what was repaired on opening it, how files are confined, and which Footnote serves it."""

    notices: tuple[str, ...]
    sandbox: Protection
    footnote: str


@dataclass(frozen=True, slots=True)
class Health:
    """The server runs."""

    status: str = "ok"


Part = Literal["index", "models", "disk"]
IndexState = Literal["ok", "gone", "unreadable"]
ModelsState = Literal["ok", "loading"]
DiskState = Literal["ok", "full", "unwritable", "read-only", "gone"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the server can answer.

    Attributes:
        status: the whole.
        missing: which of the parts below hinder it.
        index: gone when it was removed or replaced since it was opened.
        models: loading for the first seconds.
        disk: full when there is hardly room for a commit; unwritable when it could be written and cannot any more.
        generation: of the last commit.
        behind: commits that are not in the index that is searched; the next search catches up.
    """

    status: Literal["ready", "not ready"]
    missing: tuple[Part, ...]
    index: IndexState
    models: ModelsState
    disk: DiskState
    generation: int | None
    behind: int | None


class Problem(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(description="Names the kind of problem for programs.")]
    title: Annotated[str, Field(description="Names the kind of problem for people.")]
    status: Annotated[int, Field(description="The HTTP status.")]
    detail: Annotated[str, Field(description="What happened, and what to do about it.")]
    errors: Annotated[
        list[dict[str, str]] | None,
        Field(description="For a request that is not valid: where (at), and what (message)."),
    ] = None
    request_id: Annotated[
        str | None, Field(description="Names the request in the server's log; X-Request-ID of the response.")
    ] = None
