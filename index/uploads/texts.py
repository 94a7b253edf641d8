"""A text that was sent by itself, without a file: what is kept of it, and the document that it becomes."""

import dataclasses
import datetime
import json
import threading
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter

from index.documents import Document
from index.errors import EmptyDocument
from index.sandbox.pool import ParserPool
from index.text.tags import tidy_tags
from index.uploads.queue.job import Job

__all__ = ["SentText", "canonical", "read_text"]


@dataclass(frozen=True, slots=True)
class SentText:
    """A text with what its sender says of it.

    Attributes:
        text: all of it.
        title: that citations show; by default its first line.
        source: that identifies it across its versions; by default one made of its hash.
        tags: in any form.
        published_at: a day, or a moment; by default what its text says.
    """

    text: str
    title: str | None = None
    source: str | None = None
    tags: tuple[str, ...] = ()
    published_at: Annotated[datetime.date | datetime.datetime | None, Field(union_mode="left_to_right")] = None


_JSON = TypeAdapter(SentText)


def canonical(sent: SentText) -> bytes:
    """Return a text with its fields as the bytes that tell it from every other version."""
    return json.dumps(_JSON.dump_python(sent, mode="json"), sort_keys=True).encode()


def read_text(data: bytes, job: Job, parsers: ParserPool, stop: threading.Event | None = None) -> Document:
    """Return the document of ``canonical`` bytes; it is parsed as a plain text file is, until ``stop`` is set.

    Raises:
        DocumentError: it has no text, or needs more than the limits.
        ReadingStopped: ``stop`` was set.
    """
    sent = _JSON.validate_json(data)
    found = parsers.read_bytes(sent.text.encode(), job.source, f"{job.name}.txt", stop).documents
    if not found:
        raise EmptyDocument(f"“{job.name}” has no text in it", "Add text to it")
    return dataclasses.replace(
        found[0],
        title=sent.title or found[0].title,
        published_at=sent.published_at.isoformat() if sent.published_at else found[0].published_at,
        content_hash=job.sha256,
        tags=tidy_tags(sent.tags),
    )
