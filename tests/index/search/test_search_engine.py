"""What every search engine does for an index that servers share, whichever it is."""

import random
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import document_id
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoders.hash import HashEncoder
from index.errors import IndexGone
from index.folders.ingest import ingest_documents
from index.store import Index
from tests.index.conftest import Maker
from tests.index.search.conftest import WORDS, Servers, follow, papers
from tests.index.three_documents import TEXTS, found
from tests.support.documents import remove_for_good
from tests.support.postgres import programs

pytestmark = pytest.mark.slow

Hits = list[tuple[int, float]]

FOLLOWED = ("never", "at first", "always")


@pytest.fixture(params=["own", "folder", "bucket"])
def servers(request: pytest.FixtureRequest, share: Callable[[str], Servers]) -> Servers:
    return share(request.param)


@pytest.mark.parametrize("followed", FOLLOWED)
def test_what_one_server_replaces_or_removes_is_so_on_all_at_once(
    servers: Servers, followed: str, make_document: Maker
) -> None:
    first, second = servers.server("one"), servers.server("two")

    def commit(act: Callable[[], object], number: int) -> None:
        act()
        if followed == "always" or (followed == "at first" and not number):
            follow(first)

    commit(lambda: ingest_documents(first, [make_document(source, text) for source, text in TEXTS.items()]), 0)
    for each in (first, second):
        assert found(each, "roses") == ({"garden"}, {"garden"})
    commit(lambda: ingest_documents(first, [make_document("garden", "Only tulips now.")]), 1)
    for each in (first, second):
        assert found(each, "roses") == (set(), set())
        assert found(each, "tulips") == ({"garden"}, {"garden"})
        assert each.search.document_frequencies(["rose", "tulip", "zeppelin"]) == {"rose": 0, "tulip": 1, "zeppelin": 0}
    commit(lambda: remove_for_good(second, document_id("museum")), 2)
    for each in (first, second):
        assert found(each, "director") == (set(), set())
        assert each.search.document_frequency("director") == 0
        assert each.search.generation == each.database.generation == 3
        assert each.faults() == []
    commit(lambda: first.trash.trash([document_id("garden")], "2026-01-01"), 3)
    assert found(second, "tulips") == (set(), set())
    commit(lambda: first.trash.restore(document_id("garden")), 4)
    assert found(second, "tulips") == ({"garden"}, {"garden"})
    assert second.faults() == []
    assert second.search.notices == ()


def test_who_reads_a_commit_goes_on_reading_it(servers: Servers, make_document: Maker) -> None:
    index, writer = servers.server("one"), servers.server("two")
    ingest_documents(writer, papers(make_document, range(20)))
    follow(writer)
    ingest_documents(writer, papers(make_document, range(20, 30)))

    def seen() -> tuple[object, object]:
        return hits(index, ["word1", "word2", "number3"])

    def replace_all() -> None:
        ingest_documents(writer, papers(make_document, range(30), turn=1))
        follow(writer)

    with index.database.snapshot():
        before, generation = seen(), index.database.generation
        other = threading.Thread(target=replace_all)
        other.start()
        other.join()
        assert (seen(), index.database.generation) == (before, generation)
    assert seen() != before


def hits(index: Index, terms: list[str], k: int = 12) -> tuple[Hits, Hits]:
    return index.search.dense(HashEncoder().encode_query(" ".join(terms)).vector, k), index.search.lexical(terms, k)


def test_only_what_is_allowed_is_found(servers: Servers, make_document: Maker) -> None:
    index = servers.server()
    ingest_documents(index, papers(make_document, range(30)))
    follow(index)
    ingest_documents(index, papers(make_document, range(30, 40)))
    some = [document_id(f"paper-{number}") for number in (3, 7, 33)]
    chunks = index.chunks.ids_of(some)
    vector = HashEncoder().encode_query("word1 word2").vector
    assert {identity for identity, _ in index.search.dense(vector, 100, chunks)} == set(chunks)
    allowed = index.search.lexical(WORDS, 100, some)
    assert {identity for identity, _ in allowed} == set(chunks)
    scores = dict(index.search.lexical(WORDS, 1_000))
    assert dict(allowed) == {identity: scores[identity] for identity in chunks}
    assert index.search.dense(vector, 5, []) == index.search.lexical(WORDS, 5, []) == index.search.lexical([], 5) == []


def test_what_waits_for_its_vectors_is_found_by_its_words_till_then(servers: Servers, make_document: Maker) -> None:
    index = servers.server()
    for source, text in (("roses", "Roses grow by the wall."), ("ferry", "The ferry leaves at nine.")):
        document = make_document(source, text)
        index.commit([(document, encode_documents(index.encoder.loaded(), [document], later=source == "ferry")[0])])
    for _ in range(2):
        assert found(index, "ferry") == (set(), {"ferry"})
        assert index.faults() == []
        follow(index)
    index.encode_waiting(9)
    for _ in range(2):
        assert found(index, "ferry") == ({"ferry"}, {"ferry"})
        assert index.faults() == []
        follow(index)


def assert_alike(ours: Hits, theirs: Hits) -> None:
    """See that the same is found in one order; Tantivy's sums of single precision differ where they should not."""
    assert [score for _, score in ours] == pytest.approx([score for _, score in theirs], rel=1e-5)
    both = dict(ours).keys() & dict(theirs).keys()
    assert {each: dict(ours)[each] for each in both} == pytest.approx({each: dict(theirs)[each] for each in both})
    last = ours[-1][1] * (1 + 1e-5) if ours else 0.0
    assert {each for each, score in ours if score > last} <= both


def test_order_and_scores_are_those_of_a_server_s_own_indexes(servers: Servers, make_document: Maker) -> None:
    """As long as nothing went: Tantivy counts what went on until it merges, where there is much."""
    index, own = servers.server(), servers.server(own=True)
    chance = random.Random(11)  # noqa: S311 — the same questions each time
    for turn in range(3):
        ingest_documents(index, papers(make_document, range(40 * turn, 40 * turn + 60), turn=turn))
        for _ in range(2):
            for _ in range(10):
                terms = chance.sample([*WORDS, "turn0", f"number{chance.randrange(120)}", "nowhere"], 4)
                for ours, theirs in zip(hits(index, terms), hits(own, terms), strict=True):
                    assert_alike(ours, theirs)
                assert index.search.document_frequencies(terms) == own.search.document_frequencies(terms)
            follow(index)


def test_a_dump_that_is_restored_takes_the_place_of_all_that_was_derived(
    servers: Servers, make_document: Maker, tmp_path: Path
) -> None:
    running = servers.server("one")
    ingest_documents(running, [make_document(source, text) for source, text in TEXTS.items()])
    follow(running)
    dump = tmp_path / "dump.sql"
    subprocess.run(
        [programs() / "pg_dump", "--clean", "--if-exists", "--file", dump, "--dbname", servers.address.url], check=True
    )
    ingest_documents(running, [make_document("lost", "A marmot whistles.")])
    remove_for_good(running, document_id("garden"))
    follow(running)
    assert found(running, "marmot") == ({"lost"}, {"lost"})
    arguments = ["--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null", "--file", str(dump)]
    subprocess.run([str(programs() / "psql"), *arguments, servers.address.url], check=True)
    other = servers.server("two")
    for word in ("lynx", "beaver"):
        ingest_documents(other, [make_document(word, f"The {word} is back.")])
    assert other.database.rows("SELECT value FROM meta WHERE key = 'generation'") == [("3",)]
    with pytest.raises(IndexGone, match="removed or replaced"):
        found(running, "roses")
    again = servers.server("one")
    for _ in range(2):
        for each in (again, other):
            assert found(each, "roses") == ({"garden"}, {"garden"})
            assert found(each, "marmot") == (set(), set())
            assert found(each, "beaver") == ({"beaver"}, {"beaver"})
            assert each.faults() == []
        follow(other)


def test_five_servers_give_the_same_scores_to_the_last_bit(servers: Servers, make_document: Maker) -> None:
    readers = [servers.server(f"{number}") for number in range(5)]
    terms = ["word1", "word2", "word3", "turn1"]
    seen = []
    for number, reader in enumerate(readers):
        ingest_documents(readers[0], papers(make_document, range(10 * number, 10 * number + 15), turn=number))
        hits(reader, terms)  # so that each begins at another commit
        if number == 2:
            follow(readers[0])
    for _ in range(2):
        seen += [hits(reader, terms, 30) for reader in readers]
        follow(readers[0])
    assert len(seen[0][0]) == 30
    assert all(each == seen[0] for each in seen)
