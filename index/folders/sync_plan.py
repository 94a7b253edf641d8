"""What has to happen for an index to equal folders."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from index.documents import document_id
from index.errors import DocumentError
from index.folders.files import FoundFile, SkippedFile, find_documents, open_file, really_called, unopened
from index.folders.moves import recognise_moves, recognise_other_forms
from index.folders.plan import Plan
from index.limits import Limits, too_large
from index.origins import lies_in
from index.parse.formats import Failure
from index.storage.records import FileRecord
from index.store import Index

__all__ = ["plan_sync"]

_HASHING_THREADS = 4

_SETTLED_NS = 2_000_000_000
"""A file that changed less than two seconds before it was looked at may have changed again within the file system's
grain of time: its bytes are hashed once more."""


def plan_sync(
    index: Index,
    paths: Sequence[Path],
    *,
    keep_missing: bool = False,
    retry: bool = False,
    file_bytes: int = Limits.file_bytes,
) -> Plan:
    """Return what has to happen for the index to equal the files at the paths; no model is loaded, nothing written.

    A file whose size, times and number in the file system are as they were is taken for unchanged, as git takes it;
    any other is hashed.

    Args:
        index: to compare with.
        paths: of files, and of folders, which are walked.
        keep_missing: whether documents stay when their files are gone.
        retry: whether files that failed before, or something in them, are read again.
        file_bytes: of the largest file that is read; a larger one fails without being hashed, as a sparse file of any
            size can be made in a moment, and other writers wait.

    Raises:
        DocumentError: a path does not exist.
    """
    known = _known(index)
    paths = list(map(really_called, paths))
    plan = Plan()
    found = plan.found
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
        hashes = dict(
            zip(
                (each.source for each in changed),
                threads.map(partial(_sha256, file_bytes=file_bytes), changed),
                strict=True,
            )
        )
    missing = _missing(known, found, paths, kept_under)
    sources = index.documents.sources()
    _sort_out(plan, known, hashes, sources, retry=retry)
    recognise_other_forms(index, plan, missing, known)
    recognise_moves(index, plan, [] if keep_missing else missing, known)
    _read_others_of(plan, sources)
    return plan


def _known(index: Index) -> dict[str, FileRecord]:
    """Return the records of files; of documents that came before there were any, records that match nothing."""
    records = index.files.by_path()
    recorded = {identity for record in records.values() for identity in record.document_ids}
    older: dict[str, list[str]] = {}
    for identity, (source, origin) in index.documents.origins().items():
        path = origin.file or source.partition("#")[0]
        is_of_a_file = origin.way in ("", "folder") and path.startswith("/")
        if identity not in recorded and is_of_a_file and path not in records:
            older.setdefault(path, []).append(identity)
    hashes = index.documents.content_hashes() if older else {}
    for path, identities in older.items():
        only = hashes.get(identities[0], "") if identities == [document_id(path)] else ""
        records[path] = FileRecord(path, -1, 0, 0, 0, 0, only, tuple(identities))
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
    known: dict[str, FileRecord],
    hashes: dict[str, str | DocumentError],
    sources: dict[str, str],
    *,
    retry: bool,
) -> None:
    def is_to_be_read(record: FileRecord, now: str | None) -> bool:
        if (now is not None and now != record.sha256) or (record.failures and retry):
            return True
        # In older indexes a record of a file had the source that it claims.
        return any(each not in sources or not lies_in(sources[each], record.path) for each in record.document_ids)

    for source, each in plan.found.items():
        record, now = known.get(source), hashes.get(source)
        if isinstance(now, DocumentError):
            plan.failed.append(Failure(source, str(now)))
        elif record is None or is_to_be_read(record, now):
            plan.read.append((each, now or (record.sha256 if record else "")))
        else:
            plan.failed += record.failures
            (plan.unchanged if now is None else plan.touched).append(
                record if now is None else plan.record(each, now, record.document_ids, record.failures)
            )


def _read_others_of(plan: Plan, sources: dict[str, str]) -> None:
    """Read the files again whose documents had no place beside those of files that are gone."""
    gone = {sources.get(identity, "") for record in plan.gone for identity in record.document_ids}
    if not gone:
        return
    # Not all failures of a file are kept: one that has any, and that what is gone could lie in, is read again as well.
    around = {source[:at] for source in gone for at, letter in enumerate(source) if letter == "#"}
    for records in (plan.touched, plan.unchanged):
        others = [
            record
            for record in records
            if record.failures and (record.path in around or any(failure.source in gone for failure in record.failures))
        ]
        plan.read += [(plan.found[record.path], record.sha256) for record in others]
        told = {failure for record in others for failure in record.failures}
        plan.failed = [failure for failure in plan.failed if failure not in told]
        records[:] = [record for record in records if record not in others]


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


def _sha256(found: FoundFile, file_bytes: int) -> str | DocumentError:
    """Return the hash of a file's bytes, or why it cannot be opened or is not read."""
    try:
        with os.fdopen(open_file(found), "rb") as file:
            if os.fstat(file.fileno()).st_size > file_bytes:
                return too_large(found.path.name, file_bytes)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return unopened(error)


def _source(path: Path) -> str:
    return Path(os.path.realpath(path)).as_posix()
