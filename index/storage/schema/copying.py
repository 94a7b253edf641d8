"""Tables of one engine into those of another, row by row, as they are."""

from collections.abc import Iterator, Sequence
from typing import Any

from index.storage.engines.engine import Engine, Transaction
from index.storage.schema.migrations import Migrations

__all__ = ["copy_tables"]

_ROWS_AT_ONCE = 200
"""Texts of documents and vectors of chunks among them: some megabytes."""

_TRUTHS = {"documents": (2,), "aside_documents": (2,), "tag_choices": (2,)}
"""The columns of a table that say yes or no, by their places: SQLite has numbers in them."""


def copy_tables(source: Engine, connection: Transaction, migrations: Migrations) -> dict[str, int]:
    """Write the rows of tables into tables that have none of them, and return how many each has.

    The columns of a table are in one order in every engine.

    Args:
        source: with tables of this version; in a snapshot, if others may write.
        connection: to the tables that have none, in a transaction.
        migrations: of the tables.
    """
    copied = {}
    for table, keys in migrations.keys.items():
        copied[table] = 0
        for rows in _portions(source, table, keys):
            values = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({values})", [_plain(table, row) for row in rows])  # noqa: S608 — our own table
            copied[table] += len(rows)
    return copied


def _portions(source: Engine, table: str, keys: Sequence[str]) -> Iterator[list[Any]]:
    """Yield all rows of a table, some at a time, in the order of its keys."""
    names = ", ".join(f'"{key}"' for key in keys)
    # Where the key is, in the columns that the table has.
    query = f"SELECT {names}, {table}.* FROM {table}"  # noqa: S608 — our own table
    order = f" ORDER BY {names} LIMIT {_ROWS_AT_ONCE}"
    last: Sequence[Any] = ()
    while True:
        behind = f" WHERE ({names}) > ({', '.join('?' * len(keys))})" if last else ""
        rows = source.rows(query + behind + order, last)
        if not rows:
            return
        yield [row[len(keys) :] for row in rows]
        last = rows[-1][: len(keys)]


def _plain(table: str, row: Sequence[Any]) -> Sequence[Any]:
    places = _TRUTHS.get(table, ())
    return [bool(value) if place in places else value for place, value in enumerate(row)]
