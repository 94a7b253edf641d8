import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.documents import Document, document_id
from index.encoding.hash import HashEncoder
from index.errors import DocumentNotFound, EncoderMismatch, IndexDamaged, IndexLocked, IndexMissing
from index.folders.ingest import ingest_documents
from index.search.lexical import analyse
from index.storage.records import DocumentSummary
from index.storage.tables.documents import DocumentTable
from index.store import Index
from tests.documents import remove_for_good

TEXTS = {
    "museum": "The museum opened in 1901. Its first director was Ada Berg.",
    "bridge": "The bridge was closed in spring. Ferries carry the traffic.",
    "garden": "The garden has forty roses. Visitors come in June.",
}


class OtherEncoder(HashEncoder):
    """The same name with other weights."""

    fingerprint = "f" * 64


class Renamed(HashEncoder):
    name = "renamed"


@pytest.fixture
def filled(index: Index, make_document) -> Index:
    ingest_documents(index, [make_document(source, text) for source, text in TEXTS.items()])
    return index


def found(index: Index, word: str) -> tuple[set[str], set[str]]:
    """Return the sources that the dense and the lexical leg find for a word, nearest or matching."""
    vector = index.encoder.loaded().encode_query(word).vector
    dense = index.chunks.get([identity for identity, score in index.search.dense(vector, 10) if score > 0.3])
    lexical = index.chunks.get([identity for identity, _ in index.search.lexical(analyse(word), 10)])
    return {row.source for row in dense.values()}, {row.source for row in lexical.values()}


def again(index: Index, encoder: HashEncoder | str | None = None) -> Index:
    return Index.open(index.folder, encoder or HashEncoder())


def test_a_folder_without_an_index_is_an_error_that_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="footnote index"):
        Index.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(IndexMissing, match="Choose another folder"):
        Index.open(tmp_path / "file" / "index", create=True)


def test_an_index_that_is_opened_again_finds_what_was_put_in(filled: Index) -> None:
    filled.close()
    reopened = again(filled)
    assert found(reopened, "roses") == ({"garden"}, {"garden"})
    assert reopened.search.notices == ()


def test_a_new_index_has_nothing_to_report(index: Index) -> None:
    assert (index.search.notices, index.database.generation, index.counts().chunks) == ((), 0, 0)
    assert index.search.lexical(analyse("roses"), 5) == []
    assert index.search.dense(HashEncoder().encode_query("roses").vector, 5) == []


def test_an_index_whose_making_was_cut_short_is_missing_and_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "footnote.sqlite").touch()
    with pytest.raises(IndexMissing, match="is empty"):
        Index.open(tmp_path)
    assert Index.open(tmp_path, create=True).database.generation == 0


def test_a_damaged_database_is_an_error_and_is_left_as_it_is(filled: Index) -> None:
    filled.close()
    path = filled.folder / "footnote.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexDamaged, match="SQLite cannot use"):
        again(filled)
    assert path.read_bytes() == b"not a database at all" * 100


def test_chunks_are_the_words_of_their_document(filled: Index) -> None:
    for row in filled.chunks.get(range(1, 10)).values():
        document = filled.documents.get(row.document_id, row.version)
        assert document.text[row.start : row.end] == filled.chunks.text(row)
        assert [document.text[start:end] for start, end in row.sentences] == [
            part if part.endswith(".") else f"{part}." for part in TEXTS[row.source].split(". ")
        ]


def test_offsets_count_code_points_in_any_script(index: Index, make_document) -> None:
    text = "😀 Päragraph one has words. It has two sentences.\n\n第二段有一句话。还有一句。"
    ingest_documents(index, [make_document("unicode", text)])
    rows = index.chunks.get(index.chunks.ids_of([document_id("unicode")])).values()
    for row in rows:
        assert index.chunks.text(row) == text[row.start : row.end]
        assert (row.sentences[0][0], row.sentences[-1][1]) == (row.start, row.end)
    sentences = [text[start:end] for row in rows for start, end in row.sentences]
    assert sentences == ["😀 Päragraph one has words.", "It has two sentences.", "第二段有一句话。", "还有一句。"]


def test_another_handle_sees_what_was_written_since(filled: Index, make_document) -> None:
    reader = again(filled)
    assert found(reader, "zeppelin") == (set(), set())
    ingest_documents(filled, [make_document("airship", "A zeppelin crossed the lake.")])
    assert found(reader, "zeppelin") == ({"airship"}, {"airship"})
    assert reader.database.generation == filled.database.generation


def test_a_deleted_document_is_found_no_more_at_once_by_any_handle(filled: Index, make_document) -> None:
    reader = again(filled)
    assert found(reader, "roses") == ({"garden"}, {"garden"})
    remove_for_good(filled, make_document("garden", "").id)
    for handle in (filled, reader):
        assert found(handle, "roses") == (set(), set())


def test_deleting_an_unknown_document_removes_nothing(filled: Index) -> None:
    with pytest.raises(DocumentNotFound):
        remove_for_good(filled, [document_id("garden"), "0" * 16])
    assert found(filled, "roses") == ({"garden"}, {"garden"})


def test_a_replaced_document_answers_with_its_new_text_and_keeps_the_old(filled: Index, make_document) -> None:
    newer = make_document("museum", "The harbour museum.")
    assert ingest_documents(filled, [newer]).replaced == ("museum",)
    assert found(filled, "director")[1] == set()
    assert found(filled, "harbour") == ({"museum"}, {"museum"})
    assert filled.documents.get(newer.id).version == 2
    assert filled.documents.get(newer.id, 1).text == TEXTS["museum"]
    assert not filled.documents.get(newer.id, 1).current


@pytest.mark.parametrize("leg", ["dense", "lexical"])
@pytest.mark.parametrize("harm", ["truncate", "empty", "garbage", "no manifest"])
def test_a_damaged_leg_is_rebuilt_from_the_database_and_said(filled: Index, leg: str, harm: str) -> None:
    expected = {word: found(filled, word) for word in ("roses", "museum", "ferries")}
    filled.close()
    for path in (filled.folder / leg).iterdir():
        if harm == "no manifest" and path.name == "manifest.json":
            path.unlink()
        elif harm != "no manifest" and path.name != "manifest.json" and path.is_file():
            content = path.read_bytes()
            path.write_bytes({"truncate": content[: len(content) // 2], "empty": b"", "garbage": b"\xff" * 99}[harm])
    reopened = again(filled)
    assert {word: found(reopened, word) for word in expected} == expected
    assert [notice.split(" could")[0] for notice in reopened.search.notices] == [f"The {leg} index"]
    assert again(filled).search.notices == ()
    mended = again(filled)
    assert {word: found(mended, word) for word in expected} == expected
    assert mended.search.notices == ()


def test_a_leg_that_is_gone_altogether_is_made_again(filled: Index) -> None:
    expected = filled.search.lexical(analyse("museum"), 5)
    filled.close()
    shutil.rmtree(filled.folder / "dense")
    shutil.rmtree(filled.folder / "lexical")
    assert again(filled).search.lexical(analyse("museum"), 5) == expected
    assert found(again(filled), "roses") == ({"garden"}, {"garden"})


def test_a_lexical_leg_of_other_terms_is_made_anew(filled: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.close()
    monkeypatch.setattr("index.search.search_indexes.ANALYSIS", 999)
    opened = again(filled)
    assert opened.search.lexical(analyse("museum"), 5)
    assert any("lexical" in notice for notice in opened.search.notices)


@pytest.mark.parametrize("leg", ["dense", "lexical"])
def test_a_leg_of_another_index_is_not_used(filled: Index, leg: str, tmp_path: Path, make_document) -> None:
    other = Index.open(tmp_path / "other", HashEncoder(), create=True)
    ingest_documents(other, [make_document(f"{n}", f"Other words number {n}.") for n in range(3)])
    for path in (filled.folder / leg).iterdir():
        path.unlink()
    for path in (other.folder / leg).iterdir():
        (filled.folder / leg / path.name).write_bytes(path.read_bytes())
    reopened = again(filled)
    assert found(reopened, "roses") == ({"garden"}, {"garden"})
    assert "belongs to another index" in reopened.search.notices[0]


def test_an_encoder_of_another_name_is_an_error_that_says_what_to_do(filled: Index) -> None:
    with pytest.raises(EncoderMismatch, match="footnote index PATH --index NEW_FOLDER"):
        again(filled, Renamed())


def test_an_encoder_of_the_same_name_with_other_weights_is_an_error(filled: Index) -> None:
    reopened = again(filled, OtherEncoder())
    with pytest.raises(EncoderMismatch, match="ffffffffffff"):
        _ = reopened.encoder.loaded()


def test_nothing_is_written_with_another_encoder(filled: Index, make_document) -> None:
    reopened = again(filled, OtherEncoder())
    with pytest.raises(EncoderMismatch):
        ingest_documents(reopened, [make_document("new", "New words.")])
    assert {document.source for document in again(filled).documents.listed()} == set(TEXTS)


def test_the_index_remembers_its_encoder(filled: Index) -> None:
    assert Index.open(filled.folder).encoder.name == "hash"


def test_only_one_process_writes_and_readers_go_on(filled: Index, make_document) -> None:
    program = (
        "import sys; from pathlib import Path; from index.store import Index\n"
        "with Index.open(Path(sys.argv[1])).database.writing():\n"
        "    print('locked', flush=True); sys.stdin.readline()\n"
    )
    command = [sys.executable, "-c", program, str(filled.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        document: Document = make_document("new", "New words.")
        with pytest.raises(IndexLocked, match="Wait until it has finished"):
            ingest_documents(filled, [document])
        with pytest.raises(IndexLocked):
            remove_for_good(filled, make_document("museum", "").id)
        assert found(again(filled), "roses") == ({"garden"}, {"garden"})
        other.communicate("\n")
    assert ingest_documents(filled, [document]).added == ("new",)


def test_the_status_counts_what_is_there(filled: Index) -> None:
    status = filled.status()
    assert (status.documents, status.chunks, status.encoder) == (3, 3, "hash")
    assert status.fingerprint == HashEncoder.fingerprint
    assert status.bytes_on_disk == sum(p.stat().st_size for p in filled.folder.rglob("*") if p.is_file())


def test_the_list_of_documents_is_read_once_until_something_changes_here_or_elsewhere(
    filled: Index, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    read_list = DocumentTable._read_list

    def counting(documents: DocumentTable, limit: int, offset: int) -> list[DocumentSummary]:
        read.append(limit)
        return read_list(documents, limit, offset)

    monkeypatch.setattr(DocumentTable, "_read_list", counting)
    first = filled.documents.listed()
    first.clear()  # whoever has it may change it
    assert [each.title for each in filled.documents.listed()] == [
        each.title for each in filled.documents.listed(limit=3)
    ]
    assert read == [-1, 3]
    filled.documents.choose_tags(document_id("museum"), ["old"])
    assert [each.tags for each in filled.documents.listed() if each.source == "museum"] == [("old",)]
    other = again(filled)
    ingest_documents(other, [make_document("harbour", "The harbour froze.")])
    other.close()
    assert {each.source for each in filled.documents.listed()} == {*TEXTS, "harbour"}
    remove_for_good(filled, document_id("harbour"))
    assert {each.source for each in filled.documents.listed()} == set(TEXTS)
