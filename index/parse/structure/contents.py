"""What a file gave: documents, and what in it could not become one."""

from dataclasses import dataclass

from index.documents import Document

__all__ = ["Contents", "Failure"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not indexed, and why: one line for the reader."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a file.

    Attributes:
        documents: each with text.
        failures: files in it (of an archive, a mail) that should have become documents.
        skipped: files in it of kinds that are not read.
    """

    documents: tuple[Document, ...] = ()
    failures: tuple[Failure, ...] = ()
    skipped: tuple[Failure, ...] = ()
