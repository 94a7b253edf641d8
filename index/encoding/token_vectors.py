"""Token vectors as they are stored: half a byte a dimension, a scale a dimension of a chunk, few vectors a chunk."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoding.encoder import Encoding, FloatArray, unit_rows
from index.text.lines import Span

__all__ = ["TokenVectors", "compress", "from_bytes", "pool_neighbours"]

_HEADER = struct.Struct("<II")
_HALF_BYTES, _SHORT_SPANS = 1 << 16, 1 << 17
"""Marks above the row length: of two dimensions in a byte; of spans by a byte for the way to each, one for its length.

Without them a blob is one of a version before: a byte a dimension, a scale a vector, two bytes an end of a span."""

_DIM = (1 << 16) - 1
_CENTRE = 7.5
"""Of the codes 0 to 15."""

_PAIRS = np.stack([np.arange(256) & 15, np.arange(256) >> 4], axis=1).astype(np.float32) - np.float32(_CENTRE)
_OF_BYTE = _PAIRS.view(np.float64).ravel()
"""What each byte of two codes stands for: two 32-bit floats, side by side in the place of one of 64 bits."""

_MARK_WEIGHT = 0.15
"""What a punctuation mark's vector weighs against its word's."""


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """The token vectors of one chunk.

    Attributes:
        rows: (n, token_dim) float32, of unit norm.
        spans: (n, 2), code points from the chunk's start, half-open.
    """

    rows: FloatArray
    spans: npt.NDArray[np.uint16]


def from_bytes(blob: bytes) -> TokenVectors:
    """Return the vectors that ``compress`` stored, in this version or one before.

    Raises:
        ValueError: the length does not fit the header.
    """
    if len(blob) < _HEADER.size:
        raise ValueError("token vectors of the wrong length")
    count, form = _HEADER.unpack_from(blob)
    dim = form & _DIM
    packed = -(-dim // 2) if form & _HALF_BYTES else dim
    scales = dim if form & _HALF_BYTES else count
    after_codes = _HEADER.size + count * packed
    after_scales = after_codes + 2 * scales
    if len(blob) != after_scales + count * (2 if form & _SHORT_SPANS else 4):
        raise ValueError("token vectors of the wrong length")
    codes = np.frombuffer(blob, np.uint8, count * packed, _HEADER.size).reshape(count, packed)
    scale = np.frombuffer(blob, "<f2", scales, after_codes).astype(np.float32)
    if form & _HALF_BYTES:
        # What was lost made them longer by half a hundredth, and every cosine with them.
        rows = unit_rows(_unpacked(codes, dim) * scale)
    else:
        rows = codes.view(np.int8).astype(np.float32) * scale[:, None]
    return TokenVectors(rows, _spans(blob[after_scales:], count, is_short=bool(form & _SHORT_SPANS)))


def compress(encoding: Encoding, prefix: int, text: str, sentences: Sequence[Span]) -> bytes:
    """Return an encoding's token vectors as they are stored with a chunk: what ``from_bytes`` reads.

    Vectors of the prefix are left out: they stand for no words of the chunk (keeping them cost 0.01 passage hit@1).
    Vectors of punctuation are pooled into their neighbour in the same sentence. Of each dimension the chunk's largest
    value is a step of 15: what a vector loses is a hundredth of its square (docs/decisions/02-small-token-vectors.md).

    Args:
        encoding: of the prefix followed by the chunk's text.
        prefix: code points in front of the chunk.
        text: the chunk's text.
        sentences: spans within ``text``; a pooled vector never crosses one.
    """
    inside = encoding.spans[:, 0] >= prefix
    rows, spans = encoding.tokens[inside], encoding.spans[inside] - prefix
    rows, spans = pool_neighbours(rows, spans, text, sentences)
    peaks = np.abs(rows).max(axis=0, initial=0.0)
    scales = np.where(peaks > 0, peaks / _CENTRE, 1.0).astype(np.float16)
    codes = np.clip(np.floor(rows / scales.astype(np.float32)) + 8, 0, 15).astype(np.uint8)
    placed, mark = _placed(spans)
    header = _HEADER.pack(len(rows), rows.shape[1] | _HALF_BYTES | mark)
    return b"".join((header, _packed(codes).tobytes(), scales.astype("<f2").tobytes(), placed))


def _packed(codes: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return two codes in a byte, the first of them in its lower half."""
    even, odd = codes[:, 0::2], codes[:, 1::2]
    high = np.zeros_like(even)
    high[:, : odd.shape[1]] = odd << 4
    return even | high


def _unpacked(packed: npt.NDArray[np.uint8], dim: int) -> FloatArray:
    # Every byte is one: “clip”, which looks for none that is not, takes them in half the time.
    return _OF_BYTE.take(packed, mode="clip").view(np.float32)[:, :dim]


def _placed(spans: npt.NDArray[np.int32]) -> tuple[bytes, int]:
    """Return spans as bytes, and the mark of their form: the short one where no way and no length needs more."""
    ways = np.diff(spans[:, 0], prepend=0)
    lengths = spans[:, 1] - spans[:, 0]
    short = np.stack([ways, lengths], axis=1)
    if ((short >= 0) & (short <= np.iinfo(np.uint8).max)).all():
        return short.astype(np.uint8).tobytes(), _SHORT_SPANS
    return spans.astype("<u2").tobytes(), 0


def _spans(blob: bytes, count: int, *, is_short: bool) -> npt.NDArray[np.uint16]:
    if not is_short:
        return np.frombuffer(blob, "<u2", 2 * count).reshape(count, 2)
    short = np.frombuffer(blob, np.uint8, 2 * count).reshape(count, 2)
    spans = np.empty((count, 2), np.uint16)
    short[:, 0].cumsum(dtype=np.uint16, out=spans[:, 0])
    np.add(spans[:, 0], short[:, 1], out=spans[:, 1])
    return spans


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
