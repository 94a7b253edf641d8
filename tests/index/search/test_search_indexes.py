"""Both search indexes follow the database, and are made anew when they are not what was written."""

import shutil
import threading
from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.search.lexical import analyse
from index.store import Index
from tests.index.three_documents import again, found


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
