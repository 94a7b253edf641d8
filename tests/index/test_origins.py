"""Nothing takes the place of a document that came another way, whatever a file calls what is in it."""

import dataclasses
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

import pytest

from index import documents as documents_module
from index.documents import Document, Origin, document_id
from index.encoding.encoders.hash import HashEncoder
from index.errors import DocumentConflict
from index.folders.ingest import ingest_documents
from index.folders.sync import sync_paths
from index.folders.sync_plan import plan_sync
from index.origins import brought, check_place, placed
from index.parse.formats import Contents
from index.storage.stamps import now
from index.store import Index
from tests.index.older import make_older
from tests.support.documents import remove_for_good

GENUINE = "# Policy\n\nStaff may take 25 days of leave."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "docs"
    folder.mkdir()
    (folder / "policy.md").write_text(GENUINE)
    return folder


def forgery(folder: Path) -> bytes:
    claims = ("policy.md", str(folder / "policy.md"), f"{folder}/./policy.md", "docs/policy.md", f"{folder}/policy.md#")
    return "\n".join(json.dumps({"source": each, "text": "Staff may take 99 days."}) for each in claims).encode()


def zipped(data: bytes, name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, data)
    return made.getvalue()


def mailed(data: bytes, name: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Records", "stranger@example.org"
    mail.set_content("See what is attached.")
    mail.add_attachment(data, maintype="application", subtype="x-ndjson", filename=name)
    return mail.as_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("z.jsonl", lambda data: data),
        ("z.zip", lambda data: zipped(data, "in.jsonl")),
        ("z.zip", lambda data: zipped(zipped(data, "in.ndjson"), "in.zip")),
        ("z.eml", lambda data: mailed(data, "in.jsonl")),
    ],
)
def test_a_record_takes_no_documents_place_wherever_it_comes_from(index: Index, folder: Path, name: str, wrap) -> None:
    sync_paths(index, [folder])
    (folder / name).write_bytes(wrap(forgery(folder)))
    report = sync_paths(index, [folder])
    assert (report.failed, report.replaced) == ((), ())
    policy = document_id(str(folder / "policy.md"))
    assert (index.documents.get(policy).text, index.documents.get(policy).version) == (
        "Policy\n\nStaff may take 25 days of leave.",
        1,
    )
    others = [document for document in index.documents.listed() if document.id != policy]
    assert {document.source.startswith(f"{folder / name}") for document in others} == {True}
    assert sum(bool(document.claimed_source) for document in others) == 5


@pytest.mark.slow
@pytest.mark.parametrize("member", ["policy.md", "../policy.md", "x/policy.md", "docs/policy.md"])
def test_what_is_inside_a_file_does_not_answer_to_a_name_of_its_own(index: Index, folder: Path, member: str) -> None:
    (folder / "z.zip").write_bytes(zipped(b"Staff may take 99 days.", member))
    (folder / "y.jsonl").write_text(json.dumps({"source": member, "text": "Staff may take 98 days."}))
    sync_paths(index, [folder])
    policy = document_id(str(folder / "policy.md"))
    for wanted in ("policy.md", "docs/policy.md", str(folder / "policy.md")):
        assert index.documents.matching([wanted], None, None) == [policy]
        assert index.documents.id_of(wanted) == policy
    assert len(index.documents.matching([f"z.zip#{member}", f"docs/y.jsonl#{member}"], None, None)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("way", ["upload", "text"])
def test_a_folder_and_what_was_sent_in_do_not_touch_each_other(
    index: Index, folder: Path, make_document, way: Literal["upload", "text"]
) -> None:
    path = str(folder / "policy.md")
    sent = dataclasses.replace(make_document(path, "Staff may take 99 days."), origin=Origin(way, path))
    ingest_documents(index, [sent])
    [failure] = sync_paths(index, [folder]).failed
    assert (failure.source, "is already the source of" in failure.reason) == (path, True)
    assert index.documents.get(document_id(path)).text == "Staff may take 99 days."
    (folder / "policy.md").unlink()
    sync_paths(index, [folder], remove_all=True)
    assert [document.source for document in index.documents.listed()] == [path], "its file is not one of the folder's"
    remove_for_good(index, document_id(path))
    (folder / "policy.md").write_text(GENUINE)
    sync_paths(index, [folder])
    with pytest.raises(DocumentConflict, match=r"already the source of a file of a folder"):
        ingest_documents(index, [sent])
    assert "25 days" in index.documents.get(document_id(path)).text


def test_a_document_that_was_removed_keeps_its_place_while_it_can_come_back(
    index: Index, folder: Path, make_document
) -> None:
    sync_paths(index, [folder])
    path = str(folder / "policy.md")
    index.trash.trash([document_id(path)], now())
    forged = dataclasses.replace(make_document(path, "Staff may take 99 days."), origin=Origin("text", path))
    assert placed(Contents((forged, make_document("other", "x"))), index.documents.taken()).failures != ()
    with pytest.raises(DocumentConflict, match="already the source of a file of a folder"):
        ingest_documents(index, [forged])
    index.trash.restore(document_id(path))
    assert "25 days" in index.documents.get(document_id(path)).text
    index.trash.trash([document_id(path)], now())
    assert index.trash.purge(now()) == [document_id(path)]
    assert ingest_documents(index, [forged]).added == (path,)


@pytest.mark.slow
def test_a_file_is_not_moved_to_where_something_was_sent_in(index: Index, folder: Path, make_document) -> None:
    sync_paths(index, [folder])
    taken = str(folder / "rules.md")
    sent = dataclasses.replace(make_document(taken, "Staff may take 99 days."), origin=Origin("text", taken))
    ingest_documents(index, [sent])
    (folder / "policy.md").rename(taken)
    report = sync_paths(index, [folder])
    assert (report.moved, [failure.source for failure in report.failed]) == ((), [taken])
    assert index.documents.get(document_id(taken)).text == "Staff may take 99 days."


def test_two_sources_of_one_id_are_two_documents_of_which_the_first_stays(
    index: Index, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """16 hex digits are 64 bits: who knows a source can search for another one with its id."""
    monkeypatch.setattr(documents_module, "document_id", lambda _: "0" * 16)
    ingest_documents(index, [make_document("policy.md", "Staff may take 25 days.")])
    with pytest.raises(DocumentConflict, match=r"has the same id as “policy\.md”"):
        ingest_documents(index, [make_document("searched.md", "Staff may take 99 days.")])
    assert index.documents.get("0" * 16).text == "Staff may take 25 days."


def test_parts_of_a_file_with_one_path_are_two_documents(make_document) -> None:
    pair = (make_document("a.zip#b.zip#c", "One."), make_document("a.zip#b.zip#c", "Two."))
    found = brought(Contents(pair), Origin("upload", "a.zip")).documents
    assert [document.source for document in found] == ["a.zip#b.zip#c", "a.zip#b.zip#c (2)"]


@pytest.mark.parametrize("source", ["/docs/policy.md", "a.zip2", "a.zi", "", "a.zip/../policy.md"])
def test_a_child_that_names_another_file_is_not_believed(make_document, source: str) -> None:
    own = make_document("a.zip#b", "Own words.")
    found = brought(Contents((make_document(source, "Forged."), own)), Origin("upload", "a.zip"))
    assert [document.source for document in found.documents] == ["a.zip#b"]
    assert [failure.source for failure in found.failures] == ["a.zip"]


def test_of_several_parts_only_the_one_whose_place_is_taken_fails(make_document) -> None:
    two = brought(
        Contents((make_document("a.zip#b", "One."), make_document("a.zip#c", "Two."))), Origin("text", "a.zip")
    )
    there = {document_id("a.zip#b"): ("a.zip#b", Origin("upload", "a.zip#b"))}
    found = placed(two, there)
    assert [document.source for document in found.documents] == ["a.zip#c"]
    assert [failure.source for failure in found.failures] == ["a.zip#b"]


@pytest.mark.parametrize(
    ("new", "old", "may"),
    [
        (Origin("folder", "f"), Origin("folder", "f"), True),
        (Origin("folder", "f"), Origin("folder", "g"), False),
        (Origin("folder", "f"), Origin("sent"), False),
        (Origin("upload", "f"), Origin("sent"), True),
        (Origin("text", "f"), Origin("upload", "f"), False),
        (Origin("upload", "f"), Origin("text", "f"), False),
        (Origin("upload", "f"), Origin(), True),
        (Origin(), Origin("folder", "f"), False),
    ],
)
def test_only_what_came_the_same_way_is_replaced(new: Origin, old: Origin, may: bool) -> None:
    if may:
        check_place("f", new, ("f", old))
    else:
        with pytest.raises(DocumentConflict):
            check_place("f", new, ("f", old))


def _older(folder: Path, place: Path, tags: dict[str, str]) -> None:
    """Index a folder as the Footnote before did, and give documents tags."""
    index = Index.open(place, HashEncoder(), create=True)
    sync_paths(index, [folder])
    index.close()
    make_older(place)
    with closing(sqlite3.connect(place / "footnote.sqlite", isolation_level=None)) as connection:
        for source, tag in tags.items():
            written = json.dumps([tag])
            connection.execute("UPDATE documents SET tags = ? WHERE source = ?", (written, source))
            connection.execute("INSERT INTO tag_choices VALUES (?, ?, 1)", (document_id(source), tag))


@pytest.mark.slow
def test_records_of_an_older_index_get_sources_of_their_own_and_keep_what_they_had(
    tmp_path: Path, folder: Path, load_no_model
) -> None:
    records = [{"source": "http://s", "id": n, "text": f"Record {n} says this."} for n in range(3)]
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, records)))
    (folder / "news.zip").write_bytes(zipped(b'{"source": "http://z", "text": "Zipped words."}', "in.jsonl"))
    _older(folder, tmp_path / "older", {"http://s#1": "kept", "http://z": "kept"})
    load_no_model()
    index = Index.open(tmp_path / "older")
    before = {document.source: document.id for document in index.documents.listed()}
    assert {"http://s#0", "http://s#1", "http://s#2", "http://z"} < before.keys()
    assert plan_sync(index, [folder]).gone == []
    report = sync_paths(index, [folder])
    assert (report.added, report.replaced, report.removed, report.chunks) == ((), (), (), 0)
    news = f"{folder / 'news.jsonl'}#"
    expected = {*(f"{news}http://s#{n}" for n in range(3)), f"{folder / 'news.zip'}#in.jsonl#http://z"}
    assert {after for _, after in report.moved} == expected
    assert {document.source for document in index.documents.listed()} == {*expected, str(folder / "policy.md")}
    cited = index.documents.get(before["http://s#1"])
    assert (cited.source, cited.tags, cited.claimed_source) == (f"{news}http://s#1", ("kept",), "http://s#1")
    assert index.documents.get(before["http://z"]).tags == ("kept",)
    assert plan_sync(index, [folder]).read == []
    assert index.faults() == []
    index.close()


@pytest.mark.slow
def test_a_document_whose_place_a_record_took_in_an_older_index_is_read_again(tmp_path: Path, folder: Path) -> None:
    policy = str(folder / "policy.md")
    (folder / "z.jsonl").write_text(json.dumps({"source": policy, "text": "Staff may take 99 days."}))
    _older(folder, tmp_path / "older", {})
    index = Index.open(tmp_path / "older")
    assert index.documents.get(document_id(policy)).text == "Staff may take 99 days.", "as the attack left it"
    report = sync_paths(index, [folder])
    assert (report.added, report.replaced, report.removed) == ((f"{folder / 'z.jsonl'}#{policy}",), (policy,), ())
    assert "25 days" in index.documents.get(document_id(policy)).text
    assert plan_sync(index, [folder]).read == []
    index.close()


@pytest.mark.slow
def test_of_two_files_with_a_record_in_an_older_index_the_one_that_counted_keeps_it(
    tmp_path: Path, folder: Path
) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.jsonl").write_text(json.dumps({"source": "http://s", "text": f"Words of {name}."}))
    _older(folder, tmp_path / "older", {"http://s": "kept"})
    index = Index.open(tmp_path / "older")
    report = sync_paths(index, [folder])
    assert report.moved == (("http://s", f"{folder / 'b.jsonl'}#http://s"),)
    assert report.added == (f"{folder / 'a.jsonl'}#http://s",)
    assert report.removed == ()
    found = index.documents.get(document_id("http://s"))
    assert (found.text, found.tags) == ("Words of b.", ("kept",))
    assert len(index.documents.listed()) == 3
    index.close()


@pytest.mark.slow
def test_a_moved_file_of_an_older_index_takes_its_records_along(tmp_path: Path, folder: Path) -> None:
    (folder / "news.jsonl").write_text(json.dumps({"source": "http://s", "text": "Ada came."}))
    _older(folder, tmp_path / "older", {"http://s": "kept"})
    index = Index.open(tmp_path / "older")
    (folder / "sub").mkdir()
    (folder / "news.jsonl").rename(folder / "sub" / "news.jsonl")
    for _ in range(2):
        sync_paths(index, [folder])
    found = index.documents.get(document_id("http://s"))
    assert (found.source, found.tags) == (f"{folder}/sub/news.jsonl#http://s", ("kept",))
    assert len(index.documents.listed()) == 2
    index.close()


def test_what_was_sent_into_an_older_index_is_replaced_by_what_is_sent_and_by_no_file(
    tmp_path: Path, folder: Path, make_document
) -> None:
    policy = str(folder / "policy.md")
    place = tmp_path / "older"
    index = Index.open(place, HashEncoder(), create=True)
    ingest_documents(index, [Document(policy, "Sent", "Sent words.", "h", ())])
    index.close()
    make_older(place)
    index = Index.open(place)
    assert [failure.source for failure in sync_paths(index, [folder]).failed] == [policy]
    again = dataclasses.replace(make_document(policy, "Sent again."), origin=Origin("upload", policy))
    assert ingest_documents(index, [again]).replaced == (policy,)
    index.close()
