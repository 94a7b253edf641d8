"""What the API takes and gives of documents and uploads, beside the index's own dataclasses."""

import datetime
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from index.storage.records import DocumentSummary, DocumentVersion
from index.storage.tables.trash import RemovedDocument
from index.uploads.queue.job import Job
from index.uploads.texts import SentText
from web.errors.validation import FIRST_MISTAKE
from web.schemas.fields import Name, Strict, Text

__all__ = [
    "AuthorCount",
    "ChosenTags",
    "DocumentList",
    "Facets",
    "JobList",
    "RemovedList",
    "TagCount",
    "TypeCount",
    "UploadedText",
    "VersionList",
]


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
class AuthorCount:
    """Who wrote documents, and how many; names of the same words are one, as it is written most often."""

    author: str
    documents: int


@dataclass(frozen=True, slots=True)
class TypeCount:
    """A type, and how many documents are of it."""

    type: str
    documents: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The documents counted: by tag and by author, these by name; by type, the most first; and all.

    Of more than 500 tags, authors or types, those are named that most documents have.
    """

    tags: tuple[TagCount, ...]
    authors: tuple[AuthorCount, ...]
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
