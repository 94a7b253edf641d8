"""Encoders alone, as they stand in their systems: texts in, vectors out."""

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["LAYERS", "WIDTH", "encoder_of", "operations", "weight_bytes"]

WIDTH = 384
LAYERS = {"plain": 6, "footnote": 12}
"""Of the BERT behind each; all-MiniLM-L6-v2 is half as deep as Footnote's."""

Encode = Callable[[Sequence[str]], Any]
Count = Callable[[Sequence[str]], list[int]]


def encoder_of(name: str) -> tuple[Encode, Count]:
    """Return what encodes texts, and what counts the tokens that it reads of each."""
    return _footnote() if name == "footnote" else _minilm()


def operations(tokens: int, layers: int) -> float:
    """Return the multiplications and additions that one text takes: both count, as they do for a GEMM.

    A layer multiplies each token by matrices of 4 + 8 times width², and, for attention, each token by every other
    twice (Kaplan et al. 2020, table 1, which leaves out what a width far below the number of tokens makes small).
    """
    return layers * (2 * tokens * 12 * WIDTH**2 + 2 * 2 * tokens**2 * WIDTH)


def weight_bytes(layers: int) -> int:
    """Return the bytes of the matrices of so many layers, a byte each, as Footnote's encoder has them."""
    return layers * 12 * WIDTH**2


def _footnote() -> tuple[Encode, Count]:
    from index.encoding.load import load_encoder

    encoder = load_encoder()
    return encoder.encode_passages, lambda texts: [count + 2 for count in encoder.count_tokens(texts)]


def _minilm() -> tuple[Encode, Count]:
    from sentence_transformers import SentenceTransformer

    from tests.benchmarks.peers.systems.weights import minilm

    model = SentenceTransformer(minilm())

    def count(texts: Sequence[str]) -> list[int]:
        read = model.tokenizer(list(texts), truncation=True, max_length=model.max_seq_length)
        return [len(ids) for ids in read["input_ids"]]

    return model.encode, count
