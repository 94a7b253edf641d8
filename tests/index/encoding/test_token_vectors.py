from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoding.encoder import Encoding, FloatArray, unit_rows
from index.encoding.encoders.hash import HashEncoder
from index.encoding.token_vectors import compress, from_bytes, pool_neighbours


def random_encoding(text: str, dim: int, seed: int) -> Encoding:
    """Random unit rows, one a character."""
    rows = unit_rows(np.random.default_rng(seed).normal(size=(len(text), dim)))
    spans = np.array([(place, place + 1) for place in range(len(text))], np.int32).reshape(-1, 2)
    return Encoding(rows[0] if len(rows) else np.zeros(dim, np.float32), rows, spans)


@given(st.integers(1, 40), st.integers(1, 96), st.integers(0, 2**32 - 1))
def test_stored_rows_are_of_unit_norm_and_within_a_step(count: int, dim: int, seed: int) -> None:
    text = "a" * count
    encoding = random_encoding(text, dim, seed)
    stored = from_bytes(compress(encoding, 0, text, [(0, count)]))
    peaks = np.abs(encoding.tokens).max(axis=0, keepdims=True)
    # Half a step of the scale and what float16 loses of it; and as much again for what the norm was off.
    assert (np.abs(stored.rows - encoding.tokens) <= 2 * peaks * (0.5 / 7.5 + 2**-9) + 1e-6).all()
    np.testing.assert_allclose(np.linalg.norm(stored.rows, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(stored.spans, encoding.spans)


def test_one_token_alone_is_stored_as_it_is() -> None:
    encoding = random_encoding("a", 96, 5)
    stored = from_bytes(compress(encoding, 0, "a", [(0, 1)]))
    np.testing.assert_allclose(stored.rows, encoding.tokens, rtol=2**-10)


def test_vectors_keep_their_angles() -> None:
    encoding = random_encoding("a" * 120, 96, 7)
    rows = from_bytes(compress(encoding, 0, "a" * 120, [(0, 120)])).rows
    cosines = (unit_rows(rows) * encoding.tokens).sum(axis=1)
    assert cosines.min() > 0.99


@pytest.mark.parametrize(("dim", "packed"), [(8, 4), (7, 4)])
def test_the_bytes_are_as_described(dim: int, packed: int) -> None:
    blob = compress(random_encoding("abc", dim, 1), 0, "abc", [(0, 3)])
    assert blob[:8] == (3).to_bytes(4, "little") + (dim + (3 << 16)).to_bytes(4, "little")
    assert len(blob) == 8 + 3 * (packed + 2) + 2 * dim


@pytest.mark.parametrize(
    "spans", [[(0, 3), (300, 302)], [(0, 256), (256, 258)], [(0, 255), (255, 257)], [(9, 10), (4, 6)]]
)
def test_spans_far_apart_or_long_are_kept_too(spans: list[tuple[int, int]]) -> None:
    encoding = random_encoding("ab", 8, 1)
    encoding = Encoding(encoding.vector, encoding.tokens, np.array(spans, np.int32))
    text = "a" * 302
    stored = from_bytes(compress(encoding, 0, text, [(0, 302)]))
    assert stored.spans.tolist() == [list(span) for span in spans]


def as_a_version_before(rows: FloatArray, spans: list[tuple[int, int]]) -> bytes:
    """A byte a dimension, a scale a vector, spans of two bytes an end, behind row count and row length."""
    scales = (np.abs(rows).max(axis=1) / 127).astype("<f2")
    codes = np.rint(rows / scales.astype(np.float32)[:, None]).astype(np.int8)
    header = np.array(rows.shape, "<u4")
    return b"".join(part.tobytes() for part in (header, codes, scales, np.array(spans, "<u2")))


def test_vectors_of_a_version_before_are_read() -> None:
    rows = random_encoding("abc", 96, 3).tokens
    stored = from_bytes(as_a_version_before(rows, [(0, 1), (2, 300), (301, 302)]))
    np.testing.assert_allclose(stored.rows, rows, atol=0.01)
    assert stored.spans.tolist() == [[0, 1], [2, 300], [301, 302]]


@pytest.mark.parametrize(
    "change", [lambda blob: blob[:-1], lambda blob: blob + b"\0", lambda blob: blob[:9], lambda _: b"\1"]
)
def test_bytes_of_the_wrong_length_are_refused(change) -> None:
    with pytest.raises(ValueError, match="wrong length"):
        from_bytes(change(compress(random_encoding("abc", 8, 1), 0, "abc", [(0, 3)])))


def test_vectors_of_the_prefix_are_left_out() -> None:
    encoding = HashEncoder().encode_query("Title here\nSome words.")
    stored = from_bytes(compress(encoding, 11, "Some words.", [(0, 11)]))
    assert stored.spans.tolist() == [[0, 4], [5, 10]]
    np.testing.assert_allclose(stored.rows, encoding.tokens[2:], atol=0.07)


def test_a_chunk_without_tokens_is_stored_as_none() -> None:
    empty = Encoding(np.eye(1, 8, dtype=np.float32)[0], np.zeros((0, 8), np.float32), np.zeros((0, 2), np.int32))
    stored = from_bytes(compress(empty, 0, "", []))
    assert stored.rows.shape == (0, 8)


@pytest.fixture
def rows() -> FloatArray:
    """Three words and two marks as the axes of space: "a, b. c"."""
    return np.eye(5, dtype=np.float32)


def test_pooling_by_a_worked_example(rows: FloatArray) -> None:
    text = "a, b. c"
    spans = np.array([(0, 1), (1, 2), (3, 4), (4, 5), (6, 7)], np.int32)
    pooled, kept = pool_neighbours(rows, spans, text, [(0, 5), (6, 7)])
    assert [text[start:end] for start, end in kept] == ["a", "b", "c"]
    # b takes the comma before it and the stop after it, which no longer finds a word in its own sentence.
    norm = np.sqrt(1 + 2 * 0.15**2)
    expected = np.array([[1, 0, 0, 0, 0], [0, 0.15 / norm, 1 / norm, 0.15 / norm, 0], [0, 0, 0, 0, 1]], np.float32)
    np.testing.assert_allclose(pooled, expected, atol=1e-6)


def test_a_sentence_of_marks_alone_keeps_them(rows: FloatArray) -> None:
    text = "ab.\n\n***"
    spans = np.array([(0, 2), (2, 3), (5, 6), (6, 7), (7, 8)], np.int32)
    _, kept = pool_neighbours(rows, spans, text, [(0, 3), (5, 8)])
    assert kept.tolist() == [[0, 2], [5, 6], [6, 7], [7, 8]]


@given(st.text(st.sampled_from("ab.,!"), min_size=1, max_size=30), st.data())
def test_pooling_never_crosses_a_sentence(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text)), max_size=4)) | {0, len(text)})
    sentences = list(pairwise(cuts))
    encoding = Encoding(np.ones(1, np.float32), np.eye(len(text), dtype=np.float32), np.zeros(0, np.int32))
    spans = np.array([(place, place + 1) for place in range(len(text))], np.int32)
    pooled, kept = pool_neighbours(encoding.tokens, spans, text, sentences)
    for row, (start, _) in zip(pooled, kept.tolist(), strict=True):
        first, last = next(span for span in sentences if span[0] <= start < span[1])
        assert np.flatnonzero(row).min() >= first
        assert np.flatnonzero(row).max() < last
