"""The index becomes equal to folders: what is new is added, what changed replaced, what is gone removed."""

import dataclasses
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from index.documents import document_id
from index.errors import DocumentError
from index.folders.file_reader import FileReader
from index.folders.ingest import IngestReport, Progress
from index.folders.plan import Plan, unsettled
from index.folders.sync_plan import plan_sync
from index.limits import Limits
from index.sandbox.pool import ParserPool
from index.store import Index
from index.text.tags import tidy_tags

__all__ = ["sync_paths"]

_MANY = 10


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
        retry: whether files that failed before, or something in them, are read again.
        announce: called with the plan before anything is written.

    Raises:
        DocumentError: a path does not exist, or everything in it is gone.
        IndexLocked: another process is writing to the index.
    """
    started = time.monotonic()
    with index.database.writing():
        most = (pool.limits if pool else Limits()).file_bytes
        plan = plan_sync(index, paths, keep_missing=keep_missing, retry=retry, file_bytes=most)
        if announce:
            announce(plan)
        if len(plan.gone) > _MANY and not (plan.read or plan.unchanged or plan.touched or plan.moved or remove_all):
            raise DocumentError(
                f"All {len(plan.gone)} files that were indexed from there are gone",
                "Check that the folder is the right one and its drive is there; if so, add --remove-all",
            )
        sources = index.documents.sources()
        removed = _remove(index, plan, sources)
        moved = _move(index, plan, sources)
        if tags and moved:
            index.documents.add_tags([document_id(source) for _, source in moved], tidy_tags(tags))
        if plan.touched:
            index.files.note(plan.touched)
        same = [*plan.touched, *plan.unchanged]
        unchanged = [sources[each] for record in same for each in record.document_ids if each in sources]
        if tags and unchanged:
            index.documents.add_tags([document_id(source) for source in unchanged], tidy_tags(tags))
        reader = FileReader(index, plan, tags, progress, folder_tags=folder_tags)
        if plan.read:
            with nullcontext(pool) if pool else ParserPool() as children:
                reader.read_all(children)
        reader.writer.fill()
        index.search.tend()
        index.search.catch_up()
    return IngestReport(
        added=tuple(reader.writer.added),
        replaced=tuple(reader.writer.replaced),
        removed=(*removed, *reader.removed),
        moved=(*moved, *reader.moved),
        unchanged=(*unchanged, *reader.writer.unchanged),
        failed=tuple(plan.failed),
        skipped=tuple(plan.skipped),
        chunks=reader.writer.chunks,
        reused=reader.writer.reused,
        seconds=time.monotonic() - started,
    )


def _remove(index: Index, plan: Plan, sources: dict[str, str]) -> tuple[str, ...]:
    """Remove the documents of files that are gone, and return their sources."""
    if not plan.gone:
        return ()
    paths = {record.path for record in plan.gone}
    given = dict.fromkeys(each for record in plan.gone for each in record.document_ids)
    left = {path: record for path, record in index.files.by_path().items() if path not in paths}
    still = {each for record in left.values() for each in record.document_ids}
    gone = [each for each in given if each in sources and each not in still]
    if gone:
        index.commit([], gone=gone)
    # Other files have documents of the same source: theirs count from now on, whenever these are next read.
    others = [record for record in left.values() if not given.keys().isdisjoint(record.document_ids)]
    index.files.note([unsettled(record) for record in others], sorted(paths))
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
        index.files.move(old.path, dataclasses.replace(new, document_ids=ids), renamed)
        pairs += renamed.items()
    return tuple(pairs)
