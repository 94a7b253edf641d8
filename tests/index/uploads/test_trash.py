"""A document that is removed for good takes the file that it came as along, and a kill in between leaves nothing."""

import datetime
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.commands.cli import cli
from index.documents import document_id
from index.errors import DocumentNotFound
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import Jobs
from index.uploads.trash import purge_trash, trash_documents
from tests.support.beside import jobs_in
from tests.support.documents import ingest_bytes

pytestmark = pytest.mark.slow

AT_ONCE = datetime.timedelta(seconds=-1)
LAMP = b"The lamp was lit in 1911."

# Ends as if it were killed when the index has been written, and what is known of uploads has not.
KILLED = """
import datetime, os, sys
from pathlib import Path
from index.uploads.queue.jobs import Jobs
from index.uploads.trash import purge_trash, trash_documents
from index.store import Index
index = Index.open(Path(sys.argv[1]))
trash_documents(index, sys.argv[2:])
Jobs.forget_documents = lambda *_: os._exit(9)
purge_trash(index, datetime.timedelta(seconds=-1))
"""


@pytest.fixture
def jobs(index: Index) -> Iterator[Jobs]:
    jobs = jobs_in(index.folder)
    yield jobs
    jobs.close()


def upload(index: Index, jobs: Jobs, name: str, data: bytes) -> str:
    """Take a file in as a server does, and return the id of its document."""
    with jobs.originals.receiving([data]) as received:
        job = Job(new_id(), name, "file", name, received.sha256, received.bytes, now())
        jobs.add(job, received)
    ingest_bytes(index, data, name, name)
    jobs.end(job, [(document_id(name), index.documents.get(document_id(name)).version)])
    return document_id(name)


def originals(index: Index) -> set[bytes]:
    return {path.read_bytes() for path in (index.folder / "originals").rglob("*") if path.is_file()}


def remove(index: Index, *documents: str) -> None:
    result = CliRunner().invoke(cli, ["documents", "remove", *documents, "--index", str(index.folder)])
    assert result.exit_code == 0, result.output


def test_the_command_takes_the_files_of_all_versions_along_and_no_other(index: Index, jobs: Jobs) -> None:
    upload(index, jobs, "lamp.txt", LAMP)
    upload(index, jobs, "lamp.txt", LAMP + b" Amalia kept it.")
    upload(index, jobs, "tea.txt", b"Tea is grown there.")
    remove(index, "lamp.txt")
    assert len(originals(index)) == 3
    assert purge_trash(index, AT_ONCE) == [document_id("lamp.txt")]
    assert originals(index) == {b"Tea is grown there."}
    assert [document.source for document in index.documents.listed()] == ["tea.txt"]


def test_a_file_stays_as_long_as_a_document_has_its_bytes(index: Index, jobs: Jobs) -> None:
    for name in ("lamp.txt", "copy.txt"):
        upload(index, jobs, name, LAMP)
    remove(index, "lamp.txt")
    purge_trash(index, AT_ONCE)
    original = jobs.originals.of(document_id("copy.txt"), 1)
    assert original
    assert original.path.read_bytes() == LAMP
    remove(index, "copy.txt")
    purge_trash(index, AT_ONCE)
    assert originals(index) == set()


def test_a_removal_that_fails_removes_no_file(index: Index, jobs: Jobs) -> None:
    identity = upload(index, jobs, "lamp.txt", LAMP)
    with pytest.raises(DocumentNotFound):
        trash_documents(index, [identity, "0" * 16])
    assert originals(index) == {LAMP}
    assert jobs.originals.of(identity, 1)


def test_what_a_kill_between_index_and_file_leaves_goes_when_a_server_starts(index: Index, jobs: Jobs) -> None:
    identity = upload(index, jobs, "lamp.txt", LAMP)
    command = [sys.executable, "-c", KILLED, str(index.folder), identity]
    assert subprocess.run(command, check=False, timeout=120).returncode == 9
    assert index.documents.listed() == []
    assert originals(index) == {LAMP}
    jobs.recover(index.documents.sources().keys())
    assert originals(index) == set()


def test_where_nothing_was_sent_in_a_removal_writes_nothing_about_uploads(index: Index, tmp_path: Path) -> None:
    ingest_bytes(index, LAMP, "lamp.txt", str(tmp_path / "lamp.txt"))
    before = {path.name for path in index.folder.iterdir()}
    remove(index, "lamp.txt")
    assert index.documents.listed() == []
    assert {path.name for path in index.folder.iterdir()} == before
