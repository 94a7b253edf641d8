"""An index goes into a database and back, and is what it was."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.address import Location
from index.documents import document_id
from index.encoding.encoders.hash import HashEncoder
from index.errors import IndexDamaged, IndexMissing, StoreError
from index.storage.schema.copying import copy_tables
from index.storage.schema.index_tables import INDEX_MIGRATIONS
from index.store import Index
from index.uploads import moving
from index.uploads.moving import copy_index
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import UPLOADS, Jobs
from index.uploads.trash import trash_documents
from rag.conversations.history_tables import HISTORY_MIGRATIONS
from rag.conversations.store import HISTORY, History
from tests.index.museum import MUSEUM
from tests.support.documents import ingest_bytes, remove_for_good
from tests.support.postgres import Cluster

pytestmark = pytest.mark.slow

LAMP = b"The lamp was lit in 1911."


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Index]:
    """An index of which every table has rows: versions, a removed and a trashed document, tags, an upload."""
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_bytes(index, MUSEUM, "museum.txt", "museum.txt", ("sea",))
    ingest_bytes(index, MUSEUM + b" She left in 1919.", "museum.txt", "museum.txt", ("sea",))
    for name in ("ferry.txt", "gone.txt", "lamp.txt"):
        ingest_bytes(index, f"{name} carries the traffic.".encode(), name, name)
    index.documents.choose_tags(document_id("museum.txt"), ["harbour"])
    remove_for_good(index, document_id("gone.txt"))
    trash_documents(index, [document_id("ferry.txt")])
    with closing(Jobs(index.folder, index.beside(UPLOADS))) as jobs, jobs.originals.receiving([LAMP]) as received:
        jobs.add(Job("1" * 24, "lamp.txt", "file", "lamp.txt", received.sha256, len(LAMP), "2026-01-01"), received)
    with closing(History(index.beside(HISTORY))) as history:
        history.begin("About lamps")
    (index.folder / "confidence.json").write_text("{}")
    yield index
    index.close()


def content(location: Location, tmp_path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table of an index, as they are."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with closing(Index.open(location, HashEncoder(), replicas=tmp_path)) as index:
        for table, keys in INDEX_MIGRATIONS.keys.items():
            order = ", ".join(f'"{key}"' for key in keys)
            rows = index.database.rows(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608 — our own tables
            found[table] = [tuple(int(value) if isinstance(value, bool) else value for value in row) for row in rows]
        found["meta"] = [row for row in found["meta"] if not str(row[0]).startswith("file:")]
        found["next"] = [(index.database.last_chunk(), index.database.identity)]
        with closing(Jobs(index.folder, index.beside(UPLOADS))) as jobs:
            original = jobs.originals.of("1" * 24)
            found["uploads"] = [(job.name, original and original.path.read_bytes()) for job in jobs.unended()]
        with closing(History(index.beside(HISTORY))) as history:
            found["titles"] = history._tables.rows("SELECT title FROM conversations")
        found["files"] = [((index.folder / "confidence.json").read_text(),)]
    return found


def test_an_index_goes_into_a_database_and_back_and_is_what_it_was(
    kept: Index, cluster: Cluster, tmp_path: Path
) -> None:
    address, back, beside = cluster.new_database(), tmp_path / "back", {HISTORY: HISTORY_MIGRATIONS}
    before = content(kept.place, tmp_path)
    assert all(before[table] for table in ("documents", "chunks", "removed_chunks", "tag_choices", "aside_documents"))
    moved = copy_index(kept.place, address, tmp_path / "one", beside)
    assert (moved.documents, moved.chunks) == (2, kept.counts().chunks)
    # Another machine, which has nothing but the database.
    assert content(address, tmp_path / "other") == before
    copy_index(address, back, tmp_path / "one", beside)
    assert content(back, tmp_path) == before


def test_a_copy_goes_on_as_the_index_would(kept: Index, cluster: Cluster, tmp_path: Path) -> None:
    address = cluster.new_database()
    copy_index(kept.place, address, tmp_path)
    last = kept.database.last_chunk()
    with closing(Index.open(address, HashEncoder(), replicas=tmp_path)) as copy:
        copy.trash.restore(document_id("ferry.txt"))
        assert min(copy.chunks.ids_of([document_id("ferry.txt")])) == last + 1
        assert copy.database.generation == kept.database.generation + 1
        assert copy.faults() == []


def test_what_is_in_the_other_place_stays(kept: Index, cluster: Cluster, tmp_path: Path) -> None:
    address = cluster.new_database()
    with closing(Index.open(address, HashEncoder(), create=True, replicas=tmp_path)) as index:
        ingest_bytes(index, LAMP, "own.txt", "own.txt")
    with pytest.raises(StoreError, match="Name a place that has none"):
        copy_index(kept.place, address, tmp_path)
    with closing(Index.open(address, HashEncoder(), replicas=tmp_path)) as index:
        assert [document.source for document in index.documents.listed()] == ["own.txt"]
    with pytest.raises(IndexMissing):
        copy_index(tmp_path / "none", cluster.new_database(), tmp_path)


def test_a_copy_that_is_not_what_was_written_is_told(
    kept: Index, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(source: object, connection: object, migrations: object) -> dict[str, int]:
        copied = copy_tables(source, connection, migrations)  # type: ignore[arg-type]
        connection.execute("UPDATE documents SET text = 'spoiled'")  # type: ignore[attr-defined]
        return copied

    monkeypatch.setattr(moving, "copy_tables", spoiled)
    with pytest.raises(IndexDamaged, match="footnote verify"):
        copy_index(kept.place, cluster.new_database(), tmp_path)
