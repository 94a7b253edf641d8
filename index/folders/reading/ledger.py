"""What each file of a folder has given to the index, while files are read."""

from collections.abc import Collection, Sequence

from index.errors import DocumentError
from index.folders.files import FoundFile
from index.folders.ingest import Progress, Writer
from index.folders.plan import Plan, unsettled
from index.origins import lies_in
from index.parse.formats import Failure
from index.parse.structure.contents import few
from index.storage.records import FileRecord
from index.store import Index

__all__ = ["Ledger"]


class Ledger:
    """Keeps account of which file has given which documents, and removes what no file gives any more.

    Attributes:
        plan: whose failures and skipped files grow by what is found in files.
        writer: which has their documents.
        origins: source and origin of every current document, by id.
        removed: sources of documents that files had and no file has any more.

    Args:
        index: to write to.
        plan: of what is read.
        tags: given to every document beside those that it has, in any form.
        progress: told of what is encoded.
    """

    def __init__(self, index: Index, plan: Plan, tags: Sequence[str], progress: Progress | None) -> None:
        self.plan = plan
        self.removed: list[str] = []
        self.origins = index.documents.origins()
        self._index = index
        self._progress = progress
        self._bytes = sum(found.status.st_size for found, _ in plan.read)
        self._bytes_read = 0
        self.writer = Writer(index, tags, self.report if progress else None, words_first=True)
        self._records = index.files.by_path()
        self._files_of: dict[str, set[str]] = {}
        for record in self._records.values():
            self._note_giver(record.path, (), record.document_ids)
        self._dropped: dict[str, set[str]] = {}

    @property
    def has_claimed(self) -> bool:
        """Whether documents have the sources that they claim, as in older indexes: only ``FileReader`` moves those."""
        return any(
            origin.way == "folder" and not lies_in(source, origin.file) for source, origin in self.origins.values()
        )

    def begin(self, found: FoundFile) -> set[str]:
        """Take notice that a file was read, and return the ids of the documents that it gave the last time."""
        self._bytes_read += found.status.st_size
        before = self._records.get(found.source)
        had = set(before.document_ids) if before else self._documents_of(found.source)
        return had & self.origins.keys()

    def fail(self, found: FoundFile, sha256: str, had: Collection[str], error: DocumentError) -> None:
        """Take notice of a file that cannot be read; what it gave before stays, as the last good state of it."""
        failure = Failure(found.source, str(error))
        self.plan.failed.append(failure)
        self._end(self.plan.record(found, sha256, sorted(had), [failure]))

    def end(
        self,
        found: FoundFile,
        sha256: str,
        had: Collection[str],
        has: Sequence[str],
        failures: Sequence[Failure] = (),
        skipped: Sequence[Failure] = (),
    ) -> None:
        """Take notice of a file whose documents the writer has.

        Args:
            found: the file.
            sha256: of its bytes, in hex; empty for one that the next run is to read again.
            had: ids of documents that it gave before.
            has: ids of those that it gives now.
            failures: files in it that should have become documents.
            skipped: files in it of kinds that are not read.
        """
        kept = few(failures, found.source)
        self.plan.failed += kept
        self.plan.skipped += skipped
        self._dropped[found.source] = (self._dropped.get(found.source, set()) | set(had)) - set(has)
        self._end(self.plan.record(found, sha256, has, kept))

    def heirs(self) -> list[FoundFile]:
        """Return the files whose documents count now that no other file has one of the same source."""
        return [self.plan.found[path] for path in sorted(self._heirs()) if path in self.plan.found]

    def hash_of(self, found: FoundFile) -> str:
        """Return the hash of a file's bytes as they were when it was last read."""
        return self._records[found.source].sha256

    def remove_dropped(self) -> None:
        """Remove what files had and no file has any more."""
        dropped = set().union(*self._dropped.values())
        if not dropped:
            return
        gone = sorted(each for each in dropped if each in self.origins and not self._files_of.get(each))
        self.removed += [self.origins[each][0] for each in gone]
        unread = [unsettled(self._records[path]) for path in self._heirs() if path not in self.plan.found]
        self._index.commit([], [*(self._records[path] for path, some in self._dropped.items() if some), *unread], gone)

    def report(self, chunks: int) -> None:
        """Tell of so many chunks that are encoded, if anybody wants to know."""
        if self._progress:
            share = min(1.0, self._bytes_read / self._bytes) if self._bytes else 1.0
            self._progress(chunks, max(chunks, round(chunks / share) if share else chunks))

    def _end(self, record: FileRecord) -> None:
        """Remember a file, and let it be remembered when its documents are committed."""
        before = self._records.get(record.path)
        self._note_giver(record.path, before.document_ids if before else (), record.document_ids)
        self._records[record.path] = record
        dropped = self._dropped.get(record.path)
        if dropped:
            # Another file of this run may give what this one has no more: that shows at the end. Until then the file
            # counts as one to read again, so that a run that is killed loses nothing and leaves nothing.
            record = self.plan.record(self.plan.found[record.path], "", [*record.document_ids, *sorted(dropped)])
        self.writer.end_file(record)

    def _note_giver(self, path: str, before: Collection[str], after: Collection[str]) -> None:
        for identity in before:
            self._files_of[identity].discard(path)
        for identity in after:
            self._files_of.setdefault(identity, set()).add(path)

    def _heirs(self) -> set[str]:
        dropped = set().union(*self._dropped.values())
        return set().union(*(self._files_of.get(each, set()) for each in dropped))

    def _documents_of(self, path: str) -> set[str]:
        """Return what is known of a file from before there were records of files, or since it was forgotten."""
        return {
            identity
            for identity, (source, origin) in self.origins.items()
            if origin.way in ("", "folder") and (origin.file or source.partition("#")[0]) == path
        }
