"""How the tables of a file become those of today: by a list of steps for each kind of file, which only grows."""

from dataclasses import dataclass

from index.errors import IndexDamaged
from index.storage.plain_tables import check_plain, tables_of
from index.storage.sqlite_file import Connection, SqliteFile

__all__ = ["Migrations", "make_tables", "migrate", "version_of"]


@dataclass(frozen=True, slots=True)
class Migrations:
    """The steps that make the tables of a file, and how its version is known: how many of them it has behind it.

    A new file goes through them all, so that there is one way. A step that has been released is never changed.

    Attributes:
        steps: each in SQL, with semicolons between statements; the first makes tables out of nothing.
        noted_in: the table, with the columns ``key`` and ``value``, in which files had their version as ``schema``
            before SQLite's ``user_version`` held it; empty when they never did.
    """

    steps: tuple[str, ...]
    noted_in: str = ""


def migrate(file: SqliteFile, migrations: Migrations) -> None:
    """Take a file through the steps that it has not behind it, in one transaction: all or, when one fails, none.

    Raises:
        IndexDamaged: its tables are not Footnote's, or a later Footnote's.
        IndexUnwritable: it cannot be written.
    """
    check_plain(file)
    version = version_of(file, migrations)
    if version == len(migrations.steps):
        return
    if not version:
        file.log_writes_ahead()
    with file.transaction() as connection:
        # Another process may have done it since.
        for step in migrations.steps[version_of(file, migrations) :]:
            _run(connection, step)
        _note_version(connection, len(migrations.steps))


def make_tables(file: SqliteFile, migrations: Migrations, version: int) -> None:
    """Make the tables of a version in a file that has none."""
    with file.transaction() as connection:
        for step in migrations.steps[:version]:
            _run(connection, step)
        _note_version(connection, version)


def version_of(file: SqliteFile, migrations: Migrations, schema: str = "main") -> int:
    """Return how many steps the tables of a file have behind them; 0 where there are none.

    Args:
        file: that, or one that it is attached to.
        migrations: for files of its kind.
        schema: the name that it has there.

    Raises:
        IndexDamaged: the tables are not Footnote's, or a later Footnote's.
    """
    [[found]] = file.rows(f"PRAGMA {schema}.user_version")
    if not found and migrations.noted_in in tables_of(file, schema):
        rows = file.rows(f"SELECT value FROM {schema}.{migrations.noted_in} WHERE key = 'schema'")  # noqa: S608 — names of ours
        found = int(rows[0][0]) or -1 if rows and str(rows[0][0]).isdecimal() else -1
    if found > len(migrations.steps):
        raise IndexDamaged(
            f"{file.path} was written by a later Footnote: its tables are of version {found}, and this one knows"
            f" {len(migrations.steps)}",
            "Use that Footnote, or a later one",
        )
    if found < 0:
        raise IndexDamaged(f"{file.path} holds tables that no Footnote made", "Restore it from a backup of your own")
    return int(found)


def _run(connection: Connection, step: str) -> None:
    for statement in step.split(";"):
        connection.execute(statement)


def _note_version(connection: Connection, version: int) -> None:
    connection.execute(f"PRAGMA user_version = {version:d}")
