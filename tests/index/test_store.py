"""The index keeps its promises: the truth in SQLite, the legs behind it, one writer, nothing half done."""

import contextlib
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index.dense import DenseIndex
from index.documents import Document, Section, document_id
from index.errors import DocumentError, DocumentNotFound, EncoderMismatch, IndexDamaged, IndexLocked, IndexMissing
from index.hash_encoder import HashEncoder
from index.ingest import ingest_bytes, ingest_documents, ingest_paths
from index.store import Index


def document(source: str, text: str) -> Document:
    return Document(source, source, text, f"hash of {text}", (Section(0, len(text)),))


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", "hash", create=True)
    ingest_documents(made, [document("a", "Alpha beta gamma. Delta follows."), document("b", "Epsilon zeta eta.")])
    return made


def sources(index: Index, word: str) -> set[str]:
    found = [*index.search_lexical(word, 10), *index.search_dense(HashEncoder().encode_query(word).vector, 10)]
    return {row.source for row in index.chunks([identity for identity, _ in found]).values()}


def test_a_new_index_has_nothing_to_report(index: Index) -> None:
    assert index.notices == ()
    assert (index.generation, index.status().documents, index.status().chunks) == (1, 2, 2)


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="footnote index"):
        Index.open(tmp_path / "nowhere")


def test_another_encoder_is_an_error_by_name_and_by_fingerprint(index: Index) -> None:
    with pytest.raises(EncoderMismatch, match="made with the encoder hash, not bundled"):
        Index.open(index.folder, "bundled")
    changed = HashEncoder()
    changed.fingerprint = "0" * 64
    with pytest.raises(EncoderMismatch, match="hash \\(000000000000\\)"):
        _ = Index.open(index.folder, changed).encoder


def test_another_handle_sees_what_was_committed_without_being_opened_again(index: Index) -> None:
    other = Index.open(index.folder)
    assert sources(other, "epsilon") == {"a", "b"}
    ingest_documents(index, [document("c", "Theta iota.")])
    assert [other.document(document_id("c")).version, *sorted(sources(other, "theta"))] == [1, "a", "b", "c"]
    index.delete(document_id("b"))
    assert sources(other, "epsilon") == {"a", "c"}


def test_an_index_whose_making_was_cut_short_is_missing_and_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "footnote.sqlite").touch()
    with pytest.raises(IndexMissing, match="is empty"):
        Index.open(tmp_path)
    assert Index.open(tmp_path, create=True).generation == 0


@pytest.mark.parametrize("leg", ["dense", "lexical"])
@pytest.mark.parametrize("damage", ["cut", "gone", "manifest"])
def test_a_damaged_leg_is_rebuilt_from_sqlite_and_said(index: Index, leg: str, damage: str) -> None:
    before = (index.search_lexical("epsilon", 5), index.search_dense(HashEncoder().encode_query("epsilon").vector, 5))
    index.close()
    folder = index.folder / leg
    if damage == "manifest":
        (folder / "manifest.json").write_text("{", encoding="utf-8")
    else:
        victim = folder / ("vectors.faiss" if leg == "dense" else "meta.json")
        victim.write_bytes(victim.read_bytes()[:-9]) if damage == "cut" else victim.unlink()
    again = Index.open(index.folder)
    assert (
        again.search_lexical("epsilon", 5),
        again.search_dense(HashEncoder().encode_query("epsilon").vector, 5),
    ) == before
    assert len(again.notices) == 1
    assert f"The {leg} index could not be used and was rebuilt" in again.notices[0]
    healed = Index.open(index.folder)
    assert (healed.search_lexical("epsilon", 5), healed.notices) == (before[0], ())


def test_a_leg_that_is_gone_altogether_is_made_again(index: Index) -> None:
    before = index.search_lexical("epsilon", 5)
    shutil.rmtree(index.folder / "dense")
    shutil.rmtree(index.folder / "lexical")
    assert Index.open(index.folder).search_lexical("epsilon", 5) == before


def test_a_damaged_database_is_an_error_and_is_left_as_it_is(index: Index) -> None:
    index.close()
    path = index.folder / "footnote.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexDamaged, match="SQLite cannot use"):
        Index.open(index.folder)
    assert path.read_bytes().startswith(b"not a database")


def test_deleting_an_unknown_document_removes_nothing(index: Index) -> None:
    with pytest.raises(DocumentNotFound):
        index.delete([document_id("a"), "0" * 16])
    assert index.document(document_id("a")).current


def test_a_second_writer_is_told_to_wait(index: Index) -> None:
    code = (
        "import sys; from pathlib import Path; from index.store import Index\n"
        "with Index.open(Path(sys.argv[1])).writing(): print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(index.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(IndexLocked, match="Another process is writing"):
            ingest_documents(index, [document("c", "Theta.")])
        assert sources(index, "epsilon") == {"a", "b"}
        other.communicate("")
    ingest_documents(index, [document("c", "Theta.")])
    assert index.document(document_id("c")).version == 1


def test_unchanged_files_load_no_encoder_and_changed_ones_get_a_version(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "one.txt").write_text("One fine day.", encoding="utf-8")
    (folder / "two.txt").write_text("Two fine days.", encoding="utf-8")
    first = ingest_paths(Index.open(tmp_path / "index", "hash", create=True), [folder])
    assert (len(first.added), first.chunks) == (2, 2)
    again = Index.open(tmp_path / "index")
    assert len(ingest_paths(again, [folder]).unchanged) == 2
    assert again._encoder == "hash"  # still only a name
    (folder / "two.txt").write_text("Two better days.", encoding="utf-8")
    report = ingest_paths(again, [folder])
    assert [Path(source).name for source in (*report.replaced, *report.unchanged)] == ["two.txt", "one.txt"]
    identity = document_id(report.replaced[0])
    assert [again.document(identity, version).text for version in (1, 2)] == ["Two fine days.", "Two better days."]


def test_a_file_that_cannot_be_read_is_reported_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Good words.", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9)
    index = Index.open(tmp_path / ".index", "hash", create=True)
    report = ingest_paths(index, [tmp_path])
    assert [Path(source).name for source in report.added] == ["good.txt"]
    assert [Path(failure.source).name for failure in report.failed] == ["bad.txt"]
    with pytest.raises(DocumentError):
        ingest_bytes(index, b"\0\0\0\0", "good.txt", report.added[0])
    assert index.document(document_id(report.added[0])).text == "Good words."


def test_a_killed_ingest_leaves_whole_documents_and_the_next_run_finishes(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(400):
        text = "\n\n".join(
            f"Paragraph {part} of text {number}. " + "Some words follow here. " * 40 for part in range(5)
        )
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    target = tmp_path / "index"
    command = [sys.executable, "-c", "from index.cli import main; main()", "index", str(folder)]
    command += ["--index", str(target), "--encoder", "hash"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as victim:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and victim.poll() is None:
            with contextlib.suppress(IndexMissing):
                if Index.open(target).generation > 0:
                    break
        victim.send_signal(signal.SIGKILL)
    index = Index.open(target)
    partial = index.documents()
    assert 0 < len(partial) <= 400
    assert all(one.chunks > 0 for one in partial)
    assert len(ingest_paths(index, [folder]).unchanged) == len(partial)
    assert {one.chunks for one in index.documents()} == {one.chunks for one in partial}
    assert index.status().documents == 400
    assert len(DenseIndex.load(target / "dense", index._index_id(), 64)) == index.status().chunks


def test_every_chunk_is_the_words_at_its_offsets(index: Index) -> None:
    text = "😀 Päragraph one has words. It has two sentences.\n\n第二段有一句话。还有一句。"
    ingest_documents(index, [document("unicode", text)])
    rows = index.chunks(index.chunk_ids([document_id("unicode")])).values()
    for row in rows:
        assert index.chunk_text(row) == text[row.start : row.end]
        assert (row.sentences[0][0], row.sentences[-1][1]) == (row.start, row.end)


def test_the_dense_leg_agrees_with_numpy_and_refuses_other_shapes() -> None:
    random = np.random.default_rng(1)
    vectors = random.normal(size=(50, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    leg = DenseIndex(8)
    leg.add(range(100, 150), vectors)
    scores = vectors @ vectors[7]
    expected = [int(place) + 100 for place in np.argsort(-scores)[:5]]
    assert [identity for identity, _ in leg.search(vectors[7], 5)] == expected
    assert [identity for identity, _ in leg.search(vectors[7], 5, np.array([101, 103]))] == sorted(
        (101, 103), key=lambda identity: -scores[identity - 100]
    )
    leg.remove([107])
    assert 107 not in [identity for identity, _ in leg.search(vectors[7], 500)]
    assert len(leg.search(vectors[7], 500)) == 49
    with pytest.raises(ValueError, match=r"expected float32 \(1, 8\)"):
        leg.add([1], np.zeros((1, 9), np.float32))
    with pytest.raises(ValueError, match="float64"):
        leg.add([1], np.zeros((1, 8)))  # type: ignore[arg-type]
