"""How tables become those of today: by a list of steps for each kind of them, which only grows."""

from dataclasses import dataclass, field

from index.errors import IndexDamaged
from index.storage.engines.engine import Engine, Transaction
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.schema.plain_tables import check_plain, tables_of

__all__ = ["Migrations", "make_tables", "migrate", "version_of", "version_on_server"]

_VERSIONS = "footnote_tables"
"""The table in which a PostgreSQL database has the version of each of its kinds of tables."""


@dataclass(frozen=True, slots=True)
class Migrations:
    """The steps that make tables, and how their version is known: how many of the steps they have behind them.

    New tables go through them all, so that there is one way. A step that has been released is never changed.

    Attributes:
        name: of the tables; no two kinds have the same.
        steps: each in SQLite's SQL, with semicolons between statements; the first makes tables out of nothing.
        served: each in PostgreSQL's, as many: where SQLite's creeps from one old version to the next there may be
            nothing to do, as no database on a server is that old.
        keys: of each table as it is now, in an order in which they can be filled, the columns that tell its rows apart.
        noted_in: the table, with the columns ``key`` and ``value``, in which files had their version as ``schema``
            before SQLite's ``user_version`` held it; empty when they never did.
    """

    name: str
    steps: tuple[str, ...]
    served: tuple[str, ...]
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    noted_in: str = ""


def migrate(engine: Engine, migrations: Migrations) -> None:
    """Take tables through the steps that they have not behind them, in one transaction: all or, when one fails, none.

    Raises:
        IndexDamaged: the tables are not Footnote's, or a later Footnote's.
        IndexUnwritable: they cannot be written.
    """
    if isinstance(engine, SqliteFile):
        _migrate_file(engine, migrations)
    else:
        _migrate_served(engine, migrations)


def _migrate_served(tables: Engine, migrations: Migrations) -> None:
    version = version_on_server(tables, migrations.name)
    if version > len(migrations.served):
        raise _later(tables.where, version, migrations)
    if version == len(migrations.served):
        return
    with tables.transaction() as connection:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {_VERSIONS} (name TEXT PRIMARY KEY, version BIGINT NOT NULL)")
        found = connection.execute(f"SELECT version FROM {_VERSIONS} WHERE name = ?", (migrations.name,)).fetchone()  # noqa: S608 — our own table
        for step in migrations.served[found[0] if found else 0 :]:  # another process may have done it since
            _run(connection, step)
        connection.execute(
            f"INSERT INTO {_VERSIONS} VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET version = excluded.version",  # noqa: S608 — the same
            (migrations.name, len(migrations.served)),
        )


def version_on_server(tables: Engine, name: str) -> int:
    """Return how many steps tables on a server have behind them; 0 where there are none."""
    if tables.rows("SELECT to_regclass(?)", (_VERSIONS,)) == [(None,)]:
        return 0
    rows = tables.rows(f"SELECT version FROM {_VERSIONS} WHERE name = ?", (name,))  # noqa: S608 — our own table
    return int(rows[0][0]) if rows else 0


def _later(where: object, version: int, migrations: Migrations) -> IndexDamaged:
    return IndexDamaged(
        f"{where} was written by a later Footnote: its tables are of version {version}, and this one knows"
        f" {len(migrations.steps)}",
        "Use that Footnote, or a later one",
    )


def _migrate_file(file: SqliteFile, migrations: Migrations) -> None:
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
        raise _later(file.path, found, migrations)
    if found < 0:
        raise IndexDamaged(f"{file.path} holds tables that no Footnote made", "Restore it from a backup of your own")
    return int(found)


def _run(connection: Transaction, step: str) -> None:
    for statement in filter(None, map(str.strip, step.split(";"))):
        connection.execute(statement)


def _note_version(connection: Transaction, version: int) -> None:
    connection.execute(f"PRAGMA user_version = {version:d}")
