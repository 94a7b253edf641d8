"""An index that follows its folders as they change."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from watchfiles import Change, watch

from index.errors import DocumentError, StoreError
from index.ingest import IngestReport
from index.limits import Limits
from index.parser_pool import ParserPool
from index.store import Index
from index.sync import sync_paths

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
    the next change is another try. Runs that changed nothing yield nothing, but for the first.

    Args:
        index: to write to; its encoder stays loaded.
        paths: that exist now.
        limits: of every file.
        choices: as in ``index.sync.sync_paths``.
    """
    own = index.folder.resolve()

    def concerns(_: Change, path: str) -> bool:
        changed = Path(path)
        roots = [root for root in map(Path.resolve, paths) if changed.is_relative_to(root)]
        hidden = any(part.startswith(".") for root in roots for part in changed.relative_to(root).parts)
        return not changed.is_relative_to(own) and not (hidden and changed.name != ".footnoteignore")

    changes = watch(
        *paths,
        watch_filter=concerns,
        debounce=_SETTLED_MILLISECONDS * 10,
        step=_SETTLED_MILLISECONDS,
        rust_timeout=_WOKEN_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    # What changes from here on is not missed: the watch begins with the first of these, and ends with Ctrl-C.
    changed = next(changes, None)
    with ParserPool(limits=limits) as pool:
        is_first = True
        while changed is not None:
            try:
                report = sync_paths(index, paths, pool=pool, **choices)
                if is_first or report.added or report.replaced or report.removed or report.moved:
                    yield report
            except (StoreError, DocumentError) as error:
                yield error
            is_first = False
            looked_at = time.monotonic()
            changed = next(changes, None)
            while changed is not None and not changed and time.monotonic() - looked_at < _LOOKED_AGAIN_SECONDS:
                changed = next(changes, None)
