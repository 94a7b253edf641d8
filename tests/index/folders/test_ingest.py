import dataclasses
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.documents import document_id
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoder import Encoding
from index.encoding.encoders.hash import HashEncoder
from index.encoding.token_vectors import from_bytes
from index.errors import DocumentError, EmptyDocument, UnreadableDocument, UnsupportedFormat
from index.folders import ingest
from index.folders.ingest import ingest_documents
from index.folders.sync import sync_paths
from index.search.analysis import analyse
from index.store import Index
from index.text.languages import likeliest
from tests.support.documents import ingest_bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "papers"
    path.mkdir()
    (path / "museum.txt").write_text("The museum opened in 1901. Its first director was Ada Berg.")
    (path / "bridge.md").write_text(
        "# Bridge\n\nThe bridge was closed in May.\n\n## Ferries\n\nFerries carry the traffic.\n"
    )
    return path


def names(sources: tuple[str, ...]) -> list[str]:
    return [Path(source).name for source in sources]


@pytest.mark.slow
def test_a_folder_is_indexed_and_a_second_run_loads_no_model(
    index: Index, folder: Path, load_no_model: Callable[[], None]
) -> None:
    report = sync_paths(index, [folder])
    assert names(report.added) == ["bridge.md", "museum.txt"]
    assert report.chunks == index.counts().chunks > 0
    generation = index.database.generation
    index.close()
    reopened = Index.open(index.folder, "hash")
    load_no_model()
    report = sync_paths(reopened, [folder])
    assert names(report.unchanged) == ["bridge.md", "museum.txt"]
    assert (report.added, report.replaced, report.failed, report.chunks) == ((), (), (), 0)
    assert reopened.database.generation == generation


@pytest.mark.slow
def test_a_changed_file_is_a_new_version(index: Index, folder: Path) -> None:
    sync_paths(index, [folder])
    (folder / "museum.txt").write_text("The museum moved to the harbour.")
    report = sync_paths(index, [folder])
    assert (names(report.replaced), names(report.unchanged)) == (["museum.txt"], ["bridge.md"])
    identity = document_id(str(folder / "museum.txt"))
    assert index.documents.get(identity).text == "The museum moved to the harbour."
    assert index.documents.get(identity).version == 2
    assert "Ada Berg" in index.documents.get(identity, 1).text


def test_tags_of_a_run_join_those_of_the_file_and_reach_what_is_unchanged(index: Index, folder: Path) -> None:
    (folder / "bridge.md").write_text("---\ntags: [Works, roads]\n---\n# Bridge\n\nThe bridge was closed in May.\n")
    sync_paths(index, [folder / "museum.txt"])
    report = sync_paths(index, [folder], tags=["Town"])
    assert (names(report.added), names(report.unchanged)) == (["bridge.md"], ["museum.txt"])
    tags = {Path(summary.source).name: summary.tags for summary in index.documents.listed()}
    assert tags == {"bridge.md": ("roads", "town", "works"), "museum.txt": ("town",)}


def test_a_file_of_many_tags_does_not_push_out_those_of_the_run(index: Index, folder: Path) -> None:
    own = ", ".join(f"a{number}" for number in range(100))
    (folder / "bridge.md").write_text(f"---\ntags: [{own}]\n---\nThe bridge was closed in May.\n")
    sync_paths(index, [folder], tags=["Town"])
    [tags] = [summary.tags for summary in index.documents.listed() if summary.source.endswith("bridge.md")]
    assert (len(tags), tags[-1]) == (100, "town")


def test_a_document_has_the_language_of_its_text(index: Index) -> None:
    spanish = "El puente se cerró en mayo, y los transbordadores llevan desde entonces el tráfico de la ciudad. "
    ingest_bytes(index, (spanish * 3).encode(), "puente.txt", "puente.txt")
    assert index.documents.get(document_id("puente.txt")).language == "es"
    assert likeliest("Who closed it?", index.documents.languages()) == "es"
    ingest_bytes(index, b"The bridge was closed in May, and ferries carry the traffic.", "bridge.txt", "bridge.txt")
    assert likeliest("When was the bridge closed?", index.documents.languages()) == "en"


def test_chunks_are_larger_in_a_language_that_the_encoder_does_not_know(make_document) -> None:
    class EnglishOnly(HashEncoder):
        languages: tuple[str, ...] = ("en",)

    text = " ".join(f"Sentence {n} has six words here." for n in range(400))
    lengths = {}
    for language in ("en", "es", ""):
        document = dataclasses.replace(make_document("a.txt", text), language=language)
        [chunks] = encode_documents(EnglishOnly(), [document])
        lengths[language] = len(chunks)
    assert lengths["en"] == lengths[""] > lengths["es"]
    [chunks] = encode_documents(HashEncoder(), [dataclasses.replace(make_document("a.txt", text), language="es")])
    assert len(chunks) == lengths["en"]


@pytest.mark.parametrize(
    ("name", "content"), [("noise.txt", bytes(range(256)) * 20), ("empty.txt", b""), ("x.html", b"")]
)
def test_a_file_that_cannot_be_indexed_is_reported_and_the_run_goes_on(
    index: Index, folder: Path, name: str, content: bytes
) -> None:
    bad = folder / name
    bad.write_bytes(content)
    report = sync_paths(index, [bad, folder])
    assert names(report.added) == ["bridge.md", "museum.txt"]
    assert {Path(failure.source).name for failure in (*report.failed, *report.skipped)} == {name}
    assert all(failure.reason for failure in report.failed)


@pytest.mark.slow
def test_a_file_that_became_unreadable_keeps_its_last_version(index: Index, folder: Path) -> None:
    sync_paths(index, [folder])
    (folder / "museum.txt").write_bytes(b"\x00\xff\x00" * 500)
    report = sync_paths(index, [folder / "museum.txt"])
    assert names(tuple(failure.source for failure in report.failed)) == ["museum.txt"]
    assert "Ada Berg" in index.documents.get(document_id(str(folder / "museum.txt"))).text


def test_a_folder_with_nothing_in_it_is_an_empty_report(index: Index, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    report = sync_paths(index, [tmp_path / "bare"])
    assert (report.added, report.replaced, report.unchanged, report.failed, report.skipped) == ((), (), (), (), ())


def test_a_path_that_does_not_exist_is_an_error_before_anything_is_done(index: Index, folder: Path) -> None:
    with pytest.raises(DocumentError, match="no file or folder"):
        sync_paths(index, [folder, folder / "missing"])
    assert index.documents.listed() == []


def test_uploaded_bytes_are_indexed_under_the_callers_source(index: Index) -> None:
    report = ingest_bytes(index, b"The harbour froze over.", "note.txt", "upload:note")
    assert report.added == ("upload:note",)
    assert index.documents.get(document_id("upload:note")).text == "The harbour froze over."


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"\x00\x01\x02\xff" * 100, "note.txt", UnreadableDocument),
        (b"  \n", "note.txt", EmptyDocument),
        (b"MZ\x00\x01", "tool.exe", UnsupportedFormat),
    ],
)
def test_bad_bytes_are_an_error_and_what_was_there_stays(
    index: Index, data: bytes, name: str, error: type[DocumentError]
) -> None:
    ingest_bytes(index, b"The harbour froze over.", "note.txt", "upload:note")
    with pytest.raises(error):
        ingest_bytes(index, data, name, "upload:note")
    assert index.documents.get(document_id("upload:note")).text == "The harbour froze over."


def test_progress_ends_with_all_chunks(index: Index, make_document) -> None:
    seen: list[tuple[int, int]] = []
    documents = [make_document(f"{n}", " ".join(f"Sentence {n} {k}." for k in range(300))) for n in range(4)]
    report = ingest_documents(index, documents, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (report.chunks, report.chunks)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert all(done <= total for done, total in seen)


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was encoded since the test began."""
    seen: list[str] = []
    encode = HashEncoder.encode_passages

    def encode_passages(self: HashEncoder, texts: Sequence[str]) -> list[Encoding]:
        seen.extend(texts)
        return encode(self, texts)

    monkeypatch.setattr(HashEncoder, "encode_passages", encode_passages)
    return seen


def paragraphs(*words: str) -> str:
    return "\n\n".join(" ".join(f"The {word} stood at {place} metres." for place in range(20)) for word in words)


def test_only_the_part_of_a_document_that_changed_is_encoded(index: Index, make_document, encoded: list[str]) -> None:
    first = ingest_documents(index, [make_document("a", paragraphs("mast", "quay", "lamp", "dock"))])
    assert (first.chunks, first.reused, len(encoded)) == (4, 0, 4)
    encoded.clear()
    second = ingest_documents(index, [make_document("a", paragraphs("mast", "quay", "buoy", "dock"))])
    assert (second.chunks, second.reused) == (4, 3)
    assert [text.count("buoy") for text in encoded] == [20]


def test_vectors_that_are_taken_over_are_those_that_would_be_made(tmp_path: Path, make_document) -> None:
    found = []
    for name, texts in (("once", ["mast", "quay"]), ("twice", ["quay", "lamp"])):
        index = Index.open(tmp_path / name, "hash", create=True)
        ingest_documents(index, [make_document("a", paragraphs(*texts))])
        ingest_documents(index, [make_document("a", paragraphs("mast", "quay"))])
        rows = index.database.rows("SELECT vector, tokens, checksum, sentences, start FROM chunks ORDER BY start")
        found.append(rows)
    assert found[0] == found[1]


def test_what_stands_twice_is_encoded_once(index: Index, make_document, encoded: list[str]) -> None:
    report = ingest_documents(index, [make_document(each, paragraphs("mast"), title="Boats") for each in "ab"])
    assert (report.chunks, len(encoded)) == (2, 1)
    # Under another title the same words mean something else.
    ingest_documents(index, [make_document("c", paragraphs("mast"), title="Ships")])
    assert len(encoded) == 2


def test_damaged_vectors_are_not_taken_over(index: Index, make_document, encoded: list[str]) -> None:
    ingest_documents(index, [make_document("a", paragraphs("mast", "quay"), title="Boats")])
    with index.database.noting() as connection:
        connection.execute("UPDATE chunks SET vector = zeroblob(length(vector)) WHERE start = 0")
    encoded.clear()
    report = ingest_documents(index, [make_document("b", paragraphs("mast", "quay"), title="Boats")])
    assert (report.reused, len(encoded)) == (1, 1)
    assert encoded[0].count("mast") == 20


def test_of_very_much_the_last_is_found_by_its_words_before_it_is_encoded(
    index: Index, make_document, monkeypatch: pytest.MonkeyPatch, encoded: list[str]
) -> None:
    monkeypatch.setattr(ingest, "_WORDS_FIRST", 2)
    monkeypatch.setattr(ingest, "_GROUP_CHARACTERS", 100)
    done: list[int] = []
    writer = ingest.Writer(index, progress=done.append, words_first=True)
    for number, word in enumerate(["mast", "quay", "lamp", "dock"]):
        writer.add(make_document(str(number), paragraphs(word)))
    writer.finish()
    assert (len(encoded), writer.chunks, index.counts().waiting) == (2, 4, 2)
    assert len(index.search.lexical(analyse("dock"), 9)) == 1
    assert len(index.search.dense(HashEncoder().encode_query("dock").vector, 9)) == 2
    assert index.waits().startswith("2 of 4 passages are not encoded yet")
    assert index.faults() == []
    writer.fill()
    assert (len(encoded), done[-1], index.counts().waiting, index.waits()) == (4, 4, 0, "")
    assert len(index.search.dense(HashEncoder().encode_query("dock").vector, 9)) == 4
    assert index.faults() == []


def test_a_small_run_and_what_is_sent_in_are_encoded_before_they_are_found(index: Index, make_document) -> None:
    writer = ingest.Writer(index, words_first=True)
    writer.add(make_document("a", paragraphs("mast")))
    writer.finish()
    assert index.counts().waiting == 0


def test_token_vectors_stand_for_words_of_the_chunk_and_not_of_its_title(make_document) -> None:
    document = make_document("s", "Ferries carry the traffic.", title="Bridge closed")
    [[encoded]] = encode_documents(HashEncoder(), [document])
    tokens = from_bytes(encoded.tokens)
    assert [document.text[start:end] for start, end in tokens.spans] == ["Ferries", "carry", "the", "traffic"]
    whole = HashEncoder().encode_query("Bridge closed\nFerries carry the traffic.")
    assert encoded.vector.tolist() == whole.vector.tolist()


_KILLED = """
import sys
from pathlib import Path
import index.folders.ingest
import index.folders.sync
from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from index.text.languages import likeliest
index.folders.ingest.COMMIT_CHUNKS = 4
index.folders.ingest._GROUP_CHARACTERS = 500
index.folders.ingest._WORDS_FIRST = int(sys.argv[3])
made = Index.open(Path(sys.argv[1]), HashEncoder(), create=True)
def progress(done, total):
    print(done, flush=True)
    if done >= 20:
        sys.stdin.readline()
index.folders.sync.sync_paths(made, [Path(sys.argv[2])], progress=progress)
"""


@pytest.mark.slow
def test_after_a_kill_what_was_brought_in_is_there_and_the_next_run_encodes_it(tmp_path: Path) -> None:
    killed, expected, folder = _killed(tmp_path, words_first=8)
    assert killed.counts().documents == 20
    assert 0 < killed.counts().waiting < killed.counts().chunks
    assert killed.faults() == []
    assert sync_paths(killed, [folder]).unchanged
    assert killed.counts().waiting == 0
    assert killed.faults() == []
    rows = "SELECT start, vector, tokens, checksum FROM chunks ORDER BY document_id, start"
    assert killed.database.rows(rows) == expected.database.rows(rows)


@pytest.mark.slow
def test_after_a_kill_there_are_whole_documents_only_and_the_next_run_does_the_rest(tmp_path: Path) -> None:
    reopened, expected, folder = _killed(tmp_path, words_first=1_000)
    chunks_of = {document.source: document.chunks for document in expected.documents.listed()}
    survivors = {document.source: document.chunks for document in reopened.documents.listed()}
    assert 0 < len(survivors) < 20
    assert survivors.items() <= chunks_of.items()
    assert reopened.search.lexical(analyse("paragraph"), 5)
    report = sync_paths(reopened, [folder])
    assert set(report.unchanged) == survivors.keys()
    assert {document.source: document.chunks for document in reopened.documents.listed()} == chunks_of
    vector = HashEncoder().encode_query("paper 19 paragraph").vector
    assert len(reopened.search.dense(vector, 10_000)) == reopened.counts().chunks == expected.counts().chunks
    assert len(reopened.search.lexical(analyse("paragraph"), 10_000)) == expected.counts().chunks


def _killed(tmp_path: Path, words_first: int) -> tuple[Index, Index, Path]:
    """Return an index whose making was killed when 20 chunks were encoded, one that is whole, and their folder."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for n in range(20):
        text = "\n\n".join(f"Paper {n} says in paragraph {k} what it has to say. " * 12 for k in range(5))
        (folder / f"{n:02}.txt").write_text(text)
    command = [sys.executable, "-c", _KILLED, str(tmp_path / "index"), str(folder), str(words_first)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 20:
                break
        process.kill()
    assert process.returncode == -signal.SIGKILL
    expected = Index.open(tmp_path / "expected", HashEncoder(), create=True)
    sync_paths(expected, [folder])
    return Index.open(tmp_path / "index", HashEncoder()), expected, folder
