import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest

from index.documents import document_id
from index.encoding.encoders.hash import HashEncoder
from index.errors import DocumentError
from index.folders.ingest import ingest_documents
from index.folders.sync import sync_paths
from index.folders.sync_plan import plan_sync
from index.parse.formats import parse
from index.store import Index
from tests.support.documents import remove_for_good


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "papers"
    path.mkdir()
    (path / "museum.txt").write_text("The museum opened in 1901.")
    (path / "bridge.md").write_text("# Bridge\n\nThe bridge was closed in May.\n")
    return path


def settled(folder: Path) -> None:
    """Let every file look as if it was last touched an hour ago."""
    an_hour_ago = time.time() - 3600
    for path in folder.rglob("*"):
        os.utime(path, (an_hour_ago, an_hour_ago))


def names(sources) -> list[str]:
    return [Path(source).name for source in sources]


def current(index: Index) -> set[str]:
    return {Path(document.source).name for document in index.documents.listed()}


@pytest.mark.slow
def test_what_is_gone_is_removed_and_kept_when_asked(index: Index, folder: Path) -> None:
    sync_paths(index, [folder])
    (folder / "museum.txt").unlink()
    announced: list[str] = []
    report = sync_paths(index, [folder], keep_missing=True)
    assert (report.removed, current(index)) == ((), {"museum.txt", "bridge.md"})
    report = sync_paths(index, [folder], announce=lambda plan: announced.extend(r.path for r in plan.gone))
    assert names(announced) == names(report.removed) == ["museum.txt"]
    assert current(index) == {"bridge.md"}
    assert sync_paths(index, [folder]).removed == ()


@pytest.mark.slow
def test_only_what_was_under_the_given_folder_is_gone(index: Index, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "papers-2"
    other.mkdir()
    (other / "tea.txt").write_text("Tea is grown there.")
    sync_paths(index, [folder, other])
    (other / "tea.txt").unlink()
    assert sync_paths(index, [folder]).removed == ()
    assert sync_paths(index, [folder / "museum.txt"]).removed == ()
    assert names(sync_paths(index, [tmp_path]).removed) == ["tea.txt"]


@pytest.mark.slow
def test_a_folder_that_cannot_be_looked_into_loses_nothing(index: Index, folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "tea.txt").write_text("Tea is grown there.")
    sync_paths(index, [folder])
    (inner / "tea.txt").unlink()
    inner.rmdir()
    inner.symlink_to(inner)  # as good as a drive that is gone
    report = sync_paths(index, [folder])
    assert report.removed == ()
    assert names(failure.source for failure in report.skipped) == ["inner"]


@pytest.mark.slow
def test_an_empty_folder_that_held_much_is_an_error_until_that_is_meant(index: Index, folder: Path) -> None:
    for number in range(20):
        (folder / f"{number}.txt").write_text(f"Paper {number} says this.")
    sync_paths(index, [folder])
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(DocumentError, match="--remove-all"):
        sync_paths(index, [folder])
    assert len(index.documents.listed()) == 22
    assert len(sync_paths(index, [folder], remove_all=True).removed) == 22
    assert index.documents.listed() == []


@pytest.mark.slow
def test_a_move_keeps_versions_and_vectors_and_old_citations_lead_there(index: Index, folder: Path) -> None:
    sync_paths(index, [folder])
    (folder / "museum.txt").write_text("Museum news\n\nThe museum moved to the harbour.")
    sync_paths(index, [folder])
    old = document_id((folder / "museum.txt").resolve().as_posix())
    (folder / "history").mkdir()
    (folder / "museum.txt").rename(folder / "history" / "the museum.txt")
    report = sync_paths(index, [folder])
    assert [names(pair) for pair in report.moved] == [["museum.txt", "the museum.txt"]]
    assert (report.added, report.removed, report.chunks) == ((), (), 0)
    assert current(index) == {"the museum.txt", "bridge.md"}
    new = document_id((folder / "history" / "the museum.txt").resolve().as_posix())
    assert (
        index.documents.get(new).text
        == index.documents.get(old).text
        == "Museum news\n\nThe museum moved to the harbour."
    )
    assert index.documents.get(old, 1).text == "The museum opened in 1901."
    question = HashEncoder().encode_query("the museum moved to the harbour").vector
    [(best, _), *_] = index.search.dense(question, 2)
    assert index.chunks.get([best])[best].document_id == new
    assert index.search.lexical(["harbour"], 5, [new])
    assert index.faults() == []
    assert sync_paths(index, [folder]).moved == ()


@pytest.mark.slow
def test_a_copy_is_no_move(index: Index, folder: Path) -> None:
    sync_paths(index, [folder])
    (folder / "copy.txt").write_bytes((folder / "museum.txt").read_bytes())
    report = sync_paths(index, [folder])
    assert (names(report.added), report.moved) == (["copy.txt"], ())


@pytest.mark.slow
def test_a_file_with_many_documents_loses_the_one_that_its_new_version_lacks(index: Index, folder: Path) -> None:
    lines = ['{"id": "a", "text": "Ada came."}', '{"id": "b", "text": "Berg left."}']
    (folder / "people.jsonl").write_text("\n".join(lines))
    sync_paths(index, [folder])
    (folder / "people.jsonl").write_text(lines[0])
    report = sync_paths(index, [folder])
    assert names(report.removed) == ["people.jsonl#b"]
    assert "people.jsonl#a" in names(report.unchanged)
    (folder / "people.jsonl").rename(folder / "folk.jsonl")
    assert [names(pair) for pair in sync_paths(index, [folder]).moved] == [["people.jsonl#a", "folk.jsonl#a"]]
    (folder / "folk.jsonl").unlink()
    assert names(sync_paths(index, [folder]).removed) == ["folk.jsonl#a"]


def test_a_settled_file_is_not_read_again_and_any_other_is(index: Index, folder: Path) -> None:
    settled(folder)
    time.sleep(2.1)  # ctime cannot be set, and a file that changed in the last two seconds is looked at again
    sync_paths(index, [folder])
    plan = plan_sync(index, [folder])
    assert (len(plan.unchanged), plan.touched, plan.read) == (2, [], [])
    status = (folder / "museum.txt").stat()
    (folder / "museum.txt").write_text("The museum closed in 1901.")
    os.utime(folder / "museum.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    plan = plan_sync(index, [folder])
    assert names(found.source for found, _ in plan.read) == ["museum.txt"], "same size, same time, other bytes"


@pytest.mark.slow
def test_a_touched_file_is_unchanged_without_a_model(
    index: Index, folder: Path, load_no_model: Callable[[], None]
) -> None:
    sync_paths(index, [folder])
    settled(folder)
    index.close()
    again = Index.open(index.folder, "hash")
    load_no_model()
    report = sync_paths(again, [folder])
    assert (len(report.unchanged), report.chunks) == (2, 0)


@pytest.mark.slow
def test_what_failed_is_told_again_and_read_again_only_when_it_changed_or_on_request(
    index: Index, folder: Path
) -> None:
    (folder / "bad.pdf").write_bytes(b"no pdf at all")
    first = sync_paths(index, [folder])
    assert names(failure.source for failure in first.failed) == ["bad.pdf"]
    assert plan_sync(index, [folder]).read == []
    assert sync_paths(index, [folder]).failed == first.failed
    assert len(plan_sync(index, [folder], retry=True).read) == 1
    (folder / "bad.pdf").write_bytes(b"still no pdf")
    assert len(plan_sync(index, [folder]).read) == 1


@pytest.mark.slow
def test_a_removed_document_whose_file_is_still_there_comes_back(index: Index, folder: Path) -> None:
    sync_paths(index, [folder])
    remove_for_good(index, document_id((folder / "museum.txt").resolve().as_posix()))
    assert names(sync_paths(index, [folder]).added) == ["museum.txt"]


def test_documents_from_before_files_were_remembered_are_known(index: Index, folder: Path) -> None:
    path = (folder / "museum.txt").resolve()
    ingest_documents(index, parse(path.read_bytes(), path.as_posix(), path.name))
    (folder / "gone.txt").write_text("It is gone.")
    gone = (folder / "gone.txt").resolve()
    ingest_documents(index, parse(gone.read_bytes(), gone.as_posix(), gone.name))
    gone.unlink()
    report = sync_paths(index, [folder])
    assert (names(report.added), names(report.unchanged), names(report.removed)) == (
        ["bridge.md"],
        ["museum.txt"],
        ["gone.txt"],
    )


@pytest.mark.slow
def test_folders_become_tags_when_asked(index: Index, folder: Path) -> None:
    (folder / "Town News" / "2024").mkdir(parents=True)
    (folder / "Town News" / "2024" / "tea.txt").write_text("Tea is grown there.")
    sync_paths(index, [folder], tags=["all"], folder_tags=True)
    tags = {Path(document.source).name: document.tags for document in index.documents.listed()}
    assert tags == {"museum.txt": ("all",), "bridge.md": ("all",), "tea.txt": ("2024", "all", "town news")}


@pytest.mark.slow
def test_a_long_table_gives_its_head_to_every_chunk(index: Index, folder: Path) -> None:
    rows = "\n".join(f"Ship {number},{1900 + number},Harbour of the {number}th town" for number in range(80))
    (folder / "ships.csv").write_text(f"Name,Built,Home\n{rows}\n")
    sync_paths(index, [folder])
    chunks = index.chunks.get(index.chunks.ids_of([document_id((folder / "ships.csv").resolve().as_posix())]))
    assert len(chunks) > 1
    text = index.documents.get(next(iter(chunks.values())).document_id).text
    for row in chunks.values():
        if row.start > 0:
            assert row.head is not None
            assert text[slice(*row.head)] == row.head_text == "Name | Built | Home"


@pytest.mark.slow
def test_a_record_that_two_files_have_is_a_document_of_each(index: Index, folder: Path) -> None:
    shared = '{"source": "http://s", "id": "a", "text": "Ada came."}'
    for name in ("one", "two"):
        (folder / f"{name}.jsonl").write_text(shared)
    sync_paths(index, [folder])
    (folder / "one.jsonl").write_text('{"id": "b", "text": "Berg left."}')
    assert names(sync_paths(index, [folder]).removed) == ["s#a"]
    claimed = [
        (document.source, document.claimed_source) for document in index.documents.listed() if document.claimed_source
    ]
    assert claimed == [(f"{(folder / 'two.jsonl').resolve()}#http://s#a", "http://s#a")]
    assert index.faults() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("notes.txt", "notes.md", "Harbour\n\n# Ice\n\nIt froze."),
        ("notes.txt", "harbour.txt", "A sentence without a title."),
        ("notes.txt", "2024-05-06 notes.txt", "Harbour\n\nIt froze."),
    ],
)
def test_a_rename_that_changes_what_is_read_is_no_move(
    index: Index, folder: Path, before: str, after: str, text: str
) -> None:
    (folder / before).write_text(text)
    sync_paths(index, [folder])
    (folder / before).rename(folder / after)
    report = sync_paths(index, [folder])
    assert (report.moved, names(report.added), names(report.removed)) == ((), [after], [before])
    fresh = Index.open(folder.parent / "fresh", HashEncoder(), create=True)
    sync_paths(fresh, [folder])

    def content(one: Index) -> list[tuple[str, str, str | None]]:
        return sorted((d.source, d.title, d.published_at) for d in one.documents.listed())

    assert content(index) == content(fresh)
    fresh.close()


@pytest.mark.slow
def test_a_link_that_leads_nowhere_keeps_nothing_and_the_index_itself_is_no_document(folder: Path) -> None:
    index = Index.open(folder / "index", HashEncoder(), create=True)
    (folder / "v1").mkdir()
    (folder / "v1" / "old.txt").write_text("Old text.")
    (folder / "latest").symlink_to("v1")
    sync_paths(index, [folder])
    (folder / "v1" / "old.txt").unlink()
    (folder / "v1").rmdir()
    report = sync_paths(index, [folder])
    assert names(report.removed) == ["old.txt"]
    assert current(index) == {"museum.txt", "bridge.md"}
    assert [Path(failure.source).name for failure in report.skipped] == ["latest"]
    index.close()


@pytest.mark.slow
def test_a_bad_ignore_file_and_a_very_deep_folder_cost_themselves_alone(index: Index, folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts" / ".footnoteignore").write_text("secret.txt\n!\n")
    (folder / "drafts" / "secret.txt").write_text("A secret.")
    deep = folder / "deep"
    for _ in range(300):
        deep /= "d"
    deep.mkdir(parents=True)
    report = sync_paths(index, [folder])
    assert current(index) == {"museum.txt", "bridge.md"}
    reasons = " ".join(failure.reason for failure in report.skipped)
    assert ".footnoteignore cannot be read" in reasons
    assert "folders deep" in reasons


@pytest.mark.slow
def test_a_file_named_as_a_member_of_an_archive_and_that_member_are_told_apart(index: Index, folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("x.txt", "The member says this.")
    (folder / "a.zip#x.txt").write_text("The file says that.")
    report = sync_paths(index, [folder])
    [failure] = report.failed
    assert (Path(failure.source).name, "already the source of what is inside" in failure.reason) == (
        "a.zip#x.txt",
        True,
    )
    source = (folder / "a.zip#x.txt").resolve().as_posix()
    assert index.documents.get(document_id(source)).text == "The member says this."
    assert [each.source for each in sync_paths(index, [folder]).failed] == [source], "and it is told again"
    (folder / "a.zip").unlink()
    assert sync_paths(index, [folder]).failed == ()
    assert index.documents.get(document_id(source)).text == "The file says that."


@pytest.mark.slow
def test_what_failed_in_an_archive_is_told_again_and_tried_again_on_request(index: Index, folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("x.txt", "The member says this.")
        archive.writestr("bad.pdf", b"no pdf at all")
    first = sync_paths(index, [folder])
    assert names(failure.source for failure in first.failed) == ["a.zip#bad.pdf"]
    assert plan_sync(index, [folder]).read == []
    assert sync_paths(index, [folder]).failed == first.failed
    again = sync_paths(index, [folder], retry=True)
    assert (again.failed, names(again.unchanged)) == (first.failed, ["bridge.md", "museum.txt", "a.zip#x.txt"])


def test_a_hollow_file_beyond_the_limit_is_not_hashed(index: Index, folder: Path) -> None:
    with (folder / "hollow.txt").open("wb") as file:
        file.truncate(900 * 10**9)  # reading it would take an hour
    report = sync_paths(index, [folder])
    [failure] = [each for each in report.failed if each.source.endswith("hollow.txt")]
    assert "has more than 1,000,000,000 bytes" in failure.reason


def broken_archive(path: Path, broken: int) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(broken):
            archive.writestr(f"{number}.pdf", b"%PDF-1.4 nothing")
        archive.writestr("b.txt", "In the archive it is about the harbour.")
        archive.writestr("c.txt", "Another one is about bridges.")


def test_the_report_of_a_run_has_as_few_failures_of_a_file_as_are_kept_of_it(index: Index, tmp_path: Path) -> None:
    broken_archive(tmp_path / "a.zip", broken=150)
    first = sync_paths(index, [tmp_path / "a.zip"])
    assert first.failed[-1].reason.startswith("50 more ")
    assert len(first.failed) == 101
    assert sync_paths(index, [tmp_path / "a.zip"]).failed == first.failed


def test_a_document_whose_place_is_free_again_comes_out_of_an_archive_with_many_failures(
    index: Index, tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    own = docs / "a.zip#b.txt"
    own.write_text("This file has the place of the one in the archive.")
    sync_paths(index, [docs])
    broken_archive(docs / "a.zip", broken=150)
    sync_paths(index, [docs])
    own.unlink()
    assert names(sync_paths(index, [docs]).added) == ["a.zip#b.txt"]


def test_a_file_whose_name_was_written_in_another_form_of_unicode_is_the_same_document(
    index: Index, folder: Path
) -> None:
    composed, apart = (folder / normalize(form, "Köln.txt") for form in ("NFC", "NFD"))
    apart.write_text("The tower is open.")
    [typed] = sync_paths(index, [composed]).added
    assert typed == str(apart.resolve())
    sync_paths(index, [folder])
    apart.rename(composed)
    report = sync_paths(index, [folder])
    assert (report.moved, report.added, report.removed) == (((typed, str(composed.resolve())),), (), ())


@pytest.mark.parametrize("keep_missing", [False, True])
@pytest.mark.parametrize("text", ["The tower is open.", "The tower is closed."])
@pytest.mark.parametrize("is_named", [False, True])
def test_a_file_that_comes_back_in_another_form_of_unicode_is_the_next_version_of_its_document(
    index: Index, folder: Path, keep_missing: bool, text: str, is_named: bool
) -> None:
    composed, apart = (folder / normalize(form, "Köln.txt") for form in ("NFC", "NFD"))
    apart.write_text("The tower is open.")
    before = sync_paths(index, [apart if is_named else folder]).added
    apart.unlink()
    composed.write_text(text)
    report = sync_paths(index, [composed if is_named else folder], keep_missing=keep_missing)
    assert str(apart.resolve()) in before
    assert report.moved == ((str(apart.resolve()), str(composed.resolve())),)
    assert (report.added, report.removed) == ((), ())
    [summary] = [each for each in index.documents.listed() if "Köln" in normalize("NFC", each.source)]
    assert index.documents.get(summary.id).text == text
    again = sync_paths(index, [composed if is_named else folder], keep_missing=keep_missing)
    assert (again.added, again.replaced, again.moved, again.removed) == ((), (), (), ())


def test_two_files_whose_names_are_alike_but_for_the_form_of_unicode_are_two_documents(
    index: Index, folder: Path
) -> None:
    for form in ("NFC", "NFD"):
        (folder / normalize(form, "Köln.txt")).write_text(f"The tower of {form} is open.")
        sync_paths(index, [folder])
    assert sum("ln.txt" in each.source for each in index.documents.listed()) == 2
