"""An index into another place, whole: out of a folder into a database, and back."""

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.address import Location
from index.errors import IndexDamaged, IndexMissing, StoreError
from index.storage.databases.database import PUBLISHED, PUBLISHED_AS
from index.storage.schema.copying import copy_tables
from index.storage.schema.index_tables import INDEX_MIGRATIONS
from index.storage.schema.migrations import Migrations, migrate
from index.store import Index
from index.uploads.queue.jobs import UPLOADS, Jobs
from index.uploads.queue.upload_tables import UPLOAD_MIGRATIONS

__all__ = ["Moved", "copy_index"]


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was copied: current documents, chunks, and rows of each table."""

    documents: int
    chunks: int
    rows: dict[str, int]


def copy_index(
    source: Location, target: Location, replicas: Path | None = None, beside: Mapping[str, Migrations] | None = None
) -> Moved:
    """Make an index in a place that has none what another is, with its uploads; what is written meanwhile is not in it.

    Ids, versions, generations and vectors stay, so that both answer alike to the byte. What is derived is made anew.

    Args:
        source: of the index.
        target: where there is none.
        replicas: folder for what is derived from databases (``Index.open``).
        beside: further tables that are kept with an index, by their names.

    Raises:
        IndexMissing: there is no index to copy.
        StoreError: there is one in the other place already.
        IndexDamaged: the copy is not what was written; it is there to be looked at.
    """
    with closing(Index.open(source, replicas=replicas)) as old:
        _see_that_there_is_none(target, replicas)
        with closing(Index.open(target, replicas=replicas, create=True)) as new:
            rows = _copied(old, new, {UPLOADS: UPLOAD_MIGRATIONS, **(beside or {})})
            abandoned = new.folder if new.folder != target else None
        if abandoned is not None:
            shutil.rmtree(abandoned, ignore_errors=True)  # of the empty index, whose place this one takes
        with closing(Index.open(target, replicas=replicas)) as new:
            for name in PUBLISHED:
                if (old.folder / name).exists():
                    shutil.copyfile(old.folder / name, new.folder / name)
                    new.database.publish(name)
            if found := new.faults():
                raise IndexDamaged(
                    f"{len(found)} things in {target} are not what was written, such as: {found[0].what}",
                    f"See “footnote verify” of both, and use {source}",
                )
            counts = new.counts()
            return Moved(counts.documents, counts.chunks, rows)


def _see_that_there_is_none(target: Location, replicas: Path | None) -> None:
    try:
        Index.open(target, replicas=replicas).close()
    except IndexMissing:
        return
    raise StoreError(f"There is an index in {target}", "Name a place that has none")


def _copied(old: Index, new: Index, beside: Mapping[str, Migrations]) -> dict[str, int]:
    with old.database.snapshot(), new.database.noting() as connection:
        connection.execute("DELETE FROM meta")
        rows = copy_tables(old.database.engine, connection, INDEX_MIGRATIONS)
        connection.execute("DELETE FROM meta WHERE key LIKE ?", (f"{PUBLISHED_AS}%",))  # they are published anew
        new.database.go_on_behind(connection, old.database.last_chunk())
    for name, migrations in beside.items():
        if not old.database.has_beside(name):
            continue
        with closing(old.beside(name)) as source, closing(new.beside(name)) as target:
            migrate(source, migrations)
            migrate(target, migrations)
            with source.snapshot(), target.transaction() as connection:
                rows |= copy_tables(source, connection, migrations)
    if old.database.has_beside(UPLOADS):
        with (
            closing(Jobs(old.folder, old.beside(UPLOADS))) as sent,
            closing(Jobs(new.folder, new.beside(UPLOADS))) as jobs,
        ):
            jobs.take_files(sent)
    return rows
