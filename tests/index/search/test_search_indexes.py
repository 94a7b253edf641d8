"""Both search indexes follow the database, and are made anew when they are not what was written."""

import shutil
import threading
import time
from pathlib import Path

import pytest

from index.documents import document_id
from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.search.analysis import analyse
from index.search.search_indexes import SearchIndexes
from index.store import Index
from tests.index.three_documents import again, found
from tests.support.documents import remove_for_good


def test_another_handle_sees_what_was_written_since(filled: Index, make_document) -> None:
    reader = again(filled)
    assert found(reader, "zeppelin") == (set(), set())
    ingest_documents(filled, [make_document("airship", "A zeppelin crossed the lake.")])
    assert found(reader, "zeppelin") == ({"airship"}, {"airship"})
    assert reader.database.generation == filled.database.generation


@pytest.mark.parametrize("name", ["dense", "lexical"])
@pytest.mark.parametrize("harm", ["truncate", "empty", "garbage", "no manifest"])
def test_a_damaged_search_index_is_rebuilt_from_the_database_and_said(filled: Index, name: str, harm: str) -> None:
    expected = {word: found(filled, word) for word in ("roses", "museum", "ferries")}
    filled.close()
    for path in (filled.folder / name).iterdir():
        if harm == "no manifest" and path.name == "manifest.json":
            path.unlink()
        elif harm != "no manifest" and path.name != "manifest.json" and path.is_file():
            content = path.read_bytes()
            path.write_bytes({"truncate": content[: len(content) // 2], "empty": b"", "garbage": b"\xff" * 99}[harm])
    reopened = again(filled)
    assert {word: found(reopened, word) for word in expected} == expected
    assert [notice.split(" could")[0] for notice in reopened.search.notices] == [f"The {name} index"]
    assert again(filled).search.notices == ()
    mended = again(filled)
    assert {word: found(mended, word) for word in expected} == expected
    assert mended.search.notices == ()


def test_a_search_index_that_is_gone_altogether_is_made_again(filled: Index) -> None:
    expected = filled.search.lexical(analyse("museum"), 5)
    filled.close()
    shutil.rmtree(filled.folder / "dense")
    shutil.rmtree(filled.folder / "lexical")
    assert again(filled).search.lexical(analyse("museum"), 5) == expected
    assert found(again(filled), "roses") == ({"garden"}, {"garden"})


def test_a_lexical_index_of_other_terms_is_made_anew(filled: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.close()
    monkeypatch.setattr("index.search.search_indexes.ANALYSIS", 999)
    opened = again(filled)
    assert opened.search.lexical(analyse("museum"), 5)
    assert any("lexical" in notice for notice in opened.search.notices)


@pytest.mark.parametrize("name", ["dense", "lexical"])
def test_a_search_index_of_another_index_is_not_used(filled: Index, name: str, tmp_path: Path, make_document) -> None:
    other = Index.open(tmp_path / "other", HashEncoder(), create=True)
    ingest_documents(other, [make_document(f"{n}", f"Other words number {n}.") for n in range(3)])
    for path in (filled.folder / name).iterdir():
        path.unlink()
    for path in (other.folder / name).iterdir():
        (filled.folder / name / path.name).write_bytes(path.read_bytes())
    reopened = again(filled)
    assert found(reopened, "roses") == ({"garden"}, {"garden"})
    assert "belongs to another index" in reopened.search.notices[0]


def test_what_could_not_be_written_yet_because_another_writes_is_no_damage(tmp_path: Path, make_document) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(index, [make_document("a.txt", "The harbour froze over.")])
    holds, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with index.database.writing():
            holds.set()
            may_end.wait(60)

    other = threading.Thread(target=write)
    other.start()
    assert holds.wait(60)
    fresh = Index.open(tmp_path / "index", HashEncoder())
    shutil.rmtree(tmp_path / "index" / "lexical", ignore_errors=True)
    for _ in range(2):
        fresh.search.catch_up()
    may_end.set()
    other.join()
    assert found(fresh, "harbour")[1] == {"a.txt"}
    assert fresh.search.notices == ()


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let lists be made of 40 vectors, and anew when 8 have changed."""
    monkeypatch.setattr("index.search.dense.dense_index.MOST_EXACT", 40)
    for module in ("index.search.search_indexes", "index.search.dense.follower"):
        monkeypatch.setattr(f"{module}.MOST_EXACT", 40)
    monkeypatch.setattr("index.search.dense.dense_index._FEWEST_APART", 8)


@pytest.mark.usefixtures("few_are_many")
def test_many_vectors_come_into_lists_that_follow_what_is_written(tmp_path: Path, make_document) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(index, [make_document(f"{n}", f"Paper number {n} on topic {n % 7}.") for n in range(60)])
    until_listed(index)
    assert {path.suffix for path in (tmp_path / "index" / "dense").iterdir()} == {".faiss", ".json"}
    assert found(index, "topic")[0]
    before = (tmp_path / "index" / "dense" / "manifest.json").read_bytes()
    ingest_documents(index, [make_document("airship", "A zeppelin crossed the lake.")])
    assert found(index, "zeppelin") == ({"airship"}, {"airship"})
    assert (tmp_path / "index" / "dense" / "manifest.json").read_bytes() == before
    reader = again(index)
    assert found(reader, "zeppelin") == ({"airship"}, {"airship"})
    assert reader.search.problems() == []
    remove_for_good(index, [document_id("airship")])
    assert found(reader, "zeppelin") == (set(), set())
    assert index.search.problems() == reader.search.problems() == []


@pytest.mark.usefixtures("few_are_many")
def test_lists_are_made_anew_after_many_changes_and_go_when_few_are_left(tmp_path: Path, make_document) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    documents = [make_document(f"{n}", f"Paper number {n} on topic {n % 7}.") for n in range(60)]
    ingest_documents(index, documents)
    until_listed(index)
    remove_for_good(index, [document.id for document in documents[:10]])
    [before] = (tmp_path / "index" / "dense").glob("*.faiss")
    assert index.search.tend()
    [after] = (tmp_path / "index" / "dense").glob("*.faiss")
    assert after != before
    remove_for_good(index, [document.id for document in documents[10:45]])
    assert index.search.tend()
    assert [path.name for path in (tmp_path / "index" / "dense").glob("*.faiss")] == ["vectors.faiss"]
    assert index.search.problems() == []


@pytest.mark.usefixtures("few_are_many")
def test_lists_that_are_damaged_are_made_anew_from_the_database(tmp_path: Path, make_document) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(index, [make_document(f"{n}", f"Paper number {n} on topic {n % 7}.") for n in range(60)])
    until_listed(index)
    index.close()
    for path in (tmp_path / "index" / "dense").glob("*.faiss"):
        path.write_bytes(path.read_bytes()[:200])
    reopened = again(index)
    assert found(reopened, "topic")[0]
    assert "dense index could not be used" in reopened.search.notices[0]
    reopened.search.rebuild()
    assert [path.name.partition("-")[0] for path in (tmp_path / "index" / "dense").glob("*.faiss")] == ["lists"]
    assert reopened.search.problems() == []


@pytest.mark.usefixtures("few_are_many")
def test_while_another_writes_lists_are_not_taken_up(tmp_path: Path, make_document) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    with index.database.writing():  # reentrant: the ingest writes, nobody else does
        ingest_documents(index, [make_document(f"{n}", f"Paper number {n}.") for n in range(60)])
        made: list[bool] = []
        other = threading.Thread(target=lambda: made.append(again(index).search.tend()))
        other.start()
        other.join(60)
        for thread in threading.enumerate():
            if thread.name == "footnote-tend":  # which the ingest began
                thread.join(60)
    assert made == [False]
    assert list((tmp_path / "index" / "dense").glob("lists-*")) == []


def until_listed(index: Index) -> None:
    """Have lists made, here or in the thread that ingesting began."""
    assert isinstance(index.search, SearchIndexes)
    for _ in range(600):
        index.search.tend()
        if list((index.folder / "dense").glob("lists-*.faiss")) and not index.search._tending.locked():
            return
        time.sleep(0.05)
    raise AssertionError("no lists were made")


def test_a_search_asks_the_database_once_whether_something_came(filled: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.search.catch_up()
    asked: list[str] = []
    meta = filled.database.meta

    def noted(key: str) -> str | None:
        asked.append(key)
        return meta(key)

    monkeypatch.setattr(filled.database, "meta", noted)
    filled.search.dense(filled.encoder.loaded().encode_query("roses").vector, 5)
    filled.search.lexical(analyse("roses"), 5)
    frequency = filled.search.document_frequencies(["rose", "garden", "nowhere"])
    assert asked == ["generation"] * 3
    assert frequency == {term: filled.search.document_frequency(term) for term in ("rose", "garden", "nowhere")}
