"""The index becomes equal to folders: what is new is added, what changed replaced, what is gone removed."""

import dataclasses
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

from index.documents import document_id
from index.errors import DocumentError
from index.folders.ingest import IngestReport, Progress
from index.folders.plan import Plan, unsettled
from index.folders.reading.file_reader import FileReader
from index.folders.reading.helped import HelpedReading
from index.folders.reading.helpers import Helpers
from index.folders.reading.ledger import Ledger
from index.folders.sync_plan import plan_sync
from index.limits import Limits
from index.sandbox.pool import ParserPool
from index.store import Index
from index.text.tags import tidy_tags

__all__ = ["sync_paths"]

_MANY = 10

_LOCK_SECONDS = 10.0
"""How long to wait for another machine that makes the same index equal to folders."""


@dataclass(frozen=True, slots=True)
class _Choices:
    """What ``sync_paths`` was told."""

    pool: ParserPool | None
    progress: Progress | None
    tags: Sequence[str]
    folder_tags: bool
    keep_missing: bool
    remove_all: bool
    retry: bool
    announce: Callable[[Plan], None] | None


def sync_paths(
    index: Index,
    paths: Sequence[Path],
    *,
    pool: ParserPool | None = None,
    helpers: Helpers | None = None,
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
        helpers: who read files in the place of this process, when they are there.
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
    choices = _Choices(pool, progress, tags, folder_tags, keep_missing, remove_all, retry, announce)
    with _alone(index):
        report, is_whole = _run(index, paths, choices, helpers)
        if not is_whole:
            report = _joined(report, _run(index, paths, choices, None)[0])
    return dataclasses.replace(report, seconds=time.monotonic() - started)


def _alone(index: Index) -> AbstractContextManager[None]:
    """Keep others from doing the same while helpers write: the lock of a folder's index keeps them away by itself."""
    engine = index.database.engine
    return engine.alone("folders", _LOCK_SECONDS) if engine.is_shared else nullcontext()


def _run(index: Index, paths: Sequence[Path], choices: _Choices, helpers: Helpers | None) -> tuple[IngestReport, bool]:
    """Return what was done, and whether it is all that there was to do: helpers may have ended."""
    with ExitStack() as held:
        held.enter_context(index.database.writing())
        most = (choices.pool.limits if choices.pool else Limits()).file_bytes
        plan = plan_sync(index, paths, keep_missing=choices.keep_missing, retry=choices.retry, file_bytes=most)
        if choices.announce:
            choices.announce(plan)
        is_anything_there = plan.read or plan.unchanged or plan.touched or plan.moved
        if len(plan.gone) > _MANY and not (is_anything_there or choices.remove_all):
            raise DocumentError(
                f"All {len(plan.gone)} files that were indexed from there are gone",
                "Check that the folder is the right one and its drive is there; if so, add --remove-all",
            )
        sources = index.documents.sources()
        removed = _remove(index, plan, sources)
        moved = _move(index, plan, sources)
        if choices.tags and moved:
            index.documents.add_tags([document_id(source) for _, source in moved], tidy_tags(choices.tags))
        if plan.touched:
            index.files.note(plan.touched)
        same = [*plan.touched, *plan.unchanged]
        unchanged = [sources[each] for record in same for each in record.document_ids if each in sources]
        if choices.tags and unchanged:
            index.documents.add_tags([document_id(source) for source in unchanged], tidy_tags(choices.tags))
        ledger = Ledger(index, plan, choices.tags, choices.progress)
        is_whole, adopted = True, []
        if plan.read and helpers and not ledger.has_claimed and helpers.are_there():
            if not index.encoder.fingerprint:
                index.encoder.bind()  # before anybody writes with another
            held.close()
            reading = HelpedReading(index, ledger, helpers, choices.tags, folder_tags=choices.folder_tags)
            is_whole = reading.read_all()
        elif plan.read:
            with nullcontext(choices.pool) if choices.pool else ParserPool() as children:
                reader = FileReader(index, ledger, children, folder_tags=choices.folder_tags)
                reader.read_all()
                adopted = reader.moved
        ledger.writer.fill()
        index.search.tend()
        index.search.catch_up()
    report = IngestReport(
        added=tuple(ledger.writer.added),
        replaced=tuple(ledger.writer.replaced),
        removed=(*removed, *ledger.removed),
        moved=(*moved, *adopted),
        unchanged=(*unchanged, *ledger.writer.unchanged),
        failed=tuple(plan.failed),
        skipped=tuple(plan.skipped),
        chunks=ledger.writer.chunks,
        reused=ledger.writer.reused,
    )
    return report, is_whole


def _joined(first: IngestReport, second: IngestReport) -> IngestReport:
    """Return what two runs did together, of which the second saw all that there is."""
    done = {*first.added, *first.replaced, *(new for _, new in first.moved)}
    return IngestReport(
        added=(*first.added, *second.added),
        replaced=(*first.replaced, *second.replaced),
        removed=(*first.removed, *second.removed),
        moved=(*first.moved, *second.moved),
        unchanged=tuple(source for source in second.unchanged if source not in done),
        failed=second.failed,
        skipped=second.skipped,
        chunks=first.chunks + second.chunks,
        reused=first.reused + second.reused,
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
