"""A file is kept under its hash while somebody holds it, and nothing of a half one stays."""

import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from index.storage.stamps import new_id, now
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import Jobs
from tests.support.beside import jobs_in

pytestmark = pytest.mark.slow

DATA = b"The lamp was lit in 1911."
PATIENCE_SECONDS = 30
SENDING = """
import sys
from pathlib import Path
from index.storage.engines.sqlite_file import SqliteFile
from index.uploads.queue.jobs import Jobs

def pieces():
    yield b"The lamp was"
    print("half", flush=True)
    sys.stdin.read()
    yield b" lit."

folder = Path(sys.argv[1])
with Jobs(folder, SqliteFile(folder / "uploads.sqlite")).originals.receiving(pieces()):
    pass
"""


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    jobs = jobs_in(tmp_path)
    yield jobs
    jobs.close()


def send(jobs: Jobs, data: bytes = DATA, name: str = "lamp.txt") -> Job:
    with jobs.originals.receiving([data[:5], data[5:]]) as received:
        job = Job(new_id(), name, "file", name, received.sha256, received.bytes, now())
        jobs.add(job, received)
    return job


def files(folder: Path) -> set[str]:
    return {path.name for path in (folder / "originals").rglob("*") if path.is_file()}


def test_a_file_lies_under_the_sha256_of_its_bytes_and_never_under_its_name(jobs: Jobs, tmp_path: Path) -> None:
    job = send(jobs, name="../../lamp.txt")
    digest = hashlib.sha256(DATA).hexdigest()
    assert (job.sha256, job.bytes) == (digest, len(DATA))
    assert jobs.originals.path(digest) == tmp_path / "originals" / digest[:2] / digest
    assert jobs.originals.path(digest).read_bytes() == DATA
    assert files(tmp_path) == {digest}
    original = jobs.originals.of(job.id)
    assert original
    assert original.name == "../../lamp.txt"


def test_a_file_that_nobody_takes_or_that_breaks_off_is_removed(jobs: Jobs, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield DATA
        raise ValueError("the sender went away")

    with jobs.originals.receiving([DATA]) as received:
        assert received.path.read_bytes() == DATA
    with pytest.raises(ValueError, match="went away"), jobs.originals.receiving(broken()):
        pass
    assert files(tmp_path) == set()


def test_a_file_stays_until_its_last_holder_has_gone(jobs: Jobs, tmp_path: Path) -> None:
    first, second = send(jobs), send(jobs, name="copy.txt")
    assert files(tmp_path) == {first.sha256}
    jobs.end(first, [("a" * 16, 1), ("b" * 16, 1)])
    jobs.end(second)
    jobs.forget_documents(["a" * 16])
    assert jobs.originals.of("a" * 16, 1) is None
    assert jobs.originals.of("b" * 16, 1)
    jobs.forget_documents(["b" * 16])
    assert files(tmp_path) == set()


def test_every_version_of_a_document_has_its_own_file(jobs: Jobs, tmp_path: Path) -> None:
    for version, data in enumerate((b"red", b"black"), 1):
        jobs.end(send(jobs, data), [("a" * 16, version)])
    kept = [jobs.originals.of("a" * 16, version) for version in (1, 2, 3)]
    assert [original and original.path.read_bytes() for original in kept] == [b"red", b"black", None]
    jobs.forget_documents(["a" * 16])
    assert files(tmp_path) == set()


def test_a_version_that_comes_from_another_file_now_lets_the_first_one_go(jobs: Jobs, tmp_path: Path) -> None:
    first, second = send(jobs, b"records: a"), send(jobs, b"records: a, b")
    jobs.end(first, [("a" * 16, 1)])
    jobs.end(second, [("a" * 16, 1), ("b" * 16, 1)])
    assert files(tmp_path) == {second.sha256}


def test_a_killed_sender_leaves_half_a_file_and_the_sweep_takes_that_one_only(jobs: Jobs, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SENDING, str(tmp_path)]
    senders = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    killed, alive = senders
    try:
        for sender in senders:
            assert sender.stdout
            assert sender.stdout.readline() == b"half\n"
        killed.kill()
        killed.communicate(timeout=PATIENCE_SECONDS)
        assert len(files(tmp_path)) == 2
        jobs.recover([])
        assert len(files(tmp_path)) == 1
        alive.communicate(b"", timeout=PATIENCE_SECONDS)
        assert alive.returncode == 0
        assert files(tmp_path) == set()
    finally:
        for sender in senders:
            sender.kill()
            sender.communicate(timeout=PATIENCE_SECONDS)


def test_a_file_that_is_swept_between_its_making_and_its_lock_is_made_again(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks: list[set[str]] = []

    def lock(file: IO[bytes], operation: int) -> None:
        if not locks:
            (tmp_path / "originals" / "incoming" / Path(file.name).name).unlink()
        locks.append(files(tmp_path))
        fcntl_lock(file, operation)

    fcntl_lock = fcntl.flock
    monkeypatch.setattr(fcntl, "flock", lock)
    job = send(jobs)
    assert [len(there) for there in locks] == [0, 1]
    assert files(tmp_path) == {job.sha256}


def test_the_sweep_removes_what_nobody_holds_and_keeps_the_rest(jobs: Jobs, tmp_path: Path) -> None:
    waiting, indexed, gone = send(jobs, b"waits"), send(jobs, b"indexed"), send(jobs, b"gone")
    jobs.end(indexed, [("a" * 16, 1)])
    jobs.end(gone, [("b" * 16, 1)])
    stray = jobs.originals.path("0" * 64)
    stray.parent.mkdir()
    stray.write_bytes(b"no one's")
    jobs.recover(["a" * 16])
    assert files(tmp_path) == {waiting.sha256, indexed.sha256}


def test_a_file_that_was_lost_is_none(jobs: Jobs) -> None:
    job = send(jobs)
    jobs.originals.path(job.sha256).unlink()
    assert jobs.originals.of(job.id) is None


def test_a_file_of_a_backup_finds_the_document_that_was_read_from_it(jobs: Jobs, tmp_path: Path) -> None:
    path = jobs.originals.path(hashlib.sha256(DATA).hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA)
    jobs.recover(["a" * 16], lambda hashes: [("a" * 16, 2, sha256, "lamp.txt") for sha256 in hashes])
    original = jobs.originals.of("a" * 16, 2)
    assert original
    assert (original.path, original.name) == (path, "lamp.txt")
    jobs.forget_documents(["a" * 16])
    assert files(tmp_path) == set()
