"""What a file gave: documents, and what in it could not become one."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import Document

__all__ = ["Contents", "Failure", "few"]

_MOST_KEPT = 100
_LONGEST_KEPT = 1_000


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


def few(failures: Sequence[Failure], source: str) -> tuple[Failure, ...]:
    """Return failures as they are kept: the first, each cut to a legible length, and how many more there were.

    An archive of a megabyte can name fifty thousand files that cannot be read.

    Args:
        failures: of one file.
        source: of that file, which the count is told of.
    """
    kept = [Failure(_cut(each.source), _cut(each.reason)) for each in failures[:_MOST_KEPT]]
    if more := len(failures) - len(kept):
        kept.append(Failure(_cut(source), f"{more:,} more of the files in it could not be read"))
    return tuple(kept)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_KEPT else f"{words[:_LONGEST_KEPT]}…"
