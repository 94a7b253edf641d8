"""A database beside the index's own, for what is not made of documents: uploads, conversations."""

import datetime
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexDamaged
from index.storage.plain_tables import check_plain
from index.storage.sqlite_file import Connections

__all__ = ["SideDatabase", "Tables", "copy_database", "new_id", "now"]


@dataclass(frozen=True, slots=True)
class Tables:
    """What a side database is made of.

    Attributes:
        name: of its file, in the folder of the index.
        version: of its tables, from 1.
        statements: that make them, with semicolons between.
        loss: what is lost with the file, as a clause, for who has to remove it.
    """

    name: str
    version: int
    statements: str
    loss: str


class SideDatabase:
    """A SQLite file in the folder of an index, made when it is first opened; safe for several threads and processes.

    Where nothing may be written, a copy elsewhere stands for it: what is kept there goes with the process.

    Attributes:
        connections: to the file.
        lasts: whether what is kept in it is there for the next process.

    Raises:
        IndexDamaged: the file cannot be used, or is a later Footnote's.
    """

    def __init__(self, folder: Path, tables: Tables) -> None:
        path = folder / tables.name
        self._elsewhere: tempfile.TemporaryDirectory[str] | None = None
        self.lasts = os.access(folder, os.W_OK)
        if not self.lasts:
            self._elsewhere = tempfile.TemporaryDirectory(prefix="footnote-")
            copy = Path(self._elsewhere.name) / path.name
            if path.exists():
                copy_database(path, copy)
            path = copy
        self.connections = Connections(path)
        _prepare(self.connections, tables)

    def close(self) -> None:
        """Close the file in every thread."""
        self.connections.close()
        if self._elsewhere:
            self._elsewhere.cleanup()


def new_id() -> str:
    """Return 24 hex digits that sort behind those of before, and that nobody can guess."""
    return f"{time.time_ns():016x}{secrets.token_hex(4)}"


def now(ago: datetime.timedelta = datetime.timedelta()) -> str:
    """Return the time, or one so long ago, as ISO 8601 in UTC with microseconds: texts that sort as times do."""
    return (datetime.datetime.now(datetime.UTC) - ago).isoformat(timespec="microseconds")


def copy_database(path: Path, target: Path) -> None:
    """Write the last commit of a side database as a file of its own, while others go on with it."""
    connections = Connections(path)
    try:
        connections.copy_to(target)
    finally:
        connections.close()


def _prepare(connections: Connections, tables: Tables) -> None:
    check_plain(connections)
    [[version]] = connections.rows("PRAGMA user_version")
    if version == 0:
        connections.log_writes_ahead()
        with connections.transaction() as connection:
            # Another process may have done it since.
            if not connection.execute("PRAGMA user_version").fetchone()[0]:
                for statement in tables.statements.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {tables.version}")
    elif version != tables.version:
        raise IndexDamaged(
            f"{connections.path} has schema {version}, and this Footnote reads {tables.version}",
            f"Use the version of Footnote that made it, or remove the file: {tables.loss}",
        )
