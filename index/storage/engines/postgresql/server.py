"""A PostgreSQL server, as one process is connected to it."""

import hashlib
import os
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool, PoolClosed

from index.address import Address
from index.errors import IndexDamaged, IndexUnreachable, IndexUnwritable, StoreError

__all__ = ["OLDEST_SERVER", "Server"]

OLDEST_SERVER = 15
"""The major version that is tested, and the oldest that is opened."""

_CONNECTIONS = 8
"""Of a process at most, beside those that are reserved: as many threads read at once, and others wait for moments."""

_CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class _Held:
    """A connection that a thread holds on to, and how often it took each lock with it, by key and mode."""

    connection: "psycopg.Connection[Any]"
    holds: Counter[tuple[int, str]] = field(default_factory=Counter)


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

    def use(self) -> None:
        """Say that one more uses the connections, who will close them."""
        with self._using:
            self._users += 1

    def reserve(self, connections: int) -> None:
        """Have so many more, for those who hold on to one for long."""
        with self._using:
            self._pool.resize(self._pool.min_size, self._pool.max_size + connections)

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
    def holds(self) -> Counter[tuple[int, str]]:
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


def _own_name() -> str:
    """Return what PostgreSQL calls this process, so that those who wait for it can be told: 63 bytes at most."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    return f"{command[:30]} ({os.getpid()} on {socket.gethostname()[:20]})"


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__
