"""A document that was removed is out of every answer at once, and comes back as it was, also after a kill."""

import datetime
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.commands.cli import cli
from index.documents import document_id
from index.errors import DocumentConflict, DocumentNotFound
from index.folders.sync import sync_paths
from index.search.analysis import analyse
from index.storage.tables.document_rows import SUMMARIES
from index.store import Index
from index.uploads.trash import purge_trash, trash_documents
from tests.index.engines import environment, is_in_folder, named
from tests.support.documents import ingest_bytes

pytestmark = pytest.mark.slow

AT_ONCE = datetime.timedelta(seconds=-1)
LAMP = document_id("lamp.txt")
KILLS = {"sqlite": 30, "postgresql": 10}

# Removes and brings back until it is killed.
BUSY = """
import sys, time
from index.commands.opening import open_index
from index.address import location_of
from index.uploads.trash import restore_documents, trash_documents
index = open_index(location_of(sys.argv[1]))
started, turns = time.monotonic(), 0
while True:
    if index.documents.summaries([sys.argv[2]]):
        trash_documents(index, [sys.argv[2]])
    restore_documents(index, [sys.argv[2]])
    turns += 1
    if turns == 3:
        print((time.monotonic() - started) / turns, flush=True)
"""


def put(index: Index, text: str, name: str = "lamp.txt") -> None:
    ingest_bytes(index, text.encode(), name, name)


def found(index: Index, words: str) -> set[str]:
    """Return the sources of what both search indexes find for some words."""
    vector = index.encoder.loaded().encode_query(words).vector
    ids = [identity for identity, _ in index.search.dense(vector, 10)]
    ids += [identity for identity, _ in index.search.lexical(analyse(words), 10)]
    return {row.source for row in index.chunks.get(ids).values()}


def state(index: Index) -> dict[str, object]:
    """Return everything of the lamp's document but the ids of its chunks."""
    versions = [index.documents.get(LAMP, each.version) for each in index.documents.versions(LAMP)]
    rows = [index.chunks.get([identity])[identity] for identity in index.chunks.ids_of([LAMP])]
    chunks = [(row.start, row.end, row.heading, row.sentences, row.tokens, index.chunks.text(row)) for row in rows]
    pages = [index.pages.of(LAMP, each.version) for each in versions]
    return {"versions": versions, "chunks": chunks, "pages": pages, "summary": index.documents.summaries([LAMP])}


@pytest.fixture
def lamp(index: Index) -> Index:
    """An index with a document of two versions beside another one."""
    put(index, "The lamp was lit in 1911.")
    put(index, "The lamp was lit in 1912. Amalia kept it.")
    put(index, "Tea is grown there.", "tea.txt")
    index.documents.choose_tags(LAMP, ["sea"])
    return index


def test_it_comes_back_as_it_was_and_nothing_is_encoded(lamp: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    before, old_ids = state(lamp), lamp.chunks.ids_of([LAMP])
    monkeypatch.setattr(type(lamp.encoder.loaded()), "encode_passages", lambda *_: pytest.fail("something was encoded"))
    trash_documents(lamp, [LAMP])
    assert lamp.documents.summaries([LAMP]) == []
    assert found(lamp, "lamp Amalia") <= {"tea.txt"}
    lamp.trash.restore(LAMP)
    assert state(lamp) == before
    assert "lamp.txt" in found(lamp, "lamp Amalia")
    # Ids are never used twice, so that what follows by generation notices.
    assert min(lamp.chunks.ids_of([LAMP])) > max(old_ids)
    assert lamp.faults() == []


def test_only_what_is_aside_comes_back_and_only_once(lamp: Index) -> None:
    with pytest.raises(DocumentNotFound):
        lamp.trash.restore(LAMP)
    trash_documents(lamp, [LAMP])
    lamp.trash.restore(LAMP)
    with pytest.raises(DocumentNotFound):
        lamp.trash.restore(LAMP)


def test_after_its_time_it_is_gone_for_good(lamp: Index) -> None:
    trash_documents(lamp, [LAMP])
    assert [each.id for each in lamp.trash.listed()] == [LAMP]
    assert purge_trash(lamp) == []
    assert purge_trash(lamp, AT_ONCE) == [LAMP]
    assert lamp.trash.listed() == []
    with pytest.raises(DocumentNotFound):
        lamp.trash.restore(LAMP)
    # What was chosen for it is not meant for another one from there.
    put(lamp, "The lamp was sold.")
    assert lamp.documents.summaries([LAMP])[0].tags == ()


def test_what_took_its_place_meanwhile_stays(lamp: Index) -> None:
    trash_documents(lamp, [LAMP])
    put(lamp, "The lamp was sold.")
    with pytest.raises(DocumentConflict, match=r"lamp\.txt"):
        lamp.trash.restore(LAMP)
    assert lamp.documents.get(LAMP).text == "The lamp was sold."
    # As it says: with that one removed too, both come back.
    trash_documents(lamp, [LAMP])
    lamp.trash.restore(LAMP)
    assert [(each.version, each.current) for each in lamp.documents.versions(LAMP)] == [
        (3, True),
        (2, False),
        (1, False),
    ]
    assert lamp.documents.get(LAMP, 1).text == "The lamp was lit in 1911."
    assert lamp.faults() == []
    assert "lamp.txt" in found(lamp, "lamp sold")


def test_a_version_is_never_given_twice(lamp: Index) -> None:
    """What cites version 1 of a removed document must not lead to another text."""
    trash_documents(lamp, [LAMP])
    purge_trash(lamp, AT_ONCE)
    put(lamp, "The lamp was sold.")
    assert lamp.documents.get(LAMP).version == 3
    with pytest.raises(DocumentNotFound):
        lamp.documents.get(LAMP, 1)


def test_a_file_that_was_removed_and_brought_back_is_indexed_once(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "lamp.txt").write_text("The lamp was lit in 1911.")
    sync_paths(index, [folder])
    [before] = index.documents.listed()
    trash_documents(index, [before.id])
    index.trash.restore(before.id)
    report = sync_paths(index, [folder])
    assert (report.added, report.replaced, report.unchanged) == ((), (), (before.source,))
    assert index.documents.listed() == [before]


@pytest.mark.parametrize("index", ["sqlite"], indirect=True)
def test_a_backup_takes_along_what_can_be_brought_back(lamp: Index, tmp_path: Path) -> None:
    before = state(lamp)
    trash_documents(lamp, [LAMP])
    runner, file = CliRunner(), str(tmp_path / "kept.tar")
    assert runner.invoke(cli, ["backup", file, "--index", str(lamp.folder)]).exit_code == 0
    assert runner.invoke(cli, ["restore", file, "--index", str(tmp_path / "other")]).exit_code == 0
    other = Index.open(tmp_path / "other")
    other.trash.restore(LAMP)
    assert state(other) == before
    other.close()


def test_what_a_person_added_and_took_off_holds_and_other_tags_are_the_file_s(lamp: Index) -> None:
    def come(text: str, *tags: str) -> tuple[str, ...]:
        ingest_bytes(lamp, text.encode(), "lamp.txt", "lamp.txt", tags)
        return lamp.documents.summaries([LAMP])[0].tags

    assert come("The lamp was sold.", "harbour", "old") == ("harbour", "old", "sea")
    assert lamp.documents.matching((), None, None, ["sea"]) == [LAMP]
    lamp.documents.choose_tags(LAMP, ["harbour", "light"])
    assert come("The lamp was bought.", "harbour", "old", "sea", "new") == ("harbour", "light", "new")
    assert come("The lamp was lent.", "bay") == ("bay", "light")
    # Tags that come without a new version, as those of a folder.
    lamp.documents.add_tags([LAMP], ["sea", "coast"])
    assert lamp.documents.summaries([LAMP])[0].tags == ("bay", "coast", "light")
    # What was taken off can be put on again.
    lamp.documents.choose_tags(LAMP, ["sea"])
    assert come("The lamp is lit.", "bay", "sea") == ("sea",)


def test_the_commands_remove_bring_back_and_tag(lamp: Index) -> None:
    def run(*words: str) -> str:
        command = ["documents", *words, "--index", named(lamp)]
        result = CliRunner().invoke(cli, command, env=environment(lamp))
        assert result.exit_code == 0, result.output
        return result.output

    assert f"restore {LAMP}" in run("remove", "lamp.txt")
    assert LAMP in run("list", "--removed")
    assert LAMP not in run("list")
    run("restore", LAMP)
    assert LAMP in run("list", "--search", "LAMP", "--tag", "sea", "--type", "txt")
    assert run("tag", "lamp.txt", "Harbour").strip() == "harbour, sea"
    assert run("tag", "lamp.txt", "sea", "--remove").strip() == "harbour"


def test_a_kill_between_removal_and_return_leaves_one_of_both_whole(lamp: Index) -> None:
    before = state(lamp)
    chance = random.Random(7)  # noqa: S311 — moments, not secrets
    seen = set()
    for _ in range(KILLS["sqlite" if is_in_folder(lamp) else "postgresql"]):
        command = [sys.executable, "-c", BUSY, named(lamp), LAMP]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(lamp)) as process:
            assert process.stdout
            turn_seconds = float(process.stdout.readline())
            time.sleep(chance.uniform(0, 3 * turn_seconds))
            process.send_signal(signal.SIGKILL)
        lamp.search.catch_up()
        is_there = bool(lamp.documents.summaries([LAMP]))
        seen.add(is_there)
        assert is_there is (lamp.trash.listed() == [])
        # What is derived may have been killed half way: it is made anew, and says so.
        assert [fault for fault in lamp.faults() if fault.where != "derived"] == []
        if not is_there:
            assert found(lamp, "lamp Amalia") <= {"tea.txt"}
            lamp.trash.restore(LAMP)
        assert state(lamp) == before
    assert seen == {True, False}


@pytest.mark.parametrize("index", ["sqlite"], indirect=True)
def test_a_list_does_not_read_through_the_texts(lamp: Index) -> None:
    """The columns of a list lie behind the text: without an index that has them, a list reads all that there is."""
    query = f"EXPLAIN QUERY PLAN {SUMMARIES} ORDER BY title, source"
    with sqlite3.connect(lamp.folder / "footnote.sqlite") as connection:
        plan = [row[-1] for row in connection.execute(query)]
    connection.close()
    assert "SCAN documents USING COVERING INDEX shown_documents" in plan
