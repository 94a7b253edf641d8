"""The truth of an index that servers share: a PostgreSQL database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.address import Address
from index.errors import IndexGone, IndexMissing
from index.hardening.private import make_folder, write_text
from index.storage.databases.database import PUBLISHED, PUBLISHED_AS, Database
from index.storage.databases.write_lock import WriteLock
from index.storage.engines.engine import Transaction
from index.storage.engines.postgresql.tables import PostgresqlTables
from index.storage.schema.index_tables import INDEX_MIGRATIONS
from index.storage.schema.migrations import migrate, version_on_server

__all__ = ["ServerDatabase"]

_IDENTITY = "SELECT value, CAST(tableoid AS bigint) FROM meta WHERE key = 'index_id'"
_GENERATION = "SELECT value, CAST(tableoid AS bigint) FROM meta WHERE key = 'generation'"
"""With the number of the table itself: tables that were restored count their commits from an earlier one again, and
what a machine has derived of the later ones is of another past."""


class ServerDatabase(Database):
    """The tables of an index in PostgreSQL; what is derived from them lies in a folder of each machine.

    Args:
        address: of the database.
        replicas: the folder in which this machine has a folder for each such index.
        create: make the tables where there are none.

    Attributes:
        folder: on this machine.

    Raises:
        IndexMissing: there are no tables yet, and none were to be made.
        IndexUnreachable: the server cannot be reached.
        IndexDamaged: the tables are not those of this version.
    """

    def __init__(self, address: Address, replicas: Path, *, create: bool = False) -> None:
        self._tables = tables = PostgresqlTables.at(address, "index")
        try:
            if not create and not version_on_server(tables, INDEX_MIGRATIONS.name):
                raise IndexMissing(f"There is no index in {address}", "Make one with “footnote index FOLDER_OR_FILE”")
            migrate(tables, INDEX_MIGRATIONS)
            [[identity, incarnation]] = tables.rows(_IDENTITY)
        except BaseException:
            tables.close()
            raise
        self._identity, self._incarnation = str(identity), int(incarnation)
        self.folder = replicas / f"{identity}-{incarnation}"
        make_folder(self.folder)
        super().__init__(tables, WriteLock(self.folder))
        self._take_files()

    def bytes_elsewhere(self) -> int:
        """Return what the tables of the schema take, with their indexes."""
        [[size]] = self.rows(
            "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
        return int(size)

    def beside(self, name: str) -> PostgresqlTables:
        """Return other tables of the same database."""
        return self._tables.beside(name)

    def has_beside(self, name: str) -> bool:
        """Tell whether the database has tables of that name."""
        return version_on_server(self._tables, name) > 0

    def last_chunk(self) -> int:
        """Return what PostgreSQL counts."""
        rows = self.rows("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM chunks_id_seq")
        return int(rows[0][0])

    def go_on_behind(self, connection: Transaction, chunk: int) -> None:
        """Have PostgreSQL count on from there."""
        connection.execute("SELECT setval('chunks_id_seq', ?, ?)", (max(chunk, 1), chunk > 0))

    def publish(self, name: str) -> None:
        """Put a file of this machine's folder into the database, out of which others take it when they open it."""
        path = self.folder / name
        with self.noting() as connection:
            connection.execute("DELETE FROM meta WHERE key = ?", (f"{PUBLISHED_AS}{name}",))
            if path.exists():
                connection.execute("INSERT INTO meta VALUES (?, ?)", (f"{PUBLISHED_AS}{name}", path.read_text("utf-8")))

    def see_that_it_is_there(self) -> None:
        """See whether the database holds the index that was opened: another may have taken its place."""
        rows = self.rows(_IDENTITY)
        if [tuple(row) for row in rows] != [(self._identity, self._incarnation)]:
            raise self._gone()

    @property
    def generation(self) -> int:
        """The number of the last commit; 0 in a new index.

        Raises:
            IndexGone: the tables are others than those that were opened, as after a dump was restored.
        """
        rows = self.rows(_GENERATION)
        if not rows or rows[0][1] != self._incarnation:
            raise self._gone()
        return int(rows[0][0])

    def _gone(self) -> IndexGone:
        return IndexGone(
            f"The index in {self._tables.where} was removed or replaced while it was open",
            "Put it back, or start Footnote again with the index that is to be used",
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock, which is of all machines, and with it the folder's: what is derived may follow."""
        self.see_that_it_is_there()
        with self._tables.alone("writing"), self.folder_lock.held():
            yield

    def integrity(self) -> list[str]:
        """Return nothing: PostgreSQL looks after its own pages (``initdb --data-checksums``, ``pg_amcheck``)."""
        return []

    def _take_files(self) -> None:
        """Make the files that were published what they are in the database."""
        for name in PUBLISHED:
            text, path = self.meta(f"{PUBLISHED_AS}{name}"), self.folder / name
            if text is None:
                path.unlink(missing_ok=True)
            elif not path.exists() or path.read_text("utf-8") != text:
                partial = path.with_name(f"{name}.{os.getpid()}.partial")
                write_text(partial, text)
                partial.replace(path)
