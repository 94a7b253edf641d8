"""Processes that read the files of folders for this one, and bring in what is in them."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.errors import DocumentError
from index.folders.files import FoundFile
from index.parse.formats import Failure
from index.storage.records import DocumentSummary

__all__ = ["BroughtIn", "Helpers"]


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of a file that another process read.

    Attributes:
        sha256: of the bytes that it was given, in hex.
        documents: of the file, all of them in the index.
        failures: files in it that should have become documents.
        skipped: files in it of kinds that are not read.
    """

    sha256: str
    documents: tuple[DocumentSummary, ...]
    failures: tuple[Failure, ...] = ()
    skipped: tuple[Failure, ...] = ()


class Helpers(Protocol):
    """Who can be given files, which are brought in as if they were read here."""

    def are_there(self) -> bool:
        """Tell whether anybody would take a file now."""

    def read(
        self, files: Sequence[FoundFile], tags: Sequence[str], *, folder_tags: bool
    ) -> Generator[tuple[FoundFile, BroughtIn | DocumentError], None, None]:
        """Give files away, and yield what became of each, as they are done; no write lock is held meanwhile.

        It ends early when nobody is there any more; what was not done then was not done at all, or is found to be there
        when it is done again. Whoever breaks it off calls off what is not done.

        Args:
            files: to read.
            tags: given to every document, beside those that it has.
            folder_tags: whether the names of the folders in which a file lies become its tags.
        """
