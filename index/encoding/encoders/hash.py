"""An encoder without meaning: equal words get equal vectors, and scores can be worked out by hand."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.encoding.encoder import Encoding, FloatArray, unit_rows

__all__ = ["HashEncoder"]

_WORD = re.compile(r"\w+")


class HashEncoder:
    """Deterministic, instant, no weights: for tests that need no meaning, and for trying Footnote's machinery.

    A token's vector is the first 64 bits of its lower-cased sha256 as signs, over 8. The same word scores exactly 1;
    two different words score between -1 and 1, around 0.
    """

    name = "hash"
    fingerprint = hashlib.sha256(b"hash 1").hexdigest()
    dim = 64
    token_dim = 64
    max_tokens = 512
    languages: tuple[str, ...] = ()

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode each text by its words."""
        return [self.encode_query(text) for text in texts]

    def encode_query(self, text: str) -> Encoding:
        """Encode one text by its words; a text without words is one token of zeros."""
        words = list(_WORD.finditer(text))[: self.max_tokens]
        if not words:
            return Encoding(
                np.eye(1, 64, dtype=np.float32)[0], np.zeros((1, 64), np.float32), np.zeros((1, 2), np.int32)
            )
        rows = np.stack([_signs(match.group()) for match in words])
        spans = np.array([match.span() for match in words], dtype=np.int32)
        return Encoding(unit_rows(rows.mean(axis=0, keepdims=True))[0], rows, spans)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words in each text."""
        return [len(_WORD.findall(text)) for text in texts]


def _signs(word: str) -> FloatArray:
    digest = hashlib.sha256(word.lower().encode()).digest()[:8]
    bits = np.unpackbits(np.frombuffer(digest, np.uint8))
    return (bits.astype(np.float32) * np.float32(2) - np.float32(1)) / np.float32(8)
