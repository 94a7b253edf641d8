"""Begins to load the models that every index needs, in threads, while what answers is imported: that takes as long.

Nothing heavy may be imported here.
"""

import threading
from contextlib import suppress

from index.errors import EncoderError

__all__ = ["load_beforehand"]


def load_beforehand() -> None:
    """Return at once; who wants a model that is not there yet waits for it, and is told where it cannot be loaded."""
    for load in (_kinds, _reader):
        threading.Thread(target=load, name="footnote-beforehand").start()


def _kinds() -> None:
    from rag.kinds import telling

    with suppress(EncoderError):
        telling.warm()


def _reader() -> None:
    from rag.reading.cross_encoder import loaded_reader

    with suppress(EncoderError):
        _ = loaded_reader()
