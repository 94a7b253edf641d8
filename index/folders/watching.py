"""An index that follows its folders as they change."""

import os
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from watchfiles import Change, watch
from watchfiles.main import FileChange

from index.errors import DocumentError, StoreError
from index.folders.files import really_called
from index.folders.ignoring import IGNORE_FILE
from index.folders.ingest import IngestReport
from index.folders.sync import sync_paths
from index.limits import Limits
from index.sandbox.pool import ParserPool
from index.store import Index

__all__ = ["keep_equal"]

_SETTLED_MILLISECONDS = 500
"""A change is acted on when so long nothing else has changed."""

_WOKEN_MILLISECONDS = 1_000
_LOOKED_AGAIN_SECONDS = 600.0
"""Network drives and links tell of no changes; every ten minutes everything is looked at."""


def keep_equal(
    index: Index, paths: Sequence[Path], limits: Limits, **choices: Any
) -> Iterator[IngestReport | StoreError | DocumentError]:
    """Make the index equal to files and folders, again after each change, and yield what each run did.

    A run that could not be, because another process writes or a folder is away for the moment, yields its error, and
    the next change is another try; so is the return of the folder. Runs that changed nothing yield nothing, but for the
    first.

    Args:
        index: to write to; its encoder stays loaded.
        paths: that exist now.
        limits: of every file.
        choices: as in ``index.folders.sync.sync_paths``.
    """
    with ParserPool(limits=limits) as pool:
        is_first = True
        for _ in _occasions(index.folder.resolve(), paths):
            try:
                report = sync_paths(index, paths, pool=pool, **choices)
                if is_first or report.added or report.replaced or report.removed or report.moved:
                    yield report
            except (StoreError, DocumentError) as error:
                yield error
            is_first = False


def _occasions(own: Path, paths: Sequence[Path]) -> Iterator[None]:
    """Yield when it is time to look: at once, after each change, and every ten minutes; until Ctrl-C.

    The system watches what a path led to when the watch began. When another file or folder has taken its place, as
    editors and drives make it, that is watched from then on.
    """
    while True:
        # What changes from here on is not missed.
        called = list(map(really_called, paths))
        before = _identities(called)
        # Not Path.exists, which raises where a drive is away.
        roots = {path.resolve() for path in called if os.path.exists(path)}  # noqa: PTH110
        with closing(_changes(own, roots)) as changes:
            if next(changes, None) is None:
                return
            yield
            looked_at = time.monotonic()
            for changed in changes:
                is_replaced = any(change != Change.modified and Path(path) in roots for change, path in changed)
                if is_replaced or _identities(list(map(really_called, paths))) != before:
                    break
                if changed or time.monotonic() - looked_at > _LOOKED_AGAIN_SECONDS:
                    yield
                    looked_at = time.monotonic()
            else:
                return


def _changes(own: Path, roots: set[Path]) -> Generator[set[FileChange], None, None]:
    """Yield what changed, or nothing after a second without a change; ends with Ctrl-C."""

    def concerns(_: Change, path: str) -> bool:
        changed = Path(path)
        under = [root for root in roots if changed.is_relative_to(root)]
        hidden = any(part.startswith(".") for root in under for part in changed.relative_to(root).parts)
        return not changed.is_relative_to(own) and not (hidden and changed.name != IGNORE_FILE)

    if roots:
        with suppress(FileNotFoundError):  # gone since it was looked for
            yield from watch(
                *sorted(roots),
                watch_filter=concerns,
                debounce=_SETTLED_MILLISECONDS * 10,
                step=_SETTLED_MILLISECONDS,
                rust_timeout=_WOKEN_MILLISECONDS,
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
            return
    try:
        while True:
            yield set()
            time.sleep(_WOKEN_MILLISECONDS / 1000)
    except KeyboardInterrupt:
        return


def _identities(paths: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Return the place in the file system of what each path leads to; None where that is nothing."""
    found: list[tuple[int, int] | None] = []
    for path in paths:
        try:
            status = path.stat()
            found.append((status.st_dev, status.st_ino))
        except OSError:
            found.append(None)
    return found
