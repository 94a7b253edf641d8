"""What is to be told of an engine that servers share: what it lacks, what is wrong with it, and that it is away."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.address import EngineChoice
from index.documents import document_id
from index.encoding.encoders.hash import HashEncoder
from index.errors import EngineUnreachable, SettingsError
from index.folders.ingest import ingest_documents
from index.search.lance.lance_search import LanceSearch
from index.search.lance.table.table_writer import TableWriter
from index.store import Index
from tests.index.conftest import Maker
from tests.index.search.conftest import WORDS, Servers, engine_of, follow, papers
from tests.index.three_documents import TEXTS, found
from tests.support.documents import remove_for_good

pytestmark = pytest.mark.slow

VECTOR = HashEncoder().encode_query("word1 word2").vector


def table_of(index: Index) -> TableWriter:
    search = engine_of(index)
    return TableWriter(search._engine.address, search._name, len(VECTOR))


@pytest.mark.parametrize("harm", ["lacks", "counts", "vectors"])
def test_an_engine_that_is_not_what_was_written_is_found_and_made_anew(
    servers: Servers, harm: str, make_document: Maker
) -> None:
    index = servers.server()
    ingest_documents(index, papers(make_document, range(20)))
    follow(index)
    assert index.faults() == []
    with index.database.noting() as connection:
        if harm == "counts":
            connection.execute("UPDATE engine_terms SET body = body + 1 WHERE term = 'word1'")
        elif harm == "lacks":
            writer = table_of(index)
            writer.remove([3])
            connection.execute("UPDATE engine_positions SET version = ?", (writer.version,))
        else:
            connection.execute("UPDATE chunks SET vector = (SELECT vector FROM chunks WHERE id = 2) WHERE id = 1")
            connection.execute("UPDATE chunks SET checksum = NULL")
    what = {
        "lacks": "the search engine holds other chunks than the database",
        "counts": "the statistics of the search engine are not those of what it holds",
        "vectors": "the search engine holds other vectors than the database",
    }[harm]
    assert what in [fault.what for fault in index.faults()]
    other = servers.server("two")
    assert other.repair() == ["Made the dense and the lexical index anew"]
    assert other.faults() == index.faults() == []
    own = servers.server(own=True)
    assert dict(index.search.lexical(WORDS, 9)) == pytest.approx(dict(own.search.lexical(WORDS, 9)))


def test_what_another_wrote_into_the_table_is_undone(servers: Servers, make_document: Maker) -> None:
    """As by one who had lost the lock, and did not know it yet."""
    index = servers.server()
    ingest_documents(index, papers(make_document, range(10)))
    follow(index)
    before = index.search.lexical(WORDS, 50)
    table_of(index).remove([1, 2, 3])
    assert index.search.lexical(WORDS, 50) == before
    ingest_documents(index, papers(make_document, range(10, 12)))
    follow(index)
    assert index.faults() == []
    state = index.search.state()
    assert state is not None
    assert (state.behind, state.beside) == (0, 0)


def test_few_and_many_that_are_allowed_are_found_alike(
    servers: Servers, make_document: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = servers.server()
    ingest_documents(index, papers(make_document, range(60)))
    follow(index)
    remove_for_good(index, [document_id(f"paper-{number}") for number in range(5)])
    allowed = index.chunks.ids()[::3]
    expected = index.search.dense(VECTOR, 10, allowed)
    monkeypatch.setattr("index.search.lance.lance_search._EXACT", 0)
    monkeypatch.setattr("index.search.lance.lance_search._LEAST", 1)
    assert index.search.dense(VECTOR, 10, allowed) == expected
    monkeypatch.setattr("index.search.lance.lance_search._MOST_NAMED", 0)
    assert index.search.dense(VECTOR, 10, allowed) == expected


@pytest.mark.parametrize("held", [0, 3])
def test_very_many_are_allowed_of_which_the_engine_has_hardly_any(
    servers: Servers, make_document: Maker, held: int
) -> None:
    index, own = servers.server(), servers.server(own=True)
    ingest_documents(index, papers(make_document, range(held)))
    follow(index)
    ingest_documents(index, papers(make_document, range(held, 12)))
    allowed = range(1, 30_000)
    assert dict(index.search.dense(VECTOR, 9, allowed)) == pytest.approx(dict(own.search.dense(VECTOR, 9, allowed)))


def test_vectors_in_lists_are_found_nearly_as_if_all_were_compared(
    servers: Servers, make_document: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.lance.table.table_writer.FEWEST_LISTED", 100)
    monkeypatch.setattr("index.search.lance.table.vector_lists._LIST", 12)
    index, own = servers.server(), servers.server(own=True)
    ingest_documents(index, papers(make_document, range(150)))
    follow(index)
    assert dict(index.search.dense(VECTOR, 30)) == pytest.approx(dict(own.search.dense(VECTOR, 30)))
    monkeypatch.setattr("index.search.lance.table.vector_lists._ALL_LISTS", 100)
    ours, theirs = ({identity for identity, _ in each.search.dense(VECTOR, 30)} for each in (servers.server(), own))
    assert 30 > len(ours & theirs) > 8  # of words at random, which lie nowhere near one another
    assert index.faults() == []


def test_an_engine_that_cannot_be_used_is_an_error_or_is_done_without(servers: Servers, make_document: Maker) -> None:
    index = servers.server()
    ingest_documents(index, [make_document(source, text) for source, text in TEXTS.items()])
    follow(index)
    assert servers.engine is not None
    engine = Path(servers.engine.address)
    engine.rename(engine.with_name("away"))
    server, makes_do = servers.server("two"), servers.server("three", down="local")
    with pytest.raises(EngineUnreachable, match=f"{engine} cannot be used"):
        found(server, "roses")
    assert found(makes_do, "roses") == ({"garden"}, {"garden"})
    [notice] = makes_do.search.notices
    assert str(engine) in notice
    assert "indexes of its own" in notice
    ingest_documents(makes_do, [make_document("garden", "Only tulips now.")])
    assert found(makes_do, "roses") == (set(), set())
    assert found(makes_do, "tulips") == ({"garden"}, {"garden"})
    engine.with_name("away").rename(engine)
    engine_of(makes_do)._without_until = 0.0
    for each in (server, makes_do):
        assert found(each, "tulips") == ({"garden"}, {"garden"})
        assert each.search.notices == ()


def test_nothing_but_a_shared_index_has_a_shared_engine(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Unset FOOTNOTE_ENGINE"):
        Index.open(tmp_path / "index", HashEncoder(), create=True, engine=EngineChoice(str(tmp_path / "engine")))


def test_who_has_no_shared_engine_loads_none_of_it(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from index.store import Index\n"
        "from index.encoding.encoders.hash import HashEncoder\n"
        "Index.open(Path(sys.argv[1]), HashEncoder(), create=True).search.catch_up()\n"
        "import index.storage.databases.server_database\n"
        "assert not {'lancedb', 'pyarrow', 'obstore'} & set(sys.modules), sorted(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "index")], check=True)


def test_many_chunks_beside_an_engine_are_said(
    servers: Servers, make_document: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.lance.lance_search._MOST_BESIDE", 5)
    index = servers.server()
    ingest_documents(index, papers(make_document, range(10)))
    assert isinstance(index.search, LanceSearch)
    assert ["lacks" in notice for notice in index.search.notices] == [True]
    assert "1 commits behind" in index.search.form
    follow(index)
    index.search.catch_up()
    assert index.search.notices == ()
    np.testing.assert_equal(index.search.tend(), desired=False)
