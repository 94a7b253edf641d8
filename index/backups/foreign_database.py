"""The database of a backup becomes one of our own: its rows, in tables that were made here."""

from pathlib import Path

from index.errors import IndexDamaged
from index.storage.databases.folder_database import count_behind
from index.storage.engines.engine import Transaction
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.schema.index_tables import INDEX_MIGRATIONS
from index.storage.schema.migrations import make_tables, version_of
from index.storage.schema.plain_tables import check_plain, columns_of, tables_of

__all__ = ["copy_rows"]


def copy_rows(saved: Path, target: Path) -> None:
    """Write the rows of a database into a new file with the tables of its version, as this Footnote makes them.

    Args:
        saved: a file that anyone may have made.
        target: where there is no file yet.

    Raises:
        IndexDamaged: it is damaged, holds what runs by itself, or has other tables than Footnote's.
    """
    file = SqliteFile(target)
    try:
        file.log_writes_ahead()
        with file.attached(saved, "copy"):
            check_plain(file, "copy")
            if file.rows("PRAGMA copy.quick_check(1)") != [("ok",)]:
                raise IndexDamaged("The database of the backup is damaged", "Use another backup")
            if "meta" not in tables_of(file, "copy"):
                raise _foreign("meta")
            version = version_of(file, INDEX_MIGRATIONS, "copy")
            make_tables(file, INDEX_MIGRATIONS, version)
            names = {table: _shared_columns(file, table) for table in tables_of(file)}
            with file.transaction() as connection:
                for table, columns in names.items():
                    connection.execute(f'DELETE FROM main."{table}"')  # noqa: S608 — what the first step writes
                    connection.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM copy."{table}"')  # noqa: S608 — names of our own
                connection.execute("UPDATE main.meta SET value = ? WHERE key = 'schema'", (str(version),))
                _keep_count(connection)
    finally:
        file.close()


def _shared_columns(file: SqliteFile, table: str) -> str:
    """Return the columns of one of our tables, with commas between, where the other file has it with just these."""
    names = [name for name, _ in columns_of(file, table)]
    if sorted(names) != sorted(name for name, _ in columns_of(file, table, "copy")):
        raise _foreign(table)
    return ", ".join(f'"{name}"' for name in names)


def _keep_count(connection: Transaction) -> None:
    """Go on counting chunks where the other file would: no id is ever used twice."""
    found = connection.execute("SELECT max(CAST(seq AS INTEGER)) FROM copy.sqlite_sequence WHERE name = 'chunks'")
    [last] = found.fetchone()
    if last is not None:
        count_behind(connection, last)


def _foreign(table: str) -> IndexDamaged:
    return IndexDamaged(
        f"The table “{table}” of the backup's database is not one of Footnote's", "Give a file of “footnote backup”"
    )
