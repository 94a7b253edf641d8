"""The files of a plan are read in children, and their documents given to a writer."""

import os
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from index.documents import Document
from index.errors import DocumentError
from index.files import FoundFile, open_file, unopened
from index.ingest import Progress, Writer
from index.parse import Contents, Failure
from index.parser_pool import ParserPool
from index.records import FileRecord
from index.store import Index
from index.sync_plan import Plan, unsettled

__all__ = ["FileReader"]

_PARSED_AHEAD = 6
"""Files that are parsed while earlier ones are encoded."""


class FileReader:
    """Reads the files of a plan, once.

    Where several files have documents of the same source, such as two exports of the same records, that of the last
    file by path counts, whichever was read last.

    Attributes:
        writer: which took their documents.
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
        self._index, self._plan, self._folder_tags = index, plan, folder_tags
        self._bytes = sum(found.status.st_size for found, _ in plan.read)
        self._bytes_read = 0
        self._progress = progress
        self.writer = Writer(index, tags, self._report if progress else None)
        self._sources = index.sources()
        self._records = index.files()
        self._files_of: dict[str, set[str]] = {}
        for record in self._records.values():
            self._note_giver(record.path, (), record.document_ids)
        self._dropped: dict[str, set[str]] = {}
        self._disputed: set[str] = set()
        self._taken_from: dict[str, str] = {}

    def read_all(self, pool: ParserPool) -> None:
        """Read every file, some ahead of the one that is encoded."""
        self._read(self._plan.read, pool)
        again = [self._plan.found[path] for path in sorted(self._heirs()) if path in self._plan.found]
        self._read([(found, self._records[found.source].sha256) for found in again], pool)
        self.writer.finish()
        self._remove_dropped()
        self._tell_disputed()

    def _read(self, files: Sequence[tuple[FoundFile, str]], pool: ParserPool) -> None:
        for found, sha256, contents in _parsed(files, pool):
            self._bytes_read += found.status.st_size
            before = self._records.get(found.source)
            had = set(before.document_ids) if before else _documents_of(found.source, self._sources)
            had &= self._sources.keys()
            if isinstance(contents, DocumentError):
                failure = Failure(found.source, str(contents))
                self._plan.failed.append(failure)
                # What it gave before it was damaged stays, as the last good state of it.
                self._end(self._plan.record(found, sha256, sorted(had), [failure]))
                continue
            self._plan.failed += contents.failures
            self._plan.skipped += contents.skipped
            for document in contents.documents:
                self._add(document, found)
            # A file that was written to after it was hashed gave other bytes: the next run reads it again.
            is_other = any(d.source == found.source and d.content_hash != sha256 for d in contents.documents)
            has = list(dict.fromkeys(document.id for document in contents.documents))
            self._dropped[found.source] = (self._dropped.get(found.source, set()) | had) - set(has)
            self._end(self._plan.record(found, "" if is_other else sha256, has, contents.failures))

    def _add(self, document: Document, found: FoundFile) -> None:
        others = self._files_of.get(document.id, set()) - {found.source}
        if others and self.writer.differs(document):
            self._disputed.add(document.id)
            if max(others) > found.source:
                return
        self._taken_from[document.id] = found.source
        self.writer.add(document, found.folders if self._folder_tags else ())

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
        """Return the files whose documents count now that others have none of the same source any more."""
        dropped = set().union(*self._dropped.values())
        last = {each: max(givers) for each in dropped if (givers := self._files_of.get(each))}
        return {path for identity, path in last.items() if self._taken_from.get(identity) != path}

    def _remove_dropped(self) -> None:
        """Remove what files had and no file has any more."""
        dropped = set().union(*self._dropped.values())
        if not dropped:
            return
        gone = sorted(each for each in dropped if not self._files_of.get(each))
        self.removed += [self._sources[each] for each in gone]
        unread = [unsettled(self._records[path]) for path in self._heirs() if path not in self._plan.found]
        self._index.put([], [*(self._records[path] for path, some in self._dropped.items() if some), *unread], gone)

    def _tell_disputed(self) -> None:
        """Say which documents do not count because a later file has another of the same source."""
        for identity in sorted(self._disputed):
            givers = self._files_of[identity]
            self._plan.skipped += [
                Failure(path, f"a document in it does not count: “{Path(max(givers)).name}” has another of its source")
                for path in sorted(givers - {max(givers)})
            ]

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


def _documents_of(path: str, sources: dict[str, str]) -> set[str]:
    return {identity for identity, source in sources.items() if source.partition("#")[0] == path}
