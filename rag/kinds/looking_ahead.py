"""What questions are answered with that is made of the names of all documents, before anybody asks."""

from collections.abc import Callable

from index.store import Index
from rag.kinds.collection.document_sorts import by_tops
from rag.kinds.collection.documents_by_words import by_names
from rag.kinds.comparison.versions.meant import by_series
from rag.kinds.overview.asked.likely_names import worded_names

__all__ = ["look_ahead"]


def look_ahead(index: Index, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Make it, where it is not there or documents have changed; of a hundred thousand it takes seconds.

    Args:
        index: to look at.
        goes_on: tells before each step whether it is still wanted.
    """
    for make in (by_series, worded_names, by_names, by_tops):
        if not goes_on():
            return
        index.documents.derived(make)
