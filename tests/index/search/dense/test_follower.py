"""The dense index of a folder follows the database, and is written when that is due."""

from pathlib import Path

import numpy as np
import pytest

from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.search.dense.follower import DenseFollower
from index.search.derived import Damaged
from index.store import Index


@pytest.fixture
def index(tmp_path: Path, make_document) -> Index:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(index, [make_document(f"{n}", f"Paper number {n}.") for n in range(5)])
    return index


@pytest.fixture
def noticed() -> list[Damaged]:
    return []


@pytest.fixture
def follower(index: Index, tmp_path: Path, noticed: list[Damaged]) -> DenseFollower:
    return DenseFollower(tmp_path / "dense", index.database, index.chunks, lambda: 1, noticed.append)


def test_it_is_opened_when_it_is_asked_for_and_follows_from_then_on(
    follower: DenseFollower, index: Index, make_document
) -> None:
    generations = [follower.generation]
    assert len(follower.caught_up()) == 5
    ingest_documents(index, [make_document("5", "Paper number 5.")])
    generations.append(follower.generation)
    assert len(follower.caught_up()) == 6
    generations.append(follower.generation)
    follower.forget()
    assert [*generations, follower.generation] == [None, 1, 2, None]


def test_what_is_written_is_what_the_next_one_opens(
    follower: DenseFollower, index: Index, tmp_path: Path, noticed: list[Damaged]
) -> None:
    follower.write()  # nothing is opened yet
    assert not (tmp_path / "dense").exists()
    follower.caught_up()
    follower.write()
    other = DenseFollower(tmp_path / "dense", index.database, index.chunks, lambda: 1, noticed.append)
    ids, vectors = index.chunks.vectors_of(index.chunks.ids())
    assert other.caught_up().search(vectors[2], 1)[0][0] == ids[2]
    assert noticed == []
    (tmp_path / "dense" / "vectors.faiss").write_bytes(b"damaged")
    other.forget()
    assert len(other.caught_up()) == 5
    assert [str(damage) for damage in noticed] == ["vectors.faiss is not what was written"]


def test_it_is_due_when_it_is_far_behind_or_has_many(follower: DenseFollower, monkeypatch: pytest.MonkeyPatch) -> None:
    due = [follower.is_due]
    monkeypatch.setattr("index.search.dense.dense_index.MOST_EXACT", 4)
    due.append(follower.is_due)
    follower.forget()
    monkeypatch.setattr("index.search.dense.dense_index.MOST_EXACT", 100)
    monkeypatch.setattr("index.search.dense.follower.MOST_EXACT", 4)
    assert [*due, follower.is_due] == [False, True, True]
    assert follower.generation == -1  # nothing was read for that


def test_it_is_written_anew_in_the_form_that_suits_its_size(
    follower: DenseFollower, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert follower.write_anew()
    assert (tmp_path / "dense" / "vectors.faiss").exists()
    monkeypatch.setattr("index.search.dense.follower.MOST_EXACT", 4)
    assert follower.write_anew()
    assert [path.name.partition("-")[0] for path in (tmp_path / "dense").glob("*.faiss")] == ["lists"]
    _, vectors = index.chunks.vectors_of([3])
    [(best, cosine)] = follower.caught_up().search(vectors[0], 1)
    assert best == 3
    assert cosine == pytest.approx(1, abs=1e-6)
    assert np.isfinite(cosine)
