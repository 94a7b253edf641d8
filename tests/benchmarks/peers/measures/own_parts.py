"""Parts of Footnote alone, to be set beside what the machine can do."""

import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["vector_search"]

_WARM_UP = 5


def vector_search(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Return how long the search among vectors takes, and how many bytes all of its vectors are."""
    from index.store import Index
    from rag.retrieval.candidates import RETRIEVED

    index = Index.open(folder)
    encoder = index.encoder.loaded()
    vectors = [encoder.encode_query(question).vector for question in questions[:100]]
    for vector in vectors[:_WARM_UP]:
        index.search.dense(vector, RETRIEVED)
    seconds = []
    for vector in vectors:
        began = time.perf_counter()
        index.search.dense(vector, RETRIEVED)
        seconds.append(time.perf_counter() - began)
    chunks = index.counts().chunks
    found = {
        "seconds": statistics.median(seconds),
        "form": index.search.form,
        "chunks": chunks,
        "bytes": chunks * encoder.dim * 4,
    }
    index.close()
    return found
