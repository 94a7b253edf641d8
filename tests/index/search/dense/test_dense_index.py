"""The dense index finds what the database has, in either of its forms, whatever has changed since it was written."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoding.encoder import FloatArray, unit_rows
from index.search.dense import dense_index
from index.search.dense.dense_index import DenseIndex, lists_path, record_lists
from index.search.dense.listed import Batch, write_lists
from index.search.derived import Damaged

DIM, COUNT = 16, 2_000


@pytest.fixture
def truth() -> dict[int, FloatArray]:
    return dict(enumerate(unit_rows(np.random.default_rng(3).normal(size=(COUNT, DIM)))))


def batch_of(truth: dict[int, FloatArray], ids: Sequence[int]) -> Batch:
    there = sorted(identity for identity in ids if identity in truth)
    return there, np.stack([truth[each] for each in there]) if there else np.zeros((0, DIM), np.float32)


@pytest.fixture
def exact(truth: dict[int, FloatArray]) -> DenseIndex:
    made = DenseIndex(DIM, lambda ids: batch_of(truth, ids))
    made.add(*batch_of(truth, list(truth)))
    made.generation = 5
    return made


@pytest.fixture
def listed(truth: dict[int, FloatArray], tmp_path: Path) -> DenseIndex:
    (tmp_path / "dense").mkdir()
    lists = lists_path(tmp_path / "dense")
    _, vectors = batch_of(truth, list(truth))
    write_lists(lists, COUNT, lambda number: vectors[:number], [batch_of(truth, list(truth))])
    record_lists(lists, "id", 5)
    return DenseIndex.load(tmp_path / "dense", "id", DIM, lambda ids: batch_of(truth, ids))


def best(truth: dict[int, FloatArray], query: FloatArray, k: int) -> list[int]:
    return sorted(truth, key=lambda identity: (-float(truth[identity] @ query), identity))[:k]


def test_a_saved_index_gives_the_same_answers(exact: DenseIndex, truth: dict[int, FloatArray], tmp_path: Path) -> None:
    exact.save(tmp_path / "dense", "id")
    loaded = DenseIndex.load(tmp_path / "dense", "id", DIM, lambda ids: batch_of(truth, ids))
    assert loaded.search(truth[3], 20) == exact.search(truth[3], 20)
    assert loaded.generation == 5
    assert loaded.form.startswith("exact: 2,000 vectors")


def test_what_was_never_saved_is_an_empty_index(tmp_path: Path) -> None:
    loaded = DenseIndex.load(tmp_path / "none", "id", DIM, lambda _: ([], np.zeros((0, DIM), np.float32)))
    assert (len(loaded), loaded.generation) == (0, -1)


def test_a_changed_file_and_another_index_are_damage(exact: DenseIndex, tmp_path: Path) -> None:
    folder = tmp_path / "dense"
    exact.save(folder, "id")
    with pytest.raises(Damaged, match="another index"):
        DenseIndex.load(folder, "other", DIM, lambda _: ([], np.zeros((0, DIM), np.float32)))
    content = bytearray((folder / "vectors.faiss").read_bytes())
    content[-1] ^= 1
    (folder / "vectors.faiss").write_bytes(bytes(content))
    with pytest.raises(Damaged, match="not what was written"):
        DenseIndex.load(folder, "id", DIM, lambda _: ([], np.zeros((0, DIM), np.float32)))


def test_lists_take_the_place_of_the_exact_file(
    exact: DenseIndex, tmp_path: Path, truth: dict[int, FloatArray]
) -> None:
    exact.save(tmp_path / "dense", "id")
    everything = batch_of(truth, list(truth))
    lists = lists_path(tmp_path / "dense")
    write_lists(lists, COUNT, lambda number: everything[1][:number], [everything])
    record_lists(lists, "id", 6)
    assert {path.name for path in (tmp_path / "dense").iterdir()} == {lists.name, "manifest.json"}


def test_lists_find_nearly_all_with_exact_cosines(listed: DenseIndex, truth: dict[int, FloatArray]) -> None:
    assert listed.form.startswith("lists: 2,000 vectors")
    hits = 0
    for query in list(truth.values())[::50]:
        found = listed.search(query, 20)
        hits += len(set(best(truth, query, 20)) & {identity for identity, _ in found})
        np.testing.assert_allclose([score for _, score in found], [truth[each] @ query for each, _ in found], atol=1e-6)
    assert hits >= 0.97 * 20 * 40


def test_what_has_come_gone_and_changed_since_the_lists_were_made(
    listed: DenseIndex, truth: dict[int, FloatArray]
) -> None:
    query = truth[7]
    del truth[7]
    listed.remove([7, 99_999])
    truth[COUNT] = query
    listed.add([COUNT], query[None])
    truth[8] = -query
    listed.add([8], truth[8][None])
    assert len(listed) == COUNT
    found = listed.search(query, 50)
    assert found[0][0] == COUNT
    assert not {7, 8} & {identity for identity, _ in found}
    assert listed.search(-query, 1)[0][0] == 8
    assert listed.search(query, 5, np.array([3, COUNT, 7], np.int64))[0][0] == COUNT
    assert {identity for identity, _ in listed.search(query, 5, np.array([3, 7, -4], np.int64))} == {3}
    assert listed.differs_from(sorted(truth)) is None


@pytest.mark.parametrize("form", ["exact", "listed"])
def test_other_chunks_and_other_vectors_are_told(
    form: str, truth: dict[int, FloatArray], request: pytest.FixtureRequest
) -> None:
    dense: DenseIndex = request.getfixturevalue(form)
    assert dense.differs_from(sorted(truth)) is None
    for others in (sorted(truth)[:-1], [*sorted(truth), COUNT]):
        assert dense.differs_from(others) == "the dense index holds other chunks than the database"
    truth[5] = -truth[5]
    assert dense.differs_from(sorted(truth)) == "the dense index holds other vectors than the database"


def test_when_it_is_written_and_when_lists_are_due(
    exact: DenseIndex, listed: DenseIndex, truth: dict[int, FloatArray], monkeypatch: pytest.MonkeyPatch
) -> None:
    def due(dense: DenseIndex) -> tuple[bool, bool]:
        return dense.is_to_be_written, dense.is_to_be_listed

    assert due(exact) == (True, False)
    assert due(listed) == (False, True)  # so few need no lists
    monkeypatch.setattr(dense_index, "MOST_EXACT", 1_500)
    assert due(exact) == (False, True)
    assert due(listed) == (False, False)
    monkeypatch.setattr(dense_index, "_FEWEST_APART", 30)
    listed.remove(range(20))
    listed.add(*batch_of(truth, range(25, 50)))
    assert due(listed) == (False, True)


def test_a_large_exact_index_is_written_when_much_has_changed(
    exact: DenseIndex, truth: dict[int, FloatArray], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense_index, "_WRITTEN_AT_ONCE", 1_000)
    exact.save(tmp_path / "dense", "id")
    exact.remove([1, 2])
    assert not exact.is_to_be_written
    exact.add(*batch_of(truth, range(100)))
    assert exact.is_to_be_written
