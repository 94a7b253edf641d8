"""The database of a backup becomes one of our own: its rows, in tables that were made here."""

from pathlib import Path

from index.errors import IndexDamaged
from index.storage.plain_tables import check_plain, columns_of, tables_of
from index.storage.schema import make_tables, version_of
from index.storage.sqlite_file import Connection, Connections

__all__ = ["copy_rows"]


def copy_rows(saved: Path, target: Path) -> None:
    """Write the rows of a database into a new file with the tables of its version, as this Footnote makes them.

    Args:
        saved: a file that anyone may have made.
        target: where there is no file yet.

    Raises:
        IndexDamaged: it is damaged, holds what runs by itself, or has other tables than Footnote's.
    """
    connections = Connections(target)
    try:
        connections.log_writes_ahead()
        with connections.attached(saved, "copy"):
            check_plain(connections, "copy")
            if connections.rows("PRAGMA copy.quick_check(1)") != [("ok",)]:
                raise IndexDamaged("The database of the backup is damaged", "Use another backup")
            if "meta" not in tables_of(connections, "copy"):
                raise _foreign("meta")
            version = version_of(connections, "copy")
            with connections.transaction() as connection:
                make_tables(connection, version)
            names = {table: _shared_columns(connections, table) for table in tables_of(connections)}
            with connections.transaction() as connection:
                for table, columns in names.items():
                    connection.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM copy."{table}"')  # noqa: S608 — names of our own
                _keep_count(connection)
    finally:
        connections.close()


def _shared_columns(connections: Connections, table: str) -> str:
    """Return the columns of one of our tables, with commas between, where the other file has it with just these."""
    names = [name for name, _ in columns_of(connections, table)]
    if sorted(names) != sorted(name for name, _ in columns_of(connections, table, "copy")):
        raise _foreign(table)
    return ", ".join(f'"{name}"' for name in names)


def _keep_count(connection: Connection) -> None:
    """Go on counting chunks where the other file would: no id is ever used twice."""
    found = connection.execute("SELECT max(CAST(seq AS INTEGER)) FROM copy.sqlite_sequence WHERE name = 'chunks'")
    [last] = found.fetchone()
    if last is not None:
        connection.execute("DELETE FROM main.sqlite_sequence WHERE name = 'chunks'")
        connection.execute("INSERT INTO main.sqlite_sequence VALUES ('chunks', ?)", (last,))


def _foreign(table: str) -> IndexDamaged:
    return IndexDamaged(
        f"The table “{table}” of the backup's database is not one of Footnote's", "Give a file of “footnote backup”"
    )
