"""One crew at a time works on an index, goes on with what another left, and gives up what ends it every time."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Protocol

import pytest

from index.limits import Limits
from index.sandbox.pool import ParserPool
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import Jobs
from index.uploads.work.crew import Crew
from index.uploads.work.encoding_turns import Turns
from index.uploads.work.indexing import Workshop
from index.uploads.work.lanes import ATTEMPTS
from tests.support.beside import jobs_in

PATIENCE_SECONDS = 60
LONG_ENOUGH_TO_BEGIN_SECONDS = 2.5


class MakeCrew(Protocol):
    """Make a crew that has begun, and what is set when a job has got further; it waits for what is called then."""

    def __call__(self, changed: Callable[[], object] = ...) -> tuple[Crew, threading.Event]: ...


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index.open(tmp_path / "index", "hash", create=True)) as index:
        yield index


@pytest.fixture
def jobs(index: Index) -> Iterator[Jobs]:
    with closing(jobs_in(index.folder)) as jobs:
        yield jobs


@pytest.fixture
def make_crew(index: Index, jobs: Jobs) -> Iterator[MakeCrew]:
    with ExitStack() as started:

        def make(changed: Callable[[], object] = lambda: None) -> tuple[Crew, threading.Event]:
            further = threading.Event()

            def notice() -> None:
                further.set()
                changed()

            parsers = started.enter_context(ParserPool(2, Limits()))
            crew = Crew(Workshop(index, jobs, parsers, Turns(), PATIENCE_SECONDS, notice), 2)
            started.callback(crew.close)
            crew.start()
            return crew, further

        yield make


def send(jobs: Jobs, text: bytes, attempts: int = 0) -> Job:
    with jobs.originals.receiving([text]) as received:
        name = f"{received.sha256[:8]}.txt"
        job = Job(new_id(), name, "file", name, received.sha256, received.bytes, now(), attempts=attempts)
        jobs.add(job, received)
    return job


def ended(jobs: Jobs, job: Job, changed: threading.Event) -> Job:
    while not (found := jobs.get(job.id) or job).ended:
        assert changed.wait(PATIENCE_SECONDS)
        changed.clear()
    return found


def test_what_ended_every_process_is_given_up_and_the_rest_goes_on(jobs: Jobs, make_crew: MakeCrew) -> None:
    deadly = send(jobs, b"It ends whoever reads it.", attempts=ATTEMPTS)
    harmless = send(jobs, b"The beans were red.")
    _, changed = make_crew()
    assert ended(jobs, harmless, changed).stage == "done"
    given_up = ended(jobs, deadly, changed)
    assert given_up.problem
    assert (given_up.stage, given_up.problem["error"]) == ("failed", "Abandoned")


def test_the_next_crew_goes_on_with_what_the_one_before_was_at(jobs: Jobs, make_crew: MakeCrew) -> None:
    job = send(jobs, b"The beans were red.")
    jobs.save(dataclasses.replace(job, stage="encoding", percent=40, attempts=1))
    assert jobs.begin_commit(job.id)
    _, changed = make_crew()
    done = ended(jobs, job, changed)
    assert (done.stage, done.attempts) == ("done", 2)


def test_a_second_crew_waits_until_the_first_has_ended(jobs: Jobs, make_crew: MakeCrew) -> None:
    may_go_on = threading.Event()
    job = send(jobs, b"The beans were red.")
    first, at_work = make_crew(lambda: may_go_on.wait(PATIENCE_SECONDS))
    assert at_work.wait(PATIENCE_SECONDS)
    _, second_got_further = make_crew()
    another = send(jobs, b"The beans were green.")
    assert not second_got_further.wait(LONG_ENOUGH_TO_BEGIN_SECONDS)
    may_go_on.set()
    done = [ended(jobs, each, at_work) for each in (job, another)]
    assert [(each.stage, each.attempts) for each in done] == [("done", 1)] * 2
    assert first.close()
    assert ended(jobs, send(jobs, b"The beans were white."), second_got_further).stage == "done"
