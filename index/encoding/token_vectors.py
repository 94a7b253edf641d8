"""Token vectors as they are stored: a byte a dimension, a scale a vector, and few vectors a chunk."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoding.encoder import Encoding, FloatArray, unit_rows
from index.text.lines import Span

__all__ = ["TokenVectors", "compress", "from_bytes", "pool_neighbours"]

_HEADER = np.dtype("<u4")
_MARK_WEIGHT = 0.15
"""What a punctuation mark's vector weighs against its word's."""


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """The token vectors of one chunk, int8 with one scale a vector.

    Attributes:
        codes: (n, token_dim) int8.
        scales: (n,) float16; ``codes * scales`` approximates rows of unit norm.
        spans: (n, 2) uint16, code points from the chunk's start, half-open.
    """

    codes: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float16]
    spans: npt.NDArray[np.uint16]

    def rows(self) -> FloatArray:
        """Return the (n, token_dim) float32 rows."""
        return self.codes.astype(np.float32) * self.scales.astype(np.float32)[:, None]

    def to_bytes(self) -> bytes:
        """Return little-endian bytes that ``from_bytes`` reads: row count, row length, then the three arrays."""
        header = np.array(self.codes.shape, dtype=_HEADER)
        parts = (header, self.codes, self.scales.astype("<f2"), self.spans.astype("<u2"))
        return b"".join(part.tobytes() for part in parts)


def from_bytes(blob: bytes) -> TokenVectors:
    """Return the vectors that ``TokenVectors.to_bytes`` wrote.

    Raises:
        ValueError: the length does not fit the header.
    """
    count, dim = (int(value) for value in np.frombuffer(blob, _HEADER, 2))
    codes_end = 8 + count * dim
    if len(blob) != codes_end + 6 * count:
        raise ValueError("token vectors of the wrong length")
    codes = np.frombuffer(blob, np.int8, count * dim, 8).reshape(count, dim)
    scales = np.frombuffer(blob, "<f2", count, codes_end)
    spans = np.frombuffer(blob, "<u2", 2 * count, codes_end + 2 * count).reshape(count, 2)
    return TokenVectors(codes, scales, spans)


def compress(encoding: Encoding, prefix: int, text: str, sentences: Sequence[Span]) -> TokenVectors:
    """Return an encoding's token vectors as they are stored with a chunk.

    Vectors of the prefix are left out: they stand for no words of the chunk (keeping them cost 0.01 passage hit@1).
    Vectors of punctuation are pooled into their neighbour in the same sentence.

    Args:
        encoding: of the prefix followed by the chunk's text.
        prefix: code points in front of the chunk.
        text: the chunk's text.
        sentences: spans within ``text``; a pooled vector never crosses one.
    """
    inside = encoding.spans[:, 0] >= prefix
    rows, spans = encoding.tokens[inside], encoding.spans[inside] - prefix
    rows, spans = pool_neighbours(rows, spans, text, sentences)
    peaks = np.abs(rows).max(axis=1, initial=0.0)
    scales = np.where(peaks > 0, peaks / 127, 1.0).astype(np.float16)
    codes = np.clip(np.rint(rows / scales.astype(np.float32)[:, None]), -127, 127).astype(np.int8)
    return TokenVectors(codes, scales, spans.astype(np.uint16))


def pool_neighbours(
    rows: FloatArray, spans: npt.NDArray[np.int32], text: str, sentences: Sequence[Span]
) -> tuple[FloatArray, npt.NDArray[np.int32]]:
    """Return rows and spans with punctuation pooled into the next word of its sentence, or else the one before.

    Token pooling (Clavié, Chaffin and Adams 2024, "Reducing the Footprint of Multi-Vector Retrieval", section 3) with
    the neighbour in place of a cluster. Pooling words as well halves the size and costs too much here: evidence@1 fell
    from 0.785 to 0.71 (squad2, 600 questions), while punctuation (one row in eight) cost nothing. A pooled row keeps
    the span of its word.

    Args:
        rows: (n, token_dim) of unit norm.
        spans: (n, 2) code points in ``text``.
        text: the chunk's text.
        sentences: spans within ``text``, in order.
    """
    starts = np.array([start for start, _ in sentences] or [0])
    sentence_of = np.searchsorted(starts, spans[:, 0], side="right")
    is_word = np.array([any(map(str.isalnum, text[start:end])) for start, end in spans.tolist()], dtype=bool)
    words = np.flatnonzero(is_word)
    if not len(words):
        return rows, spans
    pooled = rows.copy()
    for mark in np.flatnonzero(~is_word):
        after = np.searchsorted(words, mark)
        neighbours = [words[place] for place in (after, after - 1) if 0 <= place < len(words)]
        same = [word for word in neighbours if sentence_of[word] == sentence_of[mark]]
        if same:
            pooled[same[0]] += _MARK_WEIGHT * rows[mark]
        else:  # a sentence of marks alone keeps them
            is_word[mark] = True
    return unit_rows(pooled[is_word]), spans[is_word]
