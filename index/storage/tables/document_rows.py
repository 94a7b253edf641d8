"""Documents as they stand in the rows of their table, and what becomes of a row."""

import json
from collections.abc import Sequence
from typing import Any

from index.documents import Section, StoredDocument
from index.storage.records import DocumentSummary
from index.storage.tables.catalogue import type_of
from index.text.tags import read_tags

__all__ = ["SHOWN", "STORED", "SUMMARIES", "stored_document", "summary"]

SUMMARIES = """
SELECT id, version, title, source, published_at, media_type, characters,
    (SELECT count(*) FROM chunks WHERE document_id = documents.id), added_at, tags, language,
    claimed_source, authors
FROM documents WHERE current
"""

STORED = """
SELECT id, version, current, title, source, text, sections, published_at, media_type, language, tags, claimed_source,
    authors
FROM documents
"""


# All of this is in an index; where a document's file is lies behind its text.
SHOWN = "SELECT id, source, tags, authors FROM documents INDEXED BY shown_documents WHERE current"


def summary(row: tuple[Any, ...]) -> DocumentSummary:
    """Return what a row of ``SUMMARIES`` says."""
    *values, tags, language, claimed, authors = row
    _, _, _, source, _, media_type, *_ = values
    by = () if authors == "[]" else tuple(json.loads(authors))
    return DocumentSummary(*(*values, read_tags(tags), type_of(source, media_type), language, claimed, by))


def stored_document(
    identity: str, version: int, current: int, title: str, source: str, text: str, sections: str, *row: Any
) -> StoredDocument:
    """Return what the columns of ``STORED`` say."""
    published_at, media_type, language, tags, claimed, authors = row
    divided = tuple(map(_section, json.loads(sections)))
    described = published_at, media_type, language, read_tags(tags), claimed, tuple(json.loads(authors))
    return StoredDocument(identity, version, bool(current), title, source, text, divided, *described)


def _section(values: Sequence[Any]) -> Section:
    """Return a section as it was stored; those of older indexes have no head."""
    start, end, heading, *head = values
    return Section(start, end, heading, (head[0][0], head[0][1]) if head and head[0] else None)
