"""Several machines share an index: each follows what the others write, and all say the same."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.address import Address
from index.documents import document_id
from index.encoding.encoders.hash import HashEncoder
from index.errors import IndexGone, IndexLocked, IndexMissing, IndexUnreachable, IndexUnwritable
from index.folders.ingest import ingest_documents
from index.limits import Limits
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads.intake import Intake
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import UPLOADS, Jobs
from index.uploads.trash import trash_documents
from tests.index.conftest import Maker
from tests.index.three_documents import TEXTS, found
from tests.support.documents import remove_for_good
from tests.support.postgres import Cluster, running

pytestmark = pytest.mark.slow

REPLICAS = 5
WRITERS = 4
READERS = 3
REPLACEMENTS = 200
WORKERS_KILLED = 10
WORDS = ("one", "two", "three", "four", "five")


@pytest.fixture
def address(cluster: Cluster) -> Address:
    return cluster.new_database()


def replica(address: Address, tmp_path: Path, name: str = "one") -> Index:
    """Open an index as another machine does: with a folder of its own."""
    return Index.open(address, HashEncoder(), create=True, replicas=tmp_path / name)


@pytest.fixture
def replicas(address: Address, tmp_path: Path) -> Iterator[list[Index]]:
    opened = [replica(address, tmp_path, f"machine-{number}") for number in range(REPLICAS)]
    yield opened
    for each in opened:
        each.close()


def searched(index: Index, words: str) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
    """Return what both search indexes give, with the scores."""
    vector = HashEncoder().encode_query(words).vector
    return index.search.dense(vector, 10), index.search.lexical(words.split(), 10)


def test_what_one_machine_writes_all_find_and_all_the_same(replicas: list[Index], make_document: Maker) -> None:
    first, *others = replicas
    ingest_documents(first, [make_document(source, text) for source, text in TEXTS.items()])
    assert first.status().bytes_on_disk > sum(path.stat().st_size for path in first.folder.rglob("*")) + 100_000
    for each in others:
        assert found(each, "roses") == ({"garden"}, {"garden"})
        assert searched(each, "roses") == searched(first, "roses")
        assert each.faults() == []
    ingest_documents(others[0], [make_document("garden", "Only tulips now.")])
    remove_for_good(others[1], document_id("museum"))
    assert {each.database.generation for each in replicas} == {3}
    for each in replicas:
        assert found(each, "roses") == (set(), set())
        assert found(each, "director") == (set(), set())
        assert found(each, "tulips") == ({"garden"}, {"garden"})
        assert searched(each, "tulips") == searched(first, "tulips")


def test_a_machine_that_comes_later_has_all_of_it_and_one_that_comes_back_the_rest(
    address: Address, tmp_path: Path, make_document: Maker
) -> None:
    with closing(replica(address, tmp_path)) as first:
        ingest_documents(first, [make_document(source, text) for source, text in TEXTS.items()])
    with closing(replica(address, tmp_path, "later")) as later:
        assert found(later, "roses") == ({"garden"}, {"garden"})
        ingest_documents(later, [make_document("garden", "Only tulips now.")])
    with closing(replica(address, tmp_path)) as back:
        assert found(back, "roses") == (set(), set())
        assert found(back, "tulips") == ({"garden"}, {"garden"})
        assert back.search.notices == ()


def test_writers_and_readers_on_many_machines_mix_nothing_up(
    replicas: list[Index], make_document: Maker, times: int
) -> None:
    """Each version of a document says its number in every paragraph; a reader never sees two of them at once."""
    first = replicas[0]
    sources = [f"paper-{number}" for number in range(4)]

    def version(source: str, number: int) -> str:
        return "\n\n".join(f"{source} says {word} of turn {number}. " * 20 for word in WORDS)

    ingest_documents(first, [make_document(source, version(source, 0)) for source in sources])
    faults: list[str] = []
    done = threading.Event()
    each_writes = times * REPLACEMENTS // WRITERS

    def write(number: int) -> None:
        index = replicas[number % REPLICAS]
        for turn in range(1, each_writes + 1):
            source = sources[(turn + number) % len(sources)]
            document = make_document(source, version(source, turn * WRITERS + number))
            while True:
                try:
                    ingest_documents(index, [document])
                    break
                except IndexLocked:
                    continue

    def read(number: int) -> None:
        index = replicas[number % REPLICAS]
        while not done.is_set():
            with index.database.snapshot():
                for source in sources:
                    rows = index.chunks.get(index.chunks.ids_of([document_id(source)])).values()
                    turns = {index.chunks.text(row).split(" of turn ")[1].split(".")[0] for row in rows}
                    if len(turns) != 1:
                        faults.append(f"{source} has chunks of the turns {sorted(turns)}")
            ids = [identity for identity, _ in index.search.dense(HashEncoder().encode_query("says two").vector, 20)]
            gone = [identity for identity in ids if identity not in index.chunks.get(ids)]
            if len(gone) == len(ids):
                faults.append("nothing that was found is there any more")

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert faults == []
    written = 1 + each_writes * WRITERS
    assert {each.database.generation for each in replicas} == {written}
    assert sum(len(first.documents.versions(document_id(source))) for source in sources) == len(sources) + written - 1
    for each in replicas:
        assert each.faults() == []
        assert searched(each, "says two") == searched(first, "says two")


def test_another_process_holds_the_lock_and_is_named(address: Address, tmp_path: Path, make_document: Maker) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from index.store import Index; from index.address import Address\n"
        "with Index.open(Address(sys.argv[1]), replicas=Path(sys.argv[2])).database.writing():\n"
        "    print('locked', flush=True); sys.stdin.readline()\n"
    )
    with closing(replica(address, tmp_path)) as index:
        ingest_documents(index, [make_document("a", "Roses.")])
        command = [sys.executable, "-c", program, address.url, str(tmp_path / "other")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "locked\n"
            with pytest.raises(IndexLocked, match=rf"\({other.pid} on .*\) is writing"):
                ingest_documents(index, [make_document("b", "Tulips.")])
            assert found(index, "roses") == ({"a"}, {"a"})
            other.kill()
        assert ingest_documents(index, [make_document("b", "Tulips.")]).added == ("b",)


def test_uploads_that_one_machine_took_in_can_be_read_on_another(replicas: list[Index]) -> None:
    one, other = (Jobs(index.folder, index.beside(UPLOADS)) for index in replicas[:2])
    data = b"The lamp was lit in 1911. " * 100_000
    with closing(one), closing(other), one.originals.receiving([data]) as received:
        one.add(Job("1" * 24, "lamp.txt", "file", "lamp.txt", received.sha256, len(data), "2026-01-01"), received)
        assert [job.name for job in other.unended()] == ["lamp.txt"]
        kept = other.originals.of("1" * 24)
        assert kept is not None
        assert kept.path.read_bytes() == data
        assert kept.path.is_relative_to(replicas[1].folder)
        assert other.cancel("1" * 24, "2026-01-02") is not None
        assert one.originals.of("1" * 24) is None
        assert other.originals.of("1" * 24) is None
        assert not kept.path.exists()


def sent(jobs: Jobs, name: str, text: str) -> Job:
    with jobs.originals.receiving([text.encode()]) as received:
        job = Job(new_id(), name, "file", name, received.sha256, received.bytes, now())
        jobs.add(job, received)
    return job


def ended(jobs: Jobs) -> None:
    """Wait until all have."""
    until = time.monotonic() + 240
    while jobs.waiting():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_job_and_others_of_its_source_or_its_bytes_are_one_process_s_alone(replicas: list[Index]) -> None:
    one, other = (Jobs(index.folder, index.beside(UPLOADS)) for index in replicas[:2])
    told: dict[str, bool] = {}

    def ask(*jobs: Job) -> None:
        for job in jobs:
            with other.claimed(job) as is_ours:
                told[job.name] = is_ours

    with closing(one), closing(other):
        lamp, again = sent(one, "lamp.txt", "Lit in 1911."), sent(one, "lamp.txt", "Lit in 1912.")
        copy, ferry = sent(one, "copy.txt", "Lit in 1911."), sent(one, "ferry.txt", "Sailed in 1911.")
        with one.joined(0.1), one.claimed(lamp) as is_ours:
            assert is_ours
            thread = threading.Thread(target=ask, args=(again, copy, ferry))
            thread.start()
            thread.join()
        assert told == {"lamp.txt": False, "copy.txt": False, "ferry.txt": True}
        one.cancel(lamp.id, now())
        ask(lamp, copy)
        assert told == {"lamp.txt": False, "copy.txt": True, "ferry.txt": True}


def test_many_workers_bring_each_upload_in_once(replicas: list[Index]) -> None:
    intakes = [Intake(index, Limits(), 2, 60.0) for index in replicas[:2]]
    jobs = intakes[0].jobs
    for number in range(24):
        sent(jobs, f"paper-{number % 8}.txt", f"Turn {number} of it. " * 40)
    for each in intakes:
        each.start()
    ended(jobs)
    reports = [job.report for job in jobs.newest(100) if job.report]
    assert (len(reports), sum(report.added for report in reports)) == (24, 8)
    assert sum(report.replaced for report in reports) == 16
    for number in range(8):
        source = f"paper-{number}.txt"
        assert [each.version for each in replicas[2].documents.versions(document_id(source))] == [3, 2, 1]
        assert replicas[2].documents.get(document_id(source)).text.startswith(f"Turn {number + 16} ")
    for each in intakes:
        each.close()
    assert replicas[3].faults() == []


def test_a_worker_that_is_killed_loses_and_doubles_nothing(address: Address, tmp_path: Path, times: int) -> None:
    index = replica(address, tmp_path)
    index.encoder.bind()
    command = [sys.executable, "-c", "from index.commands.cli import main; main()", "work", "--index", address.url]
    chance = random.Random(3)  # noqa: S311 — moments, not secrets
    sent_in = 0
    with closing(Jobs(index.folder, index.beside(UPLOADS))) as jobs:
        for kill in range(times * WORKERS_KILLED):
            own = {**os.environ, "FOOTNOTE_REPLICAS": str(tmp_path / f"worker-{kill % 2}")}
            with subprocess.Popen(command, env=own, stderr=subprocess.PIPE, text=True) as worker:
                assert worker.stderr is not None
                assert "At work" in worker.stderr.readline()
                ended(jobs)  # what the one before left: a job that ends three processes is given up
                for _ in range(6):
                    sent(jobs, f"paper-{sent_in}.txt", f"Paper {sent_in} says what it has to say. " * 200)
                    sent_in += 1
                time.sleep(chance.uniform(0, 1.5))
                worker.kill()
        with subprocess.Popen(command, env=own, stderr=subprocess.PIPE, text=True) as worker:
            ended(jobs)
            worker.terminate()
            assert worker.wait(60) == 0
        assert {job.stage for job in jobs.newest(1_000)} == {"done"}
    assert sorted(document.source for document in index.documents.listed()) == sorted(
        f"paper-{number}.txt" for number in range(sent_in)
    )
    assert {document.version for document in index.documents.listed()} == {1}
    assert index.faults() == []
    index.close()


def test_what_is_removed_goes_on_every_machine_at_once(replicas: list[Index], make_document: Maker) -> None:
    first, second, *_ = replicas
    ingest_documents(first, [make_document(source, text) for source, text in TEXTS.items()])
    assert found(second, "roses") == ({"garden"}, {"garden"})
    trash_documents(first, [document_id("garden")])
    assert found(second, "roses") == (set(), set())
    second.trash.restore(document_id("garden"))
    assert found(first, "roses") == ({"garden"}, {"garden"})


def test_an_index_that_takes_another_s_place_is_noticed(cluster: Cluster, tmp_path: Path, make_document: Maker) -> None:
    address = cluster.new_database()
    with closing(replica(address, tmp_path)) as index:
        ingest_documents(index, [make_document("a", "Roses.")])
        with index.database.noting() as connection:
            connection.execute("UPDATE meta SET value = 'another' WHERE key = 'index_id'")
        with pytest.raises(IndexGone, match="removed or replaced"):
            ingest_documents(index, [make_document("b", "Tulips.")])


def test_a_database_without_an_index_or_without_a_server_says_what_to_do(address: Address, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="footnote index"):
        Index.open(address, replicas=tmp_path)
    nowhere = Address(f"postgresql://somebody:secret@/index?host={tmp_path}")
    with pytest.raises(IndexUnreachable, match="See that PostgreSQL runs there") as error:
        Index.open(nowhere, replicas=tmp_path)
    assert "secret" not in str(error.value)


def test_a_server_that_ends_and_starts_again_is_found_again(tmp_path: Path, make_document: Maker) -> None:
    with running() as own:
        index = replica(own.new_database(), tmp_path)
        ingest_documents(index, [make_document("a", "Roses.")])
        assert found(index, "roses") == ({"a"}, {"a"})
        own.stop("immediate")
        with pytest.raises(IndexUnreachable):
            index.counts()
        own.start()
        until = time.monotonic() + 60
        while True:
            try:
                assert index.counts().documents == 1
                break
            except IndexUnreachable:
                assert time.monotonic() < until
        ingest_documents(index, [make_document("b", "Tulips.")])
        assert found(index, "tulips") == ({"b"}, {"b"})
        index.close()


def test_where_nothing_may_be_written_it_is_read(address: Address, tmp_path: Path, make_document: Maker) -> None:
    with closing(replica(address, tmp_path)) as index:
        ingest_documents(index, [make_document("a", "Roses.")])
    reading = Address(f"{address.url}&options=-c%20default_transaction_read_only%3Don")
    with closing(Index.open(reading, HashEncoder(), replicas=tmp_path / "reader")) as index:
        assert found(index, "roses") == ({"a"}, {"a"})
        with pytest.raises(IndexUnwritable, match="Use the primary"):
            ingest_documents(index, [make_document("b", "Tulips.")])
