"""The index becomes equal to folders: what is new is added, what changed replaced, what is gone removed."""

import dataclasses
import hashlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from index.documents import document_id
from index.errors import DocumentError
from index.files import FoundFile, SkippedFile, find_documents
from index.ingest import IngestReport, Progress, Writer
from index.parse import Contents, Failure
from index.parse.dates import date_in_name
from index.parse.titles import first_title
from index.parser_pool import ParserPool
from index.records import FileRecord
from index.store import Index
from index.tags import tidy_tags

__all__ = ["Plan", "plan_sync", "sync_paths"]

_HASHING_THREADS = 4
_PARSED_AHEAD = 6
"""Files that are parsed while earlier ones are encoded."""

_SETTLED_NS = 2_000_000_000
"""A file that changed less than two seconds before it was looked at may have changed again within the file system's
grain of time: its bytes are hashed once more."""

_MANY = 10


@dataclass(slots=True)
class Plan:
    """What has to happen for the index to equal some folders.

    Attributes:
        read: files to read, with their hash; new ones and changed ones.
        moved: files that are at another path, with the record of the old.
        gone: records of files that are no more.
        touched: records of files that changed in nothing but their times.
        unchanged: records of files to leave alone.
        failed: files that cannot be opened, and those that failed before and are the same.
        skipped: what is in the folders and is not read.
        looked_at_ns: when the look at the folders began.
    """

    read: list[tuple[FoundFile, str]] = field(default_factory=list)
    moved: list[tuple[FileRecord, FileRecord]] = field(default_factory=list)
    gone: list[FileRecord] = field(default_factory=list)
    touched: list[FileRecord] = field(default_factory=list)
    unchanged: list[FileRecord] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)
    looked_at_ns: int = field(default_factory=time.time_ns)

    def record(self, found: FoundFile, sha256: str, failure: str, document_ids: Sequence[str]) -> FileRecord:
        """Return what to remember of a file."""
        status = found.status
        return FileRecord(
            path=found.source,
            size=status.st_size,
            modified_ns=status.st_mtime_ns,
            changed_ns=status.st_ctime_ns,
            inode=status.st_ino,
            looked_at_ns=self.looked_at_ns,
            sha256=sha256,
            failure=failure,
            document_ids=tuple(document_ids),
        )


def plan_sync(index: Index, paths: Sequence[Path], *, keep_missing: bool = False, retry: bool = False) -> Plan:
    """Return what has to happen for the index to equal the files at the paths; no model is loaded, nothing written.

    A file whose size, times and number in the file system are as they were is taken for unchanged, as git takes it;
    any other is hashed.

    Args:
        index: to compare with.
        paths: of files, and of folders, which are walked.
        keep_missing: whether documents stay when their files are gone.
        retry: whether files that failed before are read again.

    Raises:
        DocumentError: a path does not exist.
    """
    known = _known(index)
    plan = Plan()
    found: dict[str, FoundFile] = {}
    kept_under: list[str] = []
    own = index.folder.resolve().as_posix()
    for each in find_documents(paths, known):
        # A link that leads nowhere is there itself, and says nothing of what it led to.
        place = each.source if isinstance(each, FoundFile) else f"{_source(each.path.parent)}/{each.path.name}"
        if place.startswith(f"{own}/"):
            continue
        if isinstance(each, SkippedFile):
            plan.skipped.append(Failure(str(each.path), each.reason))
            kept_under.append(place)
        else:
            found[each.source] = each
    changed = [each for each in found.values() if not _is_settled(each, known.get(each.source))]
    with ThreadPoolExecutor(_HASHING_THREADS) as threads:
        hashes = dict(zip((each.source for each in changed), threads.map(_sha256, changed), strict=True))
    missing = [] if keep_missing else _missing(known, found, paths, kept_under)
    _sort_out(plan, found, known, hashes, retry=retry)
    _recognise_moves(index, plan, missing, known)
    return plan


def sync_paths(
    index: Index,
    paths: Sequence[Path],
    *,
    pool: ParserPool | None = None,
    progress: Progress | None = None,
    tags: Sequence[str] = (),
    folder_tags: bool = False,
    keep_missing: bool = False,
    remove_all: bool = False,
    retry: bool = False,
    announce: Callable[[Plan], None] | None = None,
) -> IngestReport:
    """Make the index equal to files and folders; a file that cannot be read is reported, and the run goes on.

    Args:
        index: to write to.
        paths: of files, and of folders that are searched.
        pool: of children to parse in; one of its own by default.
        progress: told of what is encoded.
        tags: given to every document in there, beside those that the document has.
        folder_tags: whether the names of the folders in which a file lies become its tags.
        keep_missing: whether documents stay when their files are gone.
        remove_all: whether everything may go, as when a folder is empty that was not.
        retry: whether files that failed before are read again.
        announce: called with the plan before anything is written.

    Raises:
        DocumentError: a path does not exist, or everything in it is gone.
        IndexLocked: another process is writing to the index.
    """
    started = time.monotonic()
    with index.writing():
        plan = plan_sync(index, paths, keep_missing=keep_missing, retry=retry)
        if announce:
            announce(plan)
        if len(plan.gone) > _MANY and not (plan.read or plan.unchanged or plan.touched or plan.moved or remove_all):
            raise DocumentError(
                f"All {len(plan.gone)} files that were indexed from there are gone",
                "Check that the folder is the right one and its drive is there; if so, add --remove-all",
            )
        sources = index.sources()
        removed = _remove(index, plan, sources)
        moved = _move(index, plan, sources)
        if tags and moved:
            index.tag([document_id(source) for _, source in moved], tidy_tags(tags))
        if plan.touched:
            index.note_files(plan.touched)
        same = [*plan.touched, *plan.unchanged]
        unchanged = [sources[each] for record in same for each in record.document_ids if each in sources]
        if tags and unchanged:
            index.tag([document_id(source) for source in unchanged], tidy_tags(tags))
        run = _Run(index, plan, tags, progress, folder_tags=folder_tags)
        if plan.read:
            with nullcontext(pool) if pool else ParserPool() as children:
                run.read_all(children)
        index.refresh()
    return IngestReport(
        added=tuple(run.writer.added),
        replaced=tuple(run.writer.replaced),
        removed=(*removed, *run.removed),
        moved=moved,
        unchanged=(*unchanged, *run.writer.unchanged),
        failed=tuple(plan.failed),
        skipped=tuple(plan.skipped),
        chunks=run.writer.chunks,
        seconds=time.monotonic() - started,
    )


class _Run:
    """Reads the files of a plan in children, and gives their documents to the writer."""

    def __init__(
        self, index: Index, plan: Plan, tags: Sequence[str], progress: Progress | None, *, folder_tags: bool
    ) -> None:
        self.removed: list[str] = []
        self._dropped: dict[str, set[str]] = {}
        self._folder_tags = folder_tags
        self._index, self._plan = index, plan
        self._bytes = sum(found.status.st_size for found, _ in plan.read)
        self._bytes_read = 0
        self._progress = progress
        self.writer = Writer(index, tags, self._report if progress else None)

    def read_all(self, pool: ParserPool) -> None:
        """Read every file, some ahead of the one that is encoded."""
        records = self._index.files()
        sources = self._index.sources()
        for found, sha256, contents in _parsed(self._plan.read, pool):
            self._bytes_read += found.status.st_size
            before = records.get(found.source)
            had = set(before.document_ids) if before else _documents_of(found.source, sources)
            if isinstance(contents, DocumentError):
                self._plan.failed.append(Failure(found.source, str(contents)))
                # What it gave before it was damaged stays, as the last good state of it.
                kept = sorted(had & sources.keys())
                records[found.source] = self._plan.record(found, sha256, str(contents), kept)
                self.writer.end_file(records[found.source])
                continue
            for document in contents.documents:
                self.writer.add(document, found.folders if self._folder_tags else ())
            self._plan.failed += contents.failures
            self._plan.skipped += contents.skipped
            has = [document.id for document in contents.documents]
            dropped = (had & sources.keys()) - set(has)
            # A file that was written to after it was hashed gave other bytes: the next run reads it again.
            is_other = any(d.source == found.source and d.content_hash != sha256 for d in contents.documents)
            records[found.source] = self._plan.record(found, "" if is_other else sha256, "", has)
            if not dropped:
                self.writer.end_file(records[found.source])
                continue
            # Another file of this run may give what this one has no more: that shows at the end. Until then the file
            # counts as one to read again, so that a run that is killed loses nothing and leaves nothing.
            self._dropped[found.source] = dropped
            self.writer.end_file(self._plan.record(found, "", "", [*has, *sorted(dropped)]))
        self.writer.finish()
        self._remove_dropped(records, sources)

    def _remove_dropped(self, records: dict[str, FileRecord], sources: dict[str, str]) -> None:
        """Remove what files gave and no file gives any more."""
        if not self._dropped:
            return
        given = {identity for record in records.values() for identity in record.document_ids}
        gone = sorted(set().union(*self._dropped.values()) - given)
        self.removed += [sources[each] for each in gone]
        self._index.put([], [records[path] for path in self._dropped], gone)

    def _report(self, chunks: int) -> None:
        assert self._progress is not None  # noqa: S101 — it is not called without
        share = self._bytes_read / self._bytes if self._bytes else 1.0
        self._progress(chunks, max(chunks, round(chunks / share) if share else chunks))


_Parsed = tuple[FoundFile, str, Contents | DocumentError]


def _parsed(files: Sequence[tuple[FoundFile, str]], pool: ParserPool) -> Iterator[_Parsed]:
    """Yield what is in the files, in order, while the next ones are read."""

    def read(found: FoundFile) -> Contents | DocumentError:
        try:
            descriptor = _open(found)
        except OSError as error:
            return _unopened(error)
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


def _known(index: Index) -> dict[str, FileRecord]:
    """Return the records of files; of documents that came before there were any, records that match nothing."""
    records = index.files()
    recorded = {identity for record in records.values() for identity in record.document_ids}
    older: dict[str, list[str]] = {}
    for identity, source in index.sources().items():
        path = source.partition("#")[0]
        if identity not in recorded and path.startswith("/") and path not in records:
            older.setdefault(path, []).append(identity)
    hashes = index.content_hashes() if older else {}
    for path, identities in older.items():
        only = hashes.get(identities[0], "") if identities == [document_id(path)] else ""
        records[path] = FileRecord(path, -1, 0, 0, 0, 0, only, "", tuple(identities))
    return records


def _is_settled(found: FoundFile, record: FileRecord | None) -> bool:
    """Tell whether a file is as it was, without a look at its bytes."""
    if record is None:
        return False
    status = found.status
    is_same = (record.size, record.modified_ns, record.changed_ns, record.inode) == (
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
    )
    return is_same and record.looked_at_ns - max(record.modified_ns, record.changed_ns) > _SETTLED_NS


def _sort_out(
    plan: Plan,
    found: dict[str, FoundFile],
    known: dict[str, FileRecord],
    hashes: dict[str, str | DocumentError],
    *,
    retry: bool,
) -> None:
    for source, each in found.items():
        record, now = known.get(source), hashes.get(source)
        if isinstance(now, DocumentError):
            plan.failed.append(Failure(source, str(now)))
        elif record is None or (now is not None and now != record.sha256) or (record.failure and retry):
            plan.read.append((each, now or (record.sha256 if record else "")))
        else:
            if record.failure:
                plan.failed.append(Failure(source, record.failure))
            (plan.unchanged if now is None else plan.touched).append(
                record if now is None else plan.record(each, now, record.failure, record.document_ids)
            )


def _recognise_moves(index: Index, plan: Plan, missing: Sequence[FileRecord], known: dict[str, FileRecord]) -> None:
    """Set files that are gone against new ones with the same bytes."""
    by_hash: dict[str, list[FileRecord]] = {}
    for record in missing:
        by_hash.setdefault(record.sha256, []).append(record)
    left: list[tuple[FoundFile, str]] = []
    for found, sha256 in plan.read:
        candidates = by_hash.get(sha256, []) if found.source not in known else []
        old = next((record for record in candidates if _is_move(index, record, found)), None)
        if old is not None:
            candidates.remove(old)
            plan.moved.append((old, plan.record(found, sha256, "", old.document_ids)))
        else:
            left.append((found, sha256))
    plan.read = left
    plan.gone = sorted((record for some in by_hash.values() for record in some), key=lambda record: record.path)


def _is_move(index: Index, old: FileRecord, new: FoundFile) -> bool:
    """Tell whether a file with the same bytes gives the same documents under its new path.

    Another extension has another parser; and where a title or a date is made of the name, another name has others.
    """
    before, after = Path(old.path).name, Path(new.source).name
    if not old.document_ids or old.failure or Path(before).suffix.lower() != Path(after).suffix.lower():
        return False
    if before == after:
        return True
    titles = {summary.title for summary in index.summaries(old.document_ids)}
    return first_title([], before) not in titles and date_in_name(before) == date_in_name(after)


def _missing(
    known: dict[str, FileRecord], found: dict[str, FoundFile], paths: Sequence[Path], kept_under: Sequence[str]
) -> list[FileRecord]:
    """Return the files under the given folders that are no more; what could not be looked into is not gone."""
    roots = [_source(path) for path in paths if path.is_dir()]

    def is_under(path: str, folders: Sequence[str]) -> bool:
        return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)

    return [
        record
        for path, record in known.items()
        if path not in found and is_under(path, roots) and not is_under(path, kept_under)
    ]


def _remove(index: Index, plan: Plan, sources: dict[str, str]) -> tuple[str, ...]:
    """Remove the documents of files that are gone, in one commit, and return their sources."""
    if not plan.gone:
        return ()
    paths = {record.path for record in plan.gone}
    still = {each for path, record in index.files().items() if path not in paths for each in record.document_ids}
    given = dict.fromkeys(each for record in plan.gone for each in record.document_ids)
    gone = [each for each in given if each in sources and each not in still]
    if gone:
        index.put([], gone=gone)
    index.note_files([], sorted(paths))
    return tuple(sources[identity] for identity in gone)


def _move(index: Index, plan: Plan, sources: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Let documents be where their files are now, and return their old and new sources."""
    pairs: list[tuple[str, str]] = []
    for old, new in plan.moved:
        its = [sources[each] for each in old.document_ids if each in sources]
        renamed = {
            source: new.path + source[len(old.path) :]
            for source in its
            if source == old.path or source.startswith(f"{old.path}#")
        }
        ids = tuple(document_id(renamed.get(source, source)) for source in its)
        index.move(old.path, dataclasses.replace(new, document_ids=ids), renamed)
        pairs += renamed.items()
    return tuple(pairs)


def _documents_of(path: str, sources: dict[str, str]) -> set[str]:
    return {identity for identity, source in sources.items() if source.partition("#")[0] == path}


def _sha256(found: FoundFile) -> str | DocumentError:
    """Return the hash of a file's bytes, or why it cannot be opened."""
    try:
        with os.fdopen(_open(found), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return _unopened(error)


def _open(found: FoundFile) -> int:
    # A pipe in the place of the file that was found would be waited for without end.
    return os.open(found.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)


def _unopened(error: OSError) -> DocumentError:
    return DocumentError(f"It cannot be read ({error.strerror or type(error).__name__})", "Check its permissions")


def _source(path: Path) -> str:
    return Path(os.path.realpath(path)).as_posix()
