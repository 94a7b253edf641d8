"""What turns text into vectors: the protocol, and its output."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["BUNDLED", "Encoder", "Encoding", "FloatArray", "unit_rows"]

BUNDLED = "bundled"
"""The name of the default encoder, whose weights come with the installation."""

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """One text as vectors.

    Attributes:
        vector: (dim,) float32 of unit norm, for the dense search index.
        tokens: (n, token_dim) float32 rows of unit norm, for MaxSim; special tokens are left out.
        spans: (n, 2) int32, the code points of the text that each row stands for, half-open.
        as_passage: of a question, the same text and rows as a passage has them, where an encoder tells the two apart
            by their weights; None where they are in one space as they are.
    """

    vector: FloatArray
    tokens: FloatArray
    spans: npt.NDArray[np.int32]
    as_passage: "Encoding | None" = None


class Encoder(Protocol):
    """Anything that encodes passages and questions into one space.

    Attributes:
        name: what ``index.encoding.load.load_encoder`` takes.
        fingerprint: hex sha256 over everything that shapes the vectors of passages: an index holds those of one
            fingerprint. Questions may come to be encoded otherwise, as long as they find what they found.
        dim: of ``Encoding.vector``.
        token_dim: of the rows of ``Encoding.tokens``.
        max_tokens: how many tokens of a text are seen, special tokens not counted; what follows them is ignored.
        languages: ISO 639 codes of those that it understands; empty when it does not say.
    """

    name: str
    fingerprint: str
    dim: int
    token_dim: int
    max_tokens: int
    languages: tuple[str, ...]

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts to be found. The result for one text does not depend on the others."""
        ...

    def encode_query(self, text: str) -> Encoding:
        """Encode a question."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, special tokens not counted and nothing cut off."""
        ...


def unit_rows(vectors: npt.NDArray[np.floating]) -> FloatArray:
    """Return float32 rows scaled to norm 1; rows of zeros stay zeros."""
    # As numpy.linalg.norm does it, whose own way to these lines takes as long as a passage's rows do.
    norms = np.sqrt(np.add.reduce(vectors * vectors, axis=-1, keepdims=True))
    norms[norms == 0] = 1.0
    return (vectors / norms).astype(np.float32, copy=False)
