"""The files of a plan are read in children, and their documents given to a writer."""

import os
from collections import ChainMap, deque
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from index.documents import Document, Origin, document_id
from index.errors import DocumentConflict, DocumentError
from index.folders.files import FoundFile, open_file, unopened
from index.folders.ingest import Progress, Writer
from index.folders.plan import Plan, unsettled
from index.origins import brought, placed
from index.parse.formats import Contents, Failure
from index.parse.structure.contents import few
from index.sandbox.pool import ParserPool
from index.storage.records import FileRecord
from index.store import Index

__all__ = ["FileReader"]

_PARSED_AHEAD = 6
"""Files that are parsed while earlier ones are encoded."""


class FileReader:
    """Reads the files of a plan, once.

    A document whose place is taken by one that came another way is a failure, and the other stays.

    Attributes:
        writer: which took their documents.
        moved: old and new sources of records that had the sources that they claim, as older indexes have them.
        removed: sources of documents that files had and no file has any more.
    """

    def __init__(
        self, index: Index, plan: Plan, tags: Sequence[str], progress: Progress | None, *, folder_tags: bool
    ) -> None:
        """Read for an index, with tags for every document beside those that it has.

        Args:
            index: to write to, locked by the caller.
            plan: whose failures and skipped files grow by what is found in files.
            tags: in any form.
            progress: told of what is encoded.
            folder_tags: whether the names of the folders in which a file lies become its tags.
        """
        self.removed: list[str] = []
        self.moved: list[tuple[str, str]] = []
        self._index, self._plan, self._folder_tags = index, plan, folder_tags
        self._bytes = sum(found.status.st_size for found, _ in plan.read)
        self._bytes_read = 0
        self._progress = progress
        self.writer = Writer(index, tags, self._report if progress else None, words_first=True)
        self._origins = index.documents.origins()
        self._trashed = {each: there for each, there in index.documents.taken().items() if each not in self._origins}
        self._records = index.files.by_path()
        self._files_of: dict[str, set[str]] = {}
        for record in self._records.values():
            self._note_giver(record.path, (), record.document_ids)
        self._dropped: dict[str, set[str]] = {}

    def read_all(self, pool: ParserPool) -> None:
        """Read every file, some ahead of the one that is encoded."""
        self._read(self._plan.read, pool)
        again = [self._plan.found[path] for path in sorted(self._heirs()) if path in self._plan.found]
        self._read([(found, self._records[found.source].sha256) for found in again], pool)
        self.writer.finish()
        self._remove_dropped()

    def _read(self, files: Sequence[tuple[FoundFile, str]], pool: ParserPool) -> None:
        for found, sha256, contents in _parsed(files, pool):
            self._bytes_read += found.status.st_size
            before = self._records.get(found.source)
            had = set(before.document_ids) if before else self._documents_of(found.source)
            had &= self._origins.keys()
            if isinstance(contents, Contents):
                contents = brought(contents, Origin("folder", found.source))
                had = self._adopt(contents.documents, found.source, had)
                contents = self._placed(contents)
            if isinstance(contents, DocumentError):
                failure = Failure(found.source, str(contents))
                self._plan.failed.append(failure)
                # What it gave before it was damaged stays, as the last good state of it.
                self._end(self._plan.record(found, sha256, sorted(had), [failure]))
                continue
            failures = few(contents.failures, found.source)
            self._plan.failed += failures
            self._plan.skipped += contents.skipped
            for document in contents.documents:
                self._origins[document.id] = (document.source, document.origin)
                self.writer.add(document, found.folders if self._folder_tags else ())
            # A file that was written to after it was hashed gave other bytes: the next run reads it again.
            is_other = any(d.source == found.source and d.content_hash != sha256 for d in contents.documents)
            has = list(dict.fromkeys(document.id for document in contents.documents))
            self._dropped[found.source] = (self._dropped.get(found.source, set()) | had) - set(has)
            self._end(self._plan.record(found, "" if is_other else sha256, has, failures))

    def _placed(self, contents: Contents) -> Contents | DocumentError:
        try:
            return placed(contents, ChainMap(self._origins, self._trashed))
        except DocumentConflict as error:
            return DocumentError(error.problem, error.remedy)

    def _adopt(self, documents: Sequence[Document], path: str, had: set[str]) -> set[str]:
        """Let records that had the sources that they claim be what they are now; return what the file has given.

        Their versions, tags and vectors go along, and what cites them follows.
        """
        renamed = {
            document.claimed_source: document.source
            for document in documents
            if document.claimed_source
            and document.id not in self._origins
            and self._origins.get(document_id(document.claimed_source))
            == (document.claimed_source, Origin("folder", path))
        }
        if not renamed:
            return had
        self._index.files.move_claimed(path, renamed)
        for before, after in renamed.items():
            old, new = document_id(before), document_id(after)
            self._origins[new] = (after, self._origins.pop(old)[1])
            self.writer.note_move(old, new)
            had = (had - {old}) | {new}
        self.moved += renamed.items()
        return had

    def _end(self, record: FileRecord) -> None:
        """Remember a file, and let it be remembered when its documents are committed."""
        before = self._records.get(record.path)
        self._note_giver(record.path, before.document_ids if before else (), record.document_ids)
        self._records[record.path] = record
        dropped = self._dropped.get(record.path)
        if dropped:
            # Another file of this run may give what this one has no more: that shows at the end. Until then the file
            # counts as one to read again, so that a run that is killed loses nothing and leaves nothing.
            record = self._plan.record(self._plan.found[record.path], "", [*record.document_ids, *sorted(dropped)])
        self.writer.end_file(record)

    def _note_giver(self, path: str, before: Collection[str], after: Collection[str]) -> None:
        for identity in before:
            self._files_of[identity].discard(path)
        for identity in after:
            self._files_of.setdefault(identity, set()).add(path)

    def _heirs(self) -> set[str]:
        """Return the files whose documents count now that no other file has one of the same source."""
        dropped = set().union(*self._dropped.values())
        return set().union(*(self._files_of.get(each, set()) for each in dropped))

    def _remove_dropped(self) -> None:
        """Remove what files had and no file has any more."""
        dropped = set().union(*self._dropped.values())
        if not dropped:
            return
        gone = sorted(each for each in dropped if each in self._origins and not self._files_of.get(each))
        self.removed += [self._origins[each][0] for each in gone]
        unread = [unsettled(self._records[path]) for path in self._heirs() if path not in self._plan.found]
        self._index.commit([], [*(self._records[path] for path, some in self._dropped.items() if some), *unread], gone)

    def _documents_of(self, path: str) -> set[str]:
        """Return what is known of a file from before there were records of files, or since it was forgotten."""
        return {
            identity
            for identity, (source, origin) in self._origins.items()
            if origin.way in ("", "folder") and (origin.file or source.partition("#")[0]) == path
        }

    def _report(self, chunks: int) -> None:
        assert self._progress is not None  # noqa: S101 — it is not called without
        share = min(1.0, self._bytes_read / self._bytes) if self._bytes else 1.0
        self._progress(chunks, max(chunks, round(chunks / share) if share else chunks))


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
