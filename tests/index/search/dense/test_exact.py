from pathlib import Path

import numpy as np
import pytest

from index.encoding.encoder import FloatArray, unit_rows
from index.search.dense.exact import ExactVectors
from index.search.derived import Damaged

DIM = 16


@pytest.fixture(scope="module")
def vectors() -> FloatArray:
    return unit_rows(np.random.default_rng(7).normal(size=(200, DIM)))


@pytest.fixture
def dense(vectors: FloatArray) -> ExactVectors:
    made = ExactVectors(DIM)
    made.add(range(1000, 1200), vectors)
    return made


def brute_force(vectors: FloatArray, query: FloatArray, allowed: list[int], k: int) -> list[int]:
    scores = vectors @ query
    return sorted(allowed, key=lambda identity: (-scores[identity - 1000], identity))[:k]


def test_the_nearest_are_those_of_numpy_with_their_cosines(dense: ExactVectors, vectors: FloatArray) -> None:
    for query in vectors[:20] * np.float32(0.5) + vectors[20:40]:
        query = unit_rows(query[None])[0]
        found = dense.search(query, 10)
        assert [identity for identity, _ in found] == brute_force(vectors, query, list(range(1000, 1200)), 10)
        expected = [float(vectors[identity - 1000] @ query) for identity, _ in found]
        np.testing.assert_allclose([score for _, score in found], expected, atol=1e-6)


def test_a_filter_leaves_only_what_it_allows(dense: ExactVectors, vectors: FloatArray) -> None:
    allowed = list(range(1003, 1200, 7))
    found = dense.search(vectors[0], 10, np.array(allowed, np.int64))
    assert [identity for identity, _ in found] == brute_force(vectors, vectors[0], allowed, 10)
    assert dense.search(vectors[0], 10, np.array([], np.int64)) == []
    assert dense.search(vectors[0], 10, np.array([7], np.int64)) == []


def test_removed_vectors_are_found_no_more_and_unknown_ids_are_passed_over(
    dense: ExactVectors, vectors: FloatArray
) -> None:
    dense.remove([1000, 1001, 4])
    assert len(dense) == 198
    found = dense.search(vectors[0], 500)
    assert [identity for identity, _ in found] == brute_force(vectors, vectors[0], list(range(1002, 1200)), 500)


def test_more_than_there_are_gives_all_and_an_empty_index_nothing(dense: ExactVectors, vectors: FloatArray) -> None:
    assert sorted(identity for identity, _ in dense.search(vectors[0], 10_000)) == list(range(1000, 1200))
    assert ExactVectors(DIM).search(vectors[0], 3) == []


def test_a_known_id_gets_its_new_vector(dense: ExactVectors, vectors: FloatArray) -> None:
    dense.add([1000], -vectors[:1])
    assert len(dense) == 200
    [(identity, score)] = dense.search(-vectors[0], 1)
    assert identity == 1000
    assert score == pytest.approx(1, abs=1e-6)


def test_equal_scores_are_in_the_order_of_ids(vectors: FloatArray) -> None:
    dense = ExactVectors(DIM)
    dense.add([9, 3, 7], np.repeat(vectors[:1], 3, axis=0))
    assert [identity for identity, _ in dense.search(vectors[0], 3)] == [3, 7, 9]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (np.zeros((2, DIM + 1), np.float32), rf"expected float32 \(2, {DIM}\), got float32 \(2, {DIM + 1}\)"),
        (np.zeros((3, DIM), np.float32), rf"got float32 \(3, {DIM}\)"),
        (np.zeros((2, DIM), np.float64), "got float64"),
        (np.zeros(2 * DIM, np.float32), "got float32"),
    ],
)
def test_vectors_of_another_shape_or_type_are_refused_in_words(
    dense: ExactVectors, wrong: FloatArray, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        dense.add([1, 2], wrong)
    assert len(dense) == 200


def test_what_was_saved_gives_the_same_answers(dense: ExactVectors, vectors: FloatArray, tmp_path: Path) -> None:
    dense.save(tmp_path / "vectors.faiss")
    loaded = ExactVectors.load(tmp_path / "vectors.faiss", DIM)
    assert loaded.search(vectors[3], 20) == dense.search(vectors[3], 20)
    [(ids, rows)] = loaded.batches()
    assert ids == list(range(1000, 1200))
    np.testing.assert_array_equal(rows, vectors)
    loaded.remove([1003])
    assert 1003 not in dict(loaded.search(vectors[3], 20))


def test_what_cannot_be_read_and_another_dimension_are_damage(dense: ExactVectors, tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    dense.save(path)
    with pytest.raises(Damaged, match="not 8"):
        ExactVectors.load(path, 8)
    path.write_bytes(b"no index")
    with pytest.raises(Damaged, match="cannot read"):
        ExactVectors.load(path, DIM)
