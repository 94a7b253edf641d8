"""The files of a plan are read in children, and their documents given to a writer."""

import os
from collections import ChainMap, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from index.documents import Document, Origin, document_id
from index.errors import DocumentConflict, DocumentError
from index.folders.files import FoundFile, open_file, unopened
from index.folders.reading.ledger import Ledger
from index.origins import brought, placed
from index.parse.formats import Contents
from index.sandbox.pool import ParserPool
from index.store import Index

__all__ = ["FileReader"]

_PARSED_AHEAD = 6
"""Files that are parsed while earlier ones are encoded."""


class FileReader:
    """Reads the files of a plan, once.

    A document whose place is taken by one that came another way is a failure, and the other stays.

    Attributes:
        moved: old and new sources of records that had the sources that they claim, as older indexes have them.
    """

    def __init__(self, index: Index, ledger: Ledger, pool: ParserPool, *, folder_tags: bool) -> None:
        """Read for an index.

        Args:
            index: to write to, locked by the caller.
            ledger: of what each file gives.
            pool: of children to parse in.
            folder_tags: whether the names of the folders in which a file lies become its tags.
        """
        self.moved: list[tuple[str, str]] = []
        self._index, self._ledger, self._pool, self._folder_tags = index, ledger, pool, folder_tags
        taken = index.documents.taken()
        self._trashed = {each: there for each, there in taken.items() if each not in ledger.origins}

    def read_all(self) -> None:
        """Read every file, some ahead of the one that is encoded."""
        ledger = self._ledger
        self._read(ledger.plan.read)
        self._read([(found, ledger.hash_of(found)) for found in ledger.heirs()])
        ledger.writer.finish()
        ledger.remove_dropped()

    def _read(self, files: Sequence[tuple[FoundFile, str]]) -> None:
        ledger = self._ledger
        for found, sha256, contents in _parsed(files, self._pool):
            had = ledger.begin(found)
            if isinstance(contents, Contents):
                contents = brought(contents, Origin("folder", found.source))
                had = self._adopt(contents.documents, found.source, had)
                contents = self._placed(contents)
            if isinstance(contents, DocumentError):
                ledger.fail(found, sha256, had, contents)
                continue
            for document in contents.documents:
                ledger.origins[document.id] = (document.source, document.origin)
                ledger.writer.add(document, found.folders if self._folder_tags else ())
            # A file that was written to after it was hashed gave other bytes: the next run reads it again.
            is_other = any(d.source == found.source and d.content_hash != sha256 for d in contents.documents)
            has = list(dict.fromkeys(document.id for document in contents.documents))
            ledger.end(found, "" if is_other else sha256, had, has, contents.failures, contents.skipped)

    def _placed(self, contents: Contents) -> Contents | DocumentError:
        try:
            return placed(contents, ChainMap(self._ledger.origins, self._trashed))
        except DocumentConflict as error:
            return DocumentError(error.problem, error.remedy)

    def _adopt(self, documents: Sequence[Document], path: str, had: set[str]) -> set[str]:
        """Let records that had the sources that they claim be what they are now; return what the file has given.

        Their versions, tags and vectors go along, and what cites them follows.
        """
        origins = self._ledger.origins
        renamed = {
            document.claimed_source: document.source
            for document in documents
            if document.claimed_source
            and document.id not in origins
            and origins.get(document_id(document.claimed_source)) == (document.claimed_source, Origin("folder", path))
        }
        if not renamed:
            return had
        self._index.files.move_claimed(path, renamed)
        for before, after in renamed.items():
            old, new = document_id(before), document_id(after)
            origins[new] = (after, origins.pop(old)[1])
            self._ledger.writer.note_move(old, new)
            had = (had - {old}) | {new}
        self.moved += renamed.items()
        return had


_Parsed = tuple[FoundFile, str, Contents | DocumentError]


def _parsed(files: Sequence[tuple[FoundFile, str]], pool: ParserPool) -> Iterator[_Parsed]:
    """Yield what is in the files, in order, while the next ones are read."""

    def read(found: FoundFile) -> Contents | DocumentError:
        try:
            descriptor = open_file(found)
        except OSError as error:
            return unopened(error)
        try:
            return pool.read(descriptor, found.source, found.path.name)
        except DocumentError as error:
            return error
        finally:
            os.close(descriptor)

    with ThreadPoolExecutor(2) as threads:
        waiting: deque[tuple[FoundFile, str, Future[Contents | DocumentError]]] = deque()
        for found, sha256 in files:
            waiting.append((found, sha256, threads.submit(read, found)))
            if len(waiting) > _PARSED_AHEAD:
                first, its_hash, future = waiting.popleft()
                yield first, its_hash, future.result()
        for first, its_hash, future in waiting:
            yield first, its_hash, future.result()
