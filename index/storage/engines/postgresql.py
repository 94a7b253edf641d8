"""Tables in a PostgreSQL database, which servers share. The only importer of psycopg."""

import hashlib
import os
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import make_conninfo
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool, PoolClosed

from index.address import Address
from index.errors import IndexDamaged, IndexLocked, IndexUnreachable, IndexUnwritable, StoreError
from index.storage.engines.dialect import for_postgresql
from index.storage.engines.engine import Transaction

__all__ = ["OLDEST_SERVER", "PostgresqlTables", "Server"]

OLDEST_SERVER = 15
"""The major version that is tested, and the oldest that is opened."""

_CONNECTIONS = 8
"""Of a process at most: as many threads read at once, and others wait for moments."""

_CONNECT_SECONDS = 10
_LOCK_SECONDS = 10.0
"""That a writer waits for others: several servers commit in turn, each for moments."""

_LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class _Held:
    """A connection that a thread holds on to, and how often it took each lock with it, by key."""

    connection: "psycopg.Connection[Any]"
    holds: Counter[int] = field(default_factory=Counter)


class Server:
    """The connections of this process to a database; threads share them, and none waits for another but to write.

    Args:
        address: of the database.

    Raises:
        IndexUnreachable: nothing answers there, or it is older than what Footnote is tested with.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._local = threading.local()
        self._users = 0
        self._using = threading.Lock()
        self._schema = self._greeted()
        self._pool = ConnectionPool(
            address.url,
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=_CONNECT_SECONDS,
            kwargs={"autocommit": True, "application_name": _own_name()},
            open=True,
        )

    def tables(self, name: str) -> "PostgresqlTables":
        """Return some of the tables, those of one name, which have their own writers; closed when all are.

        Args:
            name: such as “history”.
        """
        with self._using:
            self._users += 1
        return PostgresqlTables(self, name)

    def close(self) -> None:
        """Close the connections, once nobody uses them any more."""
        with self._using:
            self._users -= 1
            is_last = self._users == 0
        if is_last:
            self._pool.close()

    @contextmanager
    def connected(self) -> Iterator["psycopg.Connection[Any]"]:
        """Hold on to a connection in this thread; one inside another is the same."""
        if self.is_held:
            yield self._local.held.connection
            return
        with self._pool.connection() as connection:
            self._local.held = _Held(connection)
            try:
                yield connection
            finally:
                self._local.held = None

    @property
    def is_held(self) -> bool:
        """Whether this thread holds on to a connection."""
        return getattr(self._local, "held", None) is not None

    @property
    def holds(self) -> Counter[int]:
        """How often this thread, which holds on to a connection, took each lock with it."""
        held: _Held = self._local.held
        return held.holds

    def look_over(self) -> None:
        """Let go of connections that are there no more, as after the server was started anew."""
        self._pool.check()

    def key(self, name: str) -> int:
        """Return the number of a lock of PostgreSQL's: there is one for each name in each schema of a database."""
        digest = hashlib.blake2b(f"footnote:{self._schema}:{name}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)

    def _greeted(self) -> str:
        """Return the schema in which tables are made."""
        address = make_conninfo(self.address.url, connect_timeout=_CONNECT_SECONDS)
        with self.explained(), psycopg.connect(address, autocommit=True) as connection:
            if connection.info.server_version < OLDEST_SERVER * 10_000:
                raise IndexUnreachable(
                    f"{self.address} is PostgreSQL {connection.info.server_version // 10_000}",
                    f"Use PostgreSQL {OLDEST_SERVER} or newer",
                )
            row = connection.execute("SELECT current_schema()").fetchone()
            if row is None or row[0] is None:
                raise IndexUnreachable(f"{self.address} names a schema that is not there", "Make it: CREATE SCHEMA …")
            return str(row[0])

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say of what goes wrong what to do about it."""
        try:
            yield
        except PoolClosed as error:
            raise StoreError(f"{self.address} was closed while it was read", "Open the index again") from error
        except (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege, errors.DiskFull) as error:
            raise IndexUnwritable(
                f"{self.address} cannot be written ({_first_line(error)})",
                "Use the primary server, make room on its disk, and see that the user may write",
            ) from error
        except psycopg.OperationalError as error:
            raise IndexUnreachable(
                f"{self.address} cannot be reached ({_first_line(error)})",
                "See that PostgreSQL runs there and lets this user in, then try again",
            ) from error
        except (errors.UndefinedTable, errors.UndefinedColumn, errors.DataCorrupted, errors.InternalError_) as error:
            raise IndexDamaged(
                f"The tables in {self.address} are not as Footnote makes them ({_first_line(error)})",
                "Restore them from a backup of your own, or use another schema",
            ) from error


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
        self.server, self.name = server, name

    @property
    def where(self) -> str:
        """The address of the database, without its password."""
        return str(self.server.address)

    def close(self) -> None:
        """Let go of the connections."""
        self.server.close()

    def beside(self, name: str) -> "PostgresqlTables":
        """Return other tables of the same database."""
        return self.server.tables(name)

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

    @contextmanager
    def alone(self, name: str, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
        """Be the only one, of all processes on all machines, that holds a name; reentrant within a thread.

        It is of the connection, which goes with the process, and everything that the thread writes goes through that:
        who has lost the name cannot commit.
        """
        key = self.server.key(f"{self.name}:{name}")
        with self.server.explained(), self.server.connected() as connection:
            holds = self.server.holds
            if not holds[key]:
                self._take(connection, key, seconds)
            holds[key] += 1
            try:
                yield
            finally:
                holds[key] -= 1
                if not holds[key]:
                    with suppress(psycopg.Error):  # it goes with the connection, if that is gone
                        connection.execute("SELECT pg_advisory_unlock(%s)", (key,))

    def _take(self, connection: "psycopg.Connection[Any]", key: int, seconds: float) -> None:
        until = monotonic() + seconds
        while not _is_taken(connection, key):
            if monotonic() > until:
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
            cursor.executemany(for_postgresql(query), parameters)


def _is_taken(connection: "psycopg.Connection[Any]", key: int) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (key,)).fetchone()
    return bool(row and row[0])


def _holder(connection: "psycopg.Connection[Any]", key: int) -> str:
    """Return who holds a lock, in words."""
    row = connection.execute(
        "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'"
        " AND granted AND classid::bigint = %s AND objid::bigint = %s",
        ((key >> 32) & 0xFFFFFFFF, key & 0xFFFFFFFF),
    ).fetchone()
    return str(row[0]) if row and row[0] else "Another process"


def _translated(query: str, parameters: Sequence[object]) -> tuple[str, Any]:
    written = for_postgresql(query)
    named = "%(p1)s" in written
    given = {f"p{number}": value for number, value in enumerate(parameters, 1)} if named else parameters
    return written, given


def _own_name() -> str:
    """Return what PostgreSQL calls this process, so that those who wait for it can be told: 63 bytes at most."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    return f"{command[:30]} ({os.getpid()} on {socket.gethostname()[:20]})"


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__
