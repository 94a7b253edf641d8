"""What questions are answered with that is made of the names of all documents, before anybody asks."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.store import Index
from rag.kinds.collection.document_sorts import by_tops
from rag.kinds.collection.documents_by_words import by_names
from rag.kinds.comparison.versions.meant import by_series
from rag.kinds.overview.asked.likely_names import worded_names

__all__ = ["look_ahead"]

_SWITCH_SECONDS = 0.0005
"""After which Python lets another thread go on: with its own 5 ms, a question that was asked meanwhile, which waits for
its turn after each call into a library, took 2.8 s in the place of 0.5 (160,000 documents)."""


def look_ahead(index: Index, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Make it, where it is not there or documents have changed; of a hundred thousand it takes seconds.

    What is asked meanwhile goes first. Where another thread is at it, nothing is done.

    Args:
        index: to look at.
        goes_on: tells before each step whether it is still wanted.
    """
    if not _looking.acquire(blocking=False):
        return
    try:
        with _giving_way():
            for make in (by_series, worded_names, by_names, by_tops):
                if not goes_on():
                    return
                index.documents.derived(make)
    finally:
        _looking.release()


_looking = threading.Lock()


@contextmanager
def _giving_way() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, _SWITCH_SECONDS))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
