"""The one who writes an engine is killed at any moment, and nothing is lost or doubled."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from index.documents import document_id
from index.errors import EngineUnreachable, FootnoteError, IndexLocked
from index.folders.ingest import ingest_documents
from index.search.lance import lance_follower
from index.search.lance.table.lance_table import LanceTable
from index.store import Index
from index.uploads.trash import trash_documents
from tests.index.conftest import Maker
from tests.index.search.conftest import WORDS, Servers, engine_of, follow, papers
from tests.support.documents import remove_for_good

pytestmark = pytest.mark.slow

KILLS = 10
WRITERS = 4
READERS = 3
TURNS = 8

# Forks a follower for each line of its input: what takes long, the start of Python, happens once. LanceDB, which has
# done nothing by then, begins its threads again in the child.
_FORKER = """
import os, sys, traceback, warnings
from pathlib import Path
import index.search.search_indexes, index.storage.databases.server_database
from index.address import EngineChoice, location_of
from index.encoding.encoders.hash import HashEncoder
from index.search.lance import lance_follower, lance_search
from index.store import Index
warnings.simplefilter("ignore")  # LanceDB's, of forks
lance_follower.FRAGMENTS = lance_follower.UNINDEXED = 3
lance_follower._ROWS_AT_ONCE = 5
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            engine = EngineChoice(sys.argv[2])
            index = Index.open(location_of(sys.argv[1]), HashEncoder(), replicas=Path(sys.argv[3]), engine=engine)
            follower = index.search.follower()
            print(f"ready {os.getpid()}", flush=True)
            while True:
                follower.follow(60)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
    print("gone", flush=True)
"""


@contextmanager
def killing(servers: Servers) -> Iterator[Callable[[float], None]]:
    """Have a function that lets another process follow for so many seconds, and kills it."""
    assert servers.engine is not None
    command = [sys.executable, "-c", _FORKER, servers.address.url, servers.engine.address, str(servers.folder / "f")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forker:
        orders, told = forker.stdin, forker.stdout
        assert orders is not None
        assert told is not None

        def kill_after(seconds: float) -> None:
            orders.write("\n")
            orders.flush()
            ready, _, child = told.readline().partition(" ")
            assert ready == "ready"
            time.sleep(seconds)
            os.kill(int(child), signal.SIGKILL)
            assert told.readline() == "gone\n"

        yield kill_after
        orders.close()


def test_a_follower_that_is_killed_loses_and_doubles_nothing(
    servers: Servers, make_document: Maker, times: int
) -> None:
    index, own = servers.server(), servers.server(own=True)
    chance = random.Random(9)  # noqa: S311 — moments, not secrets
    came_further = 0
    kill_after = servers.opened.enter_context(killing(servers))
    for kill in range(times * KILLS):
        ingest_documents(index, papers(make_document, range(6 * kill, 6 * kill + 14), turn=kill))
        remove_for_good(index, document_id(f"paper-{6 * kill}"))
        before = index.search.state()
        kill_after(chance.uniform(0.0, 0.4))
        after = index.search.state()
        assert before is not None
        assert after is not None
        came_further += after.generation > before.generation
        assert index.search.problems() == []
        assert {
            identity for identity, _ in index.search.dense(own.chunks.vectors_of([index.chunks.ids()[0]])[1][0], 99_999)
        } == set(index.chunks.ids())
    assert came_further > 0
    follow(index)
    assert index.faults() == []
    state = index.search.state()
    assert state is not None
    assert (state.behind, state.beside) == (0, 0)
    own.search.rebuild()  # Tantivy counts what went until it merges
    assert dict(index.search.lexical(WORDS, 99_999)) == pytest.approx(dict(own.search.lexical(WORDS, 999)), rel=1e-5)


def test_one_follows_at_a_time_and_another_takes_over(servers: Servers, make_document: Maker) -> None:
    index, other = servers.server("one"), servers.server("two")
    ingest_documents(index, papers(make_document, range(5)))
    follow(index)
    ingest_documents(index, papers(make_document, range(5, 9)))
    held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with engine_of(index)._tables.tables.alone("following", 10):
            held.set()
            may_end.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(60)
    follower = other.search.follower()
    assert follower is not None
    with pytest.raises(IndexLocked):
        follower.follow()
    ended = threading.Event()
    told: list[FootnoteError] = []
    follows = threading.Thread(target=follower.keep_following, args=(ended, told.append, 0.02))
    follows.start()
    may_end.set()
    holder.join()
    until = time.monotonic() + 60
    while (state := index.search.state()) and state.behind:
        assert time.monotonic() < until
        time.sleep(0.02)
    ended.set()
    follows.join()
    assert told == []


def test_much_is_followed_in_steps_and_brought_together(
    servers: Servers, make_document: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lance_follower, "STEP_CHUNKS", 5)
    monkeypatch.setattr(lance_follower, "FRAGMENTS", 3)
    index = servers.server()
    for number in range(8):
        ingest_documents(index, papers(make_document, range(2 * number, 2 * number + 2)))
    follow(index)
    assert index.faults() == []
    position = engine_of(index)._tables.position()
    assert position is not None
    assert position.turn > 3
    assert (position.generation, position.chunks) == (8, index.counts().chunks)


def test_versions_go_when_nobody_can_be_reading_them(
    servers: Servers, make_document: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = servers.server()
    search = engine_of(index)
    follower = search.follower()
    versions = []
    monkeypatch.setattr(lance_follower, "LOOK_SECONDS", 0.0)
    for number in range(3):
        ingest_documents(index, papers(make_document, range(number, number + 2), turn=number))
        follower.follow()
        position = search._tables.position()
        assert position is not None
        versions.append(position.version)

    def readable(version: int) -> bool:
        try:
            return LanceTable(search._engine.address, search._name, version).count() > 0
        except FootnoteError:
            return False

    assert [readable(version) for version in versions] == [True] * 3
    monkeypatch.setattr(lance_follower, "KEPT_SECONDS", 0.0)
    monkeypatch.setattr("index.search.lance.table.table_writer._SPARED_SECONDS", 0.0)
    follower.follow()
    assert [readable(version) for version in versions[:2]] == [False, False]
    assert index.faults() == []


def test_an_engine_that_is_away_is_told_once_and_followed_when_it_is_back(
    servers: Servers, make_document: Maker
) -> None:
    index = servers.server()
    ingest_documents(index, papers(make_document, range(3)))
    assert servers.engine is not None
    blocked = servers.folder / "engine"
    blocked.write_text("a file, where a folder has to be")
    follower = index.search.follower()
    assert follower is not None
    told: list[FootnoteError] = []
    ended = threading.Event()
    follows = threading.Thread(target=follower.keep_following, args=(ended, told.append, 0.01))
    follows.start()
    until = time.monotonic() + 60
    while not told:
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(0.3)
    blocked.unlink()
    while (state := index.search.state()) and state.behind:
        assert time.monotonic() < until
        time.sleep(0.02)
    ended.set()
    follows.join()
    assert len(told) == 1
    assert str(blocked) in str(told[0])
    assert reopened(servers).faults() == []


def reopened(servers: Servers) -> Index:
    return servers.server("again")


@pytest.mark.parametrize("lost", ["all of it", "the version"])
def test_an_engine_of_which_something_was_taken_away_is_made_anew(
    servers: Servers, make_document: Maker, lost: str
) -> None:
    index = servers.server()
    ingest_documents(index, papers(make_document, range(6)))
    follow(index)
    assert servers.engine is not None
    if lost == "all of it":
        shutil.rmtree(servers.engine.address)
    else:
        with index.database.noting() as connection:
            connection.execute("UPDATE engine_positions SET version = 99")
    fresh = servers.server("two")
    with pytest.raises(EngineUnreachable):
        fresh.search.catch_up()
    follow(index)
    assert fresh.faults() == []
    state = fresh.search.state()
    assert state is not None
    assert (state.generation, state.beside) == (1, 0)


def test_writers_readers_and_a_follower_mix_nothing_up(servers: Servers, make_document: Maker, times: int) -> None:
    """Whoever searches in a snapshot finds what is there in it, all of it, and nothing else."""
    writers = [servers.server(f"writer-{number}") for number in range(WRITERS)]
    readers = [servers.server(f"reader-{number}") for number in range(READERS)]
    ingest_documents(writers[0], papers(make_document, range(4 * WRITERS)))
    faults: list[str] = []
    done = threading.Event()

    def insist(change: Callable[[], object]) -> None:
        while True:
            try:
                change()
            except IndexLocked:
                continue
            return

    def write(number: int) -> None:
        index = writers[number]
        for turn in range(1, times * TURNS + 1):
            for document in papers(make_document, range(4 * number, 4 * number + 2), turn):
                insist(partial(ingest_documents, index, [document]))
            insist(partial(trash_documents, index, [document_id(f"paper-{4 * number + turn % 2}")]))

    def read(index: Index) -> None:
        vector = index.encoder.loaded().encode_query("word1 word2").vector
        while not done.is_set():
            with index.database.snapshot():
                ids = set(index.chunks.ids())
                by_words = {identity for identity, _ in index.search.lexical(WORDS, 99_999)}
                by_vectors = {identity for identity, _ in index.search.dense(vector, 99_999)}
            if not by_words == by_vectors == ids:
                faults.append(f"{sorted(ids)} are there, and {sorted(by_words)} and {sorted(by_vectors)} are found")

    def keep_following() -> None:
        while not done.is_set():
            follow(readers[0])

    acting = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    asking = [threading.Thread(target=read, args=(index,)) for index in readers]
    following = threading.Thread(target=keep_following)
    for thread in (*asking, following, *acting):
        thread.start()
    for thread in acting:
        thread.join()
    done.set()
    for thread in (*asking, following):
        thread.join()
    assert faults == []
    assert writers[0].faults() == readers[-1].faults() == []
    assert writers[0].database.generation == 1 + WRITERS * times * TURNS * 3
