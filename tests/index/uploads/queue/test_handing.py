"""Files that are given to workers come into the index as if they were read here, whatever becomes of the workers."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from index.address import Address
from index.documents import Origin
from index.encoding.encoders.hash import HashEncoder
from index.folders.files import find_documents
from index.folders.ingest import IngestReport
from index.folders.sync import sync_paths
from index.limits import Limits
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads.intake import Intake
from index.uploads.queue.handing import WorkersElsewhere, workers_of
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import UPLOADS, Jobs
from tests.support.postgres import Cluster

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 60
COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()"]


@pytest.fixture
def address(cluster: Cluster) -> Address:
    return cluster.new_database()


@pytest.fixture
def shared(address: Address, tmp_path: Path) -> Iterator[Index]:
    with closing(Index.open(address, HashEncoder(), create=True, replicas=tmp_path / "here")) as index:
        yield index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of several kinds, one of which cannot be read, and an archive with one that cannot and one that is not."""
    path = tmp_path / "papers"
    (path / "rooms").mkdir(parents=True)
    (path / "museum.txt").write_text("The museum opened in 1901.")
    (path / "rooms" / "bridge.md").write_text("# Bridge\n\nThe bridge was closed in May.\n")
    (path / "rooms" / "copy.md").write_text("# Bridge\n\nThe bridge was closed in May.\n")
    (path / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    write_archive(path, {"a.txt": "Roses.", "b.txt": "Tulips.", "c.pdf": "no pdf", "d.exe": "MZ\0\1\2"})
    return path


def write_archive(folder: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)


@contextmanager
def worker(address: Address, tmp_path: Path, *, at_work: bool = True) -> Iterator[threading.Event]:
    """Have a worker on a machine of its own, until the end or until what it gives is set."""
    ended, there = threading.Event(), threading.Event()

    def work() -> None:
        with closing(Index.open(address, HashEncoder(), create=True, replicas=tmp_path / "there")) as index:
            index.database.engine.reserve(1)
            intake = Intake(index, Limits(), 2 if at_work else 0, PATIENCE_SECONDS)
            with closing(intake), intake.jobs.helping():
                intake.start()
                there.set()
                ended.wait(PATIENCE_SECONDS)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert there.wait(PATIENCE_SECONDS)
        yield ended
    finally:
        ended.set()
        thread.join()


def sync(index: Index, folder: Path, given: list[int] | None = None, **choices: object) -> IngestReport:
    """Make an index equal to a folder, with whoever helps."""
    with workers_of(index, Limits(), (given if given is not None else []).append) as workers:
        return sync_paths(index, [folder], helpers=workers, **choices)  # type: ignore[arg-type]  # sync_paths' own


def told(report: IngestReport) -> dict[str, object]:
    """Return what a report says, whatever the order."""
    parts = ("added", "replaced", "removed", "moved", "unchanged", "failed", "skipped")
    return {part: sorted(getattr(report, part), key=str) for part in parts} | {"chunks": report.chunks}


def held(index: Index) -> list[object]:
    """Return what an index has of files and their documents."""
    origins = index.documents.origins()
    documents = [
        (each.source, each.version, each.title, each.tags, origins[each.id], index.documents.get(each.id).text)
        for each in index.documents.listed()
    ]
    records = index.files.by_path().values()
    files = [(each.path, each.sha256, sorted(each.document_ids), each.failures) for each in records]
    return [sorted(documents), sorted(files)]


def jobs_of(index: Index) -> Jobs:
    return Jobs(index.folder, index.beside(UPLOADS))


def test_they_come_in_as_if_they_were_read_here(
    shared: Index, address: Address, index: Index, folder: Path, tmp_path: Path
) -> None:
    given: list[int] = []

    def alike(**choices: object) -> IngestReport:
        there, here = sync(shared, folder, given, **choices), sync_paths(index, [folder], **choices)  # type: ignore[arg-type]
        assert told(there) == told(here)
        assert held(shared) == held(index)
        return there

    with worker(address, tmp_path):
        report = alike(tags=["old"], folder_tags=True)
        assert (len(report.added), len(report.failed), len(report.skipped)) == (5, 2, 1)
        alike()
        (folder / "museum.txt").write_text("The museum was closed in 1950.")
        (folder / "broken.pdf").unlink()
        (folder / "rooms" / "copy.md").rename(folder / "moved.md")
        write_archive(folder, {"a.txt": "Roses.", "c.txt": "Asters."})
        report = alike()
        assert (len(report.added), len(report.replaced), len(report.removed), len(report.moved)) == (1, 1, 1, 1)
        (folder / "archive.zip").unlink()
        assert len(alike().removed) == 2
    assert given == [5, 2]
    assert shared.faults() == []


def test_nothing_is_left_of_a_file_on_its_way(shared: Index, address: Address, folder: Path, tmp_path: Path) -> None:
    with worker(address, tmp_path):
        sync(shared, folder)
    with closing(jobs_of(shared)) as jobs:
        assert {job.stage for job in jobs.newest(9)} == {"done", "failed"}
        assert shared.beside(UPLOADS).rows("SELECT * FROM originals") == []
        assert shared.beside(UPLOADS).rows("SELECT sha256 FROM original_pieces") == []
    assert not [path for path in tmp_path.glob("*/**/originals/**/*") if path.is_file()]


def test_without_workers_it_is_read_here(shared: Index, index: Index, folder: Path) -> None:
    given: list[int] = []
    assert told(sync(shared, folder, given)) == told(sync_paths(index, [folder]))
    assert given == []
    with workers_of(index, Limits(), given.append) as workers:
        assert workers is None
    with closing(jobs_of(shared)) as jobs:
        assert jobs.newest(1) == []


def test_what_workers_that_end_leave_is_read_here(
    shared: Index, address: Address, index: Index, folder: Path, tmp_path: Path
) -> None:
    with worker(address, tmp_path, at_work=False) as ended:
        threading.Timer(1.0, ended.set).start()
        assert told(sync(shared, folder)) == told(sync_paths(index, [folder]))
    assert held(shared) == held(index)
    with closing(jobs_of(shared)) as jobs:
        assert {job.stage for job in jobs.newest(9)} == {"cancelled"}


def test_whoever_breaks_it_off_calls_off_the_rest(shared: Index, folder: Path) -> None:
    files = [found for found in find_documents([folder]) if hasattr(found, "source")]
    with closing(jobs_of(shared)) as jobs:
        reading = WorkersElsewhere(jobs, Limits(), [].append).read(files, (), folder_tags=False)  # type: ignore[arg-type]
        thread = threading.Thread(target=lambda: next(reading, None))
        thread.start()
        until = time.monotonic() + PATIENCE_SECONDS
        while jobs.waiting() < len(files):
            assert time.monotonic() < until
            time.sleep(0.05)
        first = jobs.unended()[0]
        jobs.cancel(first.id, "2026-01-01T00:00:00Z")
        thread.join(PATIENCE_SECONDS)
        reading.close()
        assert {job.stage for job in jobs.newest(9)} == {"cancelled"}


def test_a_file_that_changes_on_its_way_is_read_again(
    shared: Index, address: Address, folder: Path, tmp_path: Path
) -> None:
    with worker(address, tmp_path), workers_of(shared, Limits(), lambda _: change()) as workers:

        def change() -> None:
            (folder / "museum.txt").write_text("The museum was closed in 1950.")

        sync_paths(shared, [folder / "museum.txt"], helpers=workers)
        [document] = shared.documents.listed()
        assert shared.documents.get(document.id).text == "The museum was closed in 1950."
        assert shared.files.by_path()[document.source].sha256 == ""
        assert sync(shared, folder / "museum.txt").unchanged == (document.source,)
        assert shared.files.by_path()[document.source].sha256


def test_a_document_that_came_another_way_keeps_its_place(
    shared: Index, address: Address, folder: Path, tmp_path: Path
) -> None:
    source = str(folder / "museum.txt")
    with closing(Intake(shared, Limits(), 0, PATIENCE_SECONDS)) as intake, worker(address, tmp_path):
        with intake.jobs.originals.receiving([b"Mine."]) as received:
            job = Job(new_id(), "museum.txt", "file", source, received.sha256, received.bytes, now())
            intake.jobs.add(job, received)
        wait(lambda: intake.jobs.waiting() == 0)
        report = sync(shared, folder / "museum.txt")
        assert [failure.source for failure in report.failed] == [source]
        assert "already the source of a file that was sent in" in report.failed[0].reason
        assert {origin for _, origin in shared.documents.origins().values()} == {Origin("upload", source)}


def wait(is_so) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def settings(address: Address, machine: Path) -> dict[str, str]:
    return {**os.environ, "FOOTNOTE_INDEX": address.url, "FOOTNOTE_REPLICAS": str(machine)}


def started(address: Address, machine: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [*COMMAND, *arguments]
    return subprocess.Popen(
        command, env=settings(address, machine), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def line_with(process: subprocess.Popen[str], words: str) -> None:
    assert process.stderr is not None
    lines: Sequence[str] = iter(process.stderr.readline, "")  # type: ignore[assignment]
    assert any(words in line for line in lines)


def test_the_command_gives_files_to_workers_one_of_which_is_killed(
    shared: Index, address: Address, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"paper-{number}.txt").write_text(f"Paper {number} says what it has to say. " * 150)
    shared.encoder.bind()
    workers = [started(address, tmp_path / f"machine-{number}", "work") for number in range(2)]
    try:
        for process in workers:
            line_with(process, "At work")
        with started(address, tmp_path / "command", "index", str(folder), "--json") as command:
            line_with(command, "40 files are given to the workers")
            wait(lambda: shared.documents.count() >= 4)
            workers[0].send_signal(signal.SIGKILL)
            assert command.stdout is not None
            report = json.loads(command.stdout.read())
        assert (len(report["added"]), report["failed"]) == (40, [])
    finally:
        for process in workers:
            process.terminate()
            process.communicate()
    assert [document.version for document in shared.documents.listed()] == [1] * 40
    assert shared.faults() == []
    with closing(jobs_of(shared)) as jobs:
        assert {job.stage for job in jobs.newest(100)} == {"done"}
