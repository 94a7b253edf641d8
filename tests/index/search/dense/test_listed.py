"""Lists of near vectors give nearly what a look at all of them gives, and of few that are allowed all."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.encoding.encoder import FloatArray, unit_rows
from index.search.dense.listed import Batch, ListedVectors, write_lists
from index.search.derived import Damaged

DIM, COUNT, FIRST = 16, 3_000, 50


@pytest.fixture(scope="module")
def vectors() -> FloatArray:
    chance = np.random.default_rng(11)
    middles = chance.normal(size=(60, DIM))
    return unit_rows(middles[chance.integers(0, 60, COUNT)] + 0.5 * chance.normal(size=(COUNT, DIM)))


def batches(vectors: FloatArray) -> Iterator[Batch]:
    for start in range(0, COUNT, 700):
        some = vectors[start : start + 700]
        yield list(range(FIRST + start, FIRST + start + len(some))), some


@pytest.fixture(scope="module")
def path(vectors: FloatArray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists") / "lists.faiss"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.search.dense.listed._SPREAD", 2)  # of so few lists, eight times as many are all
        assert write_lists(path, COUNT, lambda number: vectors[:number], batches(vectors))
    assert path.stat().st_mode & 0o077 == 0
    return path


@pytest.fixture
def listed(path: Path) -> ListedVectors:
    return ListedVectors(path, DIM)


def all_of() -> np.ndarray:
    return np.ones(FIRST + COUNT, np.bool_)


def nearest(vectors: FloatArray, query: FloatArray, k: int) -> set[int]:
    return {int(place) + FIRST for place in np.argsort(-(vectors @ query))[:k]}


def test_a_few_lists_hold_nearly_all_of_the_nearest(listed: ListedVectors, vectors: FloatArray) -> None:
    assert listed.lists == 75  # forty vectors for each
    assert listed.looked_into < listed.lists
    found = [len(nearest(vectors, query, 50) & set(listed.search(query, 50, all_of()))) for query in vectors[::30]]
    assert np.mean(found) > 48


def test_of_one_in_a_hundred_that_are_allowed_the_nearest_are_found(listed: ListedVectors, vectors: FloatArray) -> None:
    allowed = np.zeros(FIRST + COUNT, np.bool_)
    allowed[FIRST::100] = True
    few = np.arange(0, COUNT, 100)
    for query in vectors[::300]:
        best = few[np.argsort(-(vectors[few] @ query))[:5]] + FIRST
        found = listed.search(query, 10, allowed)
        assert set(best.tolist()) <= set(found)
        assert all(allowed[identity] for identity in found)
    assert listed.search(vectors[0], 10, np.zeros(FIRST + COUNT, np.bool_)) == []


def test_as_many_come_as_are_wanted(listed: ListedVectors, vectors: FloatArray) -> None:
    assert sorted(listed.search(vectors[0], 10 * COUNT, all_of())) == list(range(FIRST, FIRST + COUNT))


def test_every_vector_comes_back_nearly_as_it_was(listed: ListedVectors, vectors: FloatArray) -> None:
    back = {identity: row for ids, rows in listed.batches() for identity, row in zip(ids, rows, strict=True)}
    assert sorted(back) == sorted(listed.ids().tolist()) == list(range(FIRST, FIRST + COUNT))
    assert max(float(np.abs(back[FIRST + place] - vectors[place]).max()) for place in range(COUNT)) < 0.02


def test_what_is_called_off_leaves_no_file(vectors: FloatArray, tmp_path: Path) -> None:
    path = tmp_path / "lists.faiss"
    assert not write_lists(path, COUNT, lambda number: vectors[:number], batches(vectors), lambda: False)
    assert list(tmp_path.iterdir()) == []


def test_another_file_and_another_dimension_are_damage(path: Path, tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="of 8 dimensions"):
        ListedVectors(path, 8)
    (tmp_path / "lists.faiss").write_bytes(b"no lists")
    with pytest.raises(Damaged, match="cannot read"):
        ListedVectors(tmp_path / "lists.faiss", DIM)
