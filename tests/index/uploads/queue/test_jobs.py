"""Jobs are read back as they were written, in order, by whoever opens the folder next."""

import dataclasses
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import IndexDamaged
from index.parse.formats import Failure
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.records import DocumentSummary
from index.storage.stamps import new_id, now
from index.uploads.queue import jobs as jobs_module
from index.uploads.queue.job import Job, JobReport
from index.uploads.queue.jobs import Jobs
from tests.support.beside import Beside, jobs_in

SUMMARY = DocumentSummary("a" * 16, 1, "Lamp", "lamp.txt", None, "text/plain", 25, 1, "2025-03-01T12:00:00+00:00")
REPORT = JobReport((SUMMARY,), 1, 0, 0, (Failure("lamp.txt#x", "it is empty"),))


@pytest.fixture
def jobs(beside: Beside) -> Iterator[Jobs]:
    jobs = beside.jobs()
    yield jobs
    jobs.close()


def send(jobs: Jobs, data: bytes = b"The lamp was lit.", name: str = "lamp.txt") -> Job:
    with jobs.originals.receiving([data]) as received:
        job = Job(new_id(), name, "file", name, received.sha256, received.bytes, now(), ("harbour",))
        jobs.add(job, received)
    return job


def end(jobs: Jobs, job: Job) -> Job:
    ended = dataclasses.replace(job, stage="done", percent=100, report=REPORT, finished_at=now())
    jobs.end(ended, [("a" * 16, 1)])
    return ended


def test_a_job_is_read_back_as_it_was_written_also_by_the_next_process(jobs: Jobs, beside: Beside) -> None:
    job = send(jobs)
    assert jobs.get(job.id) == job
    begun = dataclasses.replace(job, stage="encoding", percent=40, chunks=64, chunks_per_second=21.5, attempts=1)
    jobs.save(begun)
    assert jobs.get(job.id) == begun
    ended = end(jobs, begun)
    other = beside.jobs()
    assert other.get(job.id) == ended
    assert other.get("0" * 24) is None
    other.close()


def test_the_oldest_is_next_and_the_newest_is_listed_first(jobs: Jobs) -> None:
    first, second, third = (send(jobs, name=f"{number}.txt") for number in range(3))
    assert jobs.unended() == [first, second, third]
    assert jobs.waiting() == 3
    ended = end(jobs, first)
    assert jobs.unended() == [second, third]
    assert jobs.newest(2) == [third, second]
    assert jobs.newest(2, 2) == [ended]


def test_an_end_is_final(jobs: Jobs) -> None:
    ended = end(jobs, send(jobs))
    assert not jobs.save(dataclasses.replace(ended, stage="encoding"))
    assert not jobs.reopen(dataclasses.replace(ended, stage="waiting"))
    jobs.end(dataclasses.replace(ended, stage="failed"))
    assert jobs.cancel(ended.id, now()) == ended
    assert jobs.get(ended.id) == ended
    assert jobs.unended() == []


def test_a_cancelled_job_lets_go_of_its_file_and_stays_so(jobs: Jobs) -> None:
    first, second = send(jobs), send(jobs)
    kept = jobs.originals.path(first.sha256)
    cancelled = jobs.cancel(first.id, "2025-03-01T12:00:00+00:00")
    assert cancelled == dataclasses.replace(first, stage="cancelled", finished_at="2025-03-01T12:00:00+00:00")
    assert kept.exists()  # the other job has the same bytes
    assert not jobs.begin_commit(first.id)
    assert not jobs.save(first)
    end(jobs, first)
    assert jobs.cancel(first.id, now()) == jobs.get(first.id) == cancelled
    assert jobs.unended() == [second]
    jobs.cancel(second.id, now())
    assert not kept.exists()
    assert jobs.cancel("0" * 24, now()) is None


def test_a_job_that_is_being_committed_is_not_cancelled(jobs: Jobs) -> None:
    job = send(jobs)
    assert jobs.begin_commit(job.id)
    assert jobs.cancel(job.id, now()) == job
    assert (jobs.unended(), jobs.waiting()) == ([job], 1)
    jobs.end_commit(job.id)
    cancelled = jobs.cancel(job.id, now())
    assert cancelled is not None
    assert cancelled.stage == "cancelled"


def test_a_commit_that_died_with_its_process_holds_no_job_up(jobs: Jobs, beside: Beside) -> None:
    first, second = send(jobs, b"one", "one.txt"), send(jobs, b"two", "two.txt")
    for job in (first, second):
        assert jobs.begin_commit(job.id)
    assert jobs.reopen(first)
    assert jobs.begin_commit(first.id)
    other = beside.jobs()
    other.recover([])
    assert [other.begin_commit(job.id) for job in (first, second)] == [True, True]
    other.close()


@pytest.mark.parametrize("beside", ["sqlite"], indirect=True)
def test_a_job_that_an_earlier_footnote_wrote_is_read(jobs: Jobs, tmp_path: Path) -> None:
    written = (
        '{"id":"189b3c4d5e6f708190a1b2c3","name":"lamp.txt","kind":"file","source":"lamp.txt","sha256":"3f","bytes":9,'
        '"created_at":"2025-03-01T11:59:59.120+00:00","tags":[],"stage":"encoding","percent":40,"chunks":64,'
        '"chunks_per_second":21.5,"attempts":1,"started_at":"2025-03-01T12:00:00.000+00:00","finished_at":null,'
        '"report":null,"problem":null}'
    )
    connections = SqliteFile(tmp_path / "uploads.sqlite")
    with connections.transaction() as connection:
        connection.execute("INSERT INTO jobs VALUES (?, 0, ?, ?)", ("189b3c4d5e6f708190a1b2c3", "3f", written))
    connections.close()
    (job,) = jobs.unended()
    assert (job.stage, job.chunks, job.attempts) == ("encoding", 64, 1)
    cancelled = jobs.cancel(job.id, now())
    assert cancelled is not None
    assert cancelled.stage == "cancelled"


def test_the_oldest_of_those_that_ended_are_forgotten(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "KEPT", 2)
    waiting = send(jobs, name="waits.txt")
    ended = [end(jobs, send(jobs, name=f"{number}.txt")) for number in range(4)]
    assert jobs.newest(10) == [ended[3], ended[2], waiting]


def test_what_the_same_bytes_became_is_known_from_the_last_time(jobs: Jobs) -> None:
    job = send(jobs)
    assert jobs.report_of(job.sha256) is None
    end(jobs, job)
    failed = send(jobs)
    jobs.end(dataclasses.replace(failed, stage="failed", problem={"status": 422}))
    assert jobs.report_of(job.sha256) == REPORT
    assert jobs.report_of("0" * 64) is None


def test_ids_ascend() -> None:
    ids = [new_id() for _ in range(100)]
    assert ids == sorted(ids)
    assert {len(each) for each in ids} == {24}


@pytest.mark.slow
@pytest.mark.parametrize("beside", ["sqlite"], indirect=True)
def test_many_threads_and_processes_add_jobs_at_once_and_none_is_lost(jobs: Jobs, tmp_path: Path) -> None:
    others = [multiprocessing.get_context("spawn").Process(target=_add_some, args=(tmp_path, n)) for n in range(2)]
    for other in others:
        other.start()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: send(jobs, str(number).encode(), f"{number}.txt"), range(40)))
    for other in others:
        other.join(60)
        assert other.exitcode == 0
    names = {job.name for job in jobs.newest(100)}
    assert names == {f"{n}.txt" for n in range(40)} | {f"{n}-{m}.txt" for n in range(2) for m in range(10)}


def _add_some(folder: Path, number: int) -> None:
    jobs = jobs_in(folder)
    for count in range(10):
        send(jobs, b"the same bytes", f"{number}-{count}.txt")
    jobs.close()


def test_a_database_of_a_later_footnote_is_refused(tmp_path: Path) -> None:
    jobs_in(tmp_path).close()
    connections = SqliteFile(tmp_path / "uploads.sqlite")
    with connections.transaction() as connection:
        connection.execute("PRAGMA user_version = 9")
    connections.close()
    with pytest.raises(IndexDamaged, match="later Footnote"):
        jobs_in(tmp_path)
