"""An encoder that holds what says so until it is let go: a test can do something in the meantime."""

import threading
from collections.abc import Sequence

from index.encoding.encoder import Encoding
from index.encoding.encoders.hash import HashEncoder

__all__ = ["PATIENCE_SECONDS", "HeldEncoder"]

PATIENCE_SECONDS = 60


class HeldEncoder(HashEncoder):
    """Encodes as its parent does, a text with HOLD in it only once ``free`` is set; ``reached`` tells of it."""

    def __init__(self) -> None:
        self.reached, self.free = threading.Event(), threading.Event()

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode each text by its words, when it may be."""
        if any("HOLD" in text for text in texts):
            self.reached.set()
            self.free.wait(PATIENCE_SECONDS)
        return super().encode_passages(texts)
