"""Tables in a PostgreSQL database: of an index, of its history, or of its uploads."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from time import monotonic, sleep
from typing import Any, Self

import psycopg
from psycopg.pq import TransactionStatus

from index.address import Address
from index.errors import IndexLocked
from index.storage.engines.engine import Transaction
from index.storage.engines.postgresql.dialect import for_postgresql
from index.storage.engines.postgresql.server import Server

__all__ = ["PostgresqlTables"]

_LOCK_SECONDS = 10.0
"""That a writer waits for others: several servers commit in turn, each for moments."""

_LOOK_AGAIN_SECONDS = 0.05


class PostgresqlTables:
    """Some of the tables in a database: those of an index, of its history, or of its uploads.

    Their writers work in turn, in all processes and on all machines; readers never wait for them.

    Args:
        server: where they are.
        name: of these.
    """

    lasts = True
    is_shared = True

    def __init__(self, server: Server, name: str) -> None:
        server.use()
        self.server, self.name = server, name

    @classmethod
    def at(cls, address: Address, name: str) -> Self:
        """Return those of a name in the database at an address."""
        return cls(Server(address), name)

    @property
    def where(self) -> str:
        """The address of the database, without its password."""
        return str(self.server.address)

    def close(self) -> None:
        """Let go of the connections."""
        self.server.close()

    def beside(self, name: str) -> "PostgresqlTables":
        """Return other tables of the same database."""
        return PostgresqlTables(self.server, name)

    def reserve(self, holders: int) -> None:
        """Have a connection more for each of so many who hold a name for long."""
        self.server.reserve(holders)

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query; what went wrong with the connection alone is tried once more."""
        with self.server.explained():
            if self.server.is_held:
                return self._fetched(query, parameters)
            try:
                return self._fetched(query, parameters)
            except psycopg.OperationalError:
                self.server.look_over()
                return self._fetched(query, parameters)

    def rows_among(self, query: str, values: Sequence[object]) -> list[Any]:
        """Return the rows of a query in which ``IN ({})`` stands for any number of values."""
        return self.rows(query.replace("IN ({})", "= ANY(?)"), (list(values),)) if values else []

    def _fetched(self, query: str, parameters: Sequence[object]) -> list[Any]:
        with self.server.connected() as connection:
            return connection.execute(*_translated(query, parameters), binary=True).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit everything that is written inside, or nothing when the body raises; one such body at a time."""
        with self.server.explained(), self.server.connected() as connection:
            connection.execute("BEGIN")
            try:
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (self.server.key(self.name),))
                yield _Statements(connection)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(psycopg.Error):
                    connection.rollback()
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything read inside come from one commit; one inside another is the same."""
        with self.server.explained(), self.server.connected() as connection:
            if connection.info.transaction_status != TransactionStatus.IDLE:
                yield
                return
            # PostgreSQL holds on to the commit that is first read.
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1")
            try:
                yield
            finally:
                with suppress(psycopg.Error):
                    connection.rollback()

    def alone(self, name: str, seconds: float = _LOCK_SECONDS) -> AbstractContextManager[None]:
        """Be the only one, of all processes on all machines, that holds a name; reentrant within a thread.

        It is of the connection, which goes with the process, and everything that the thread writes goes through that:
        who has lost the name cannot commit.
        """
        return self._holding(name, seconds, "")

    def among(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Be one of those who hold a name together; one becomes the only one when no other is left."""
        return self._holding(name, seconds, "_shared")

    @contextmanager
    def _holding(self, name: str, seconds: float, mode: str) -> Iterator[None]:
        key = self.server.key(f"{self.name}:{name}")
        with self.server.explained(), self.server.connected() as connection:
            holds = self.server.holds
            if not holds[key, mode]:
                self._take(connection, key, seconds, mode)
            holds[key, mode] += 1
            try:
                yield
            finally:
                holds[key, mode] -= 1
                if not holds[key, mode]:
                    with suppress(psycopg.Error):  # it goes with the connection, if that is gone
                        connection.execute(f"SELECT pg_advisory_unlock{mode}(%s)", (key,))

    def _take(self, connection: "psycopg.Connection[Any]", key: int, seconds: float, mode: str) -> None:
        until = monotonic() + seconds
        while not connection.execute(f"SELECT pg_try_advisory_lock{mode}(%s)", (key,)).fetchall()[0][0]:
            if monotonic() >= until:
                raise IndexLocked(
                    f"{_holder(connection, key)} is writing to {self.where}",
                    "Wait until it has finished, then try again",
                )
            sleep(_LOOK_AGAIN_SECONDS)


class _Statements:
    """What is written in a transaction."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def execute(self, query: str, parameters: Sequence[Any] = (), /) -> "psycopg.Cursor[Any]":
        return self._connection.execute(*_translated(query, parameters), binary=True)

    def executemany(self, query: str, parameters: Iterable[Sequence[Any]], /) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(for_postgresql(query), [list(map(_storable, each)) for each in parameters])


def _holder(connection: "psycopg.Connection[Any]", key: int) -> str:
    """Return who holds a lock, in words."""
    row = connection.execute(
        "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'"
        " AND granted AND classid::bigint = %s AND objid::bigint = %s",
        ((key >> 32) & 0xFFFFFFFF, key & 0xFFFFFFFF),
    ).fetchone()
    return str(row[0]) if row and row[0] else "Another process"


def _translated(query: str, parameters: Sequence[object]) -> tuple[str, Any]:
    written, values = for_postgresql(query), list(map(_storable, parameters))
    named = "%(p1)s" in written
    return written, {f"p{number}": value for number, value in enumerate(values, 1)} if named else values


def _storable(value: object) -> object:
    """Return a value as PostgreSQL can hold it: not the character of the number 0, which no document has."""
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value
