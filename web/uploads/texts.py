"""A text that was sent as JSON: what is kept of it, and the document that it becomes."""

import dataclasses
import json
import threading

from index.documents import Document
from index.errors import EmptyDocument
from index.sandbox.pool import ParserPool
from index.text.tags import tidy_tags
from index.uploads.jobs import Job
from web.schemas.asking import UploadedText

__all__ = ["canonical", "read_text"]


def canonical(sent: UploadedText) -> bytes:
    """Return a text with its fields as the bytes that tell it from every other version."""
    return json.dumps(sent.model_dump(mode="json"), sort_keys=True).encode()


def read_text(data: bytes, job: Job, parsers: ParserPool, stop: threading.Event | None = None) -> Document:
    """Return the document of ``canonical`` bytes; it is parsed as a plain text file is, until ``stop`` is set.

    Raises:
        DocumentError: it has no text, or needs more than the limits.
        ReadingStopped: ``stop`` was set.
    """
    sent = UploadedText.model_validate_json(data)
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
