"""The tools that read and list documents: what each takes, and what it does with it."""

import base64
import binascii
import json
from typing import Annotated

from pydantic import Field

from index.errors import DocumentNotFound
from index.hardening.nested_json import read_json
from index.storage.records import DocumentSummary
from index.text.names import composed, is_by
from index.text.tags import tidy_tags
from rag.asking.assistant import Assistant
from web.errors.tree import InvalidRequest
from web.mcp.arguments import Arguments
from web.mcp.marked_lines import NOTICE
from web.mcp.results import DocumentResult, DocumentsResult, ListedDocument
from web.schemas.fields import Text

__all__ = ["READ_CHARACTERS", "ListArguments", "ReadArguments"]

READ_CHARACTERS = 10_000
"""What one call of read_document gives: some 2,500 tokens of English."""


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
            page=index.pages.at(document.id, document.version, self.start),
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
    author: Annotated[
        Text, Field(max_length=100, description="Only documents that this person wrote: a name, or words of it.")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=200, description="How many at a time.")] = 50
    cursor: Annotated[str, Field(max_length=10_000, description="What the last call gave as next_cursor.")] = ""

    def run(self, assistant: Assistant) -> DocumentsResult:
        """List documents by title.

        Raises:
            InvalidRequest: the cursor cannot be read.
        """
        after = _position(self.cursor) if self.cursor else None
        words, tags = composed(self.query).casefold().split(), set(tidy_tags([self.tag]))
        found = [each for each in assistant.index.documents.listed() if self._wants(each, words, tags)]
        rest = [each for each in found if after is None or (each.title, each.source) > after]
        some = rest[: self.limit]
        return DocumentsResult(
            notice=NOTICE,
            documents=tuple(map(_entry, some)),
            total=len(found),
            next_cursor=_cursor(some[-1]) if len(rest) > self.limit else None,
        )

    def _wants(self, document: DocumentSummary, words: list[str], tags: set[str]) -> bool:
        if self.author and not is_by(document.authors, [self.author]):
            return False
        text = composed(f"{document.title}\n{document.source}").casefold()
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
        authors=document.authors,
    )


def _cursor(document: DocumentSummary) -> str:
    """Return the position after a document: titles and sources, not a number, which a removal would shift."""
    return base64.urlsafe_b64encode(json.dumps([document.title, document.source], ensure_ascii=False).encode()).decode()


def _position(cursor: str) -> tuple[str, str]:
    try:
        title, source = read_json(base64.urlsafe_b64decode(cursor.encode()))
        return str(title), str(source)
    except (binascii.Error, ValueError, TypeError) as error:
        raise InvalidRequest(
            "The cursor cannot be read", "Give next_cursor of the last result, or leave it out to begin anew"
        ) from error
