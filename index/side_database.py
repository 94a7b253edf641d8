"""A database beside the index's own, for what is not made of documents: uploads, conversations."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from index.connections import Connections
from index.errors import IndexDamaged

__all__ = ["SideDatabase", "Tables"]


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

    Where nothing may be written, and there is none yet, an empty one elsewhere stands for it: what is kept there goes
    with the process.

    Attributes:
        connections: to the file.

    Raises:
        IndexDamaged: the file cannot be used, or is a later Footnote's.
    """

    def __init__(self, folder: Path, tables: Tables) -> None:
        path = folder / tables.name
        self._elsewhere: tempfile.TemporaryDirectory[str] | None = None
        if not path.exists() and not os.access(folder, os.W_OK):
            self._elsewhere = tempfile.TemporaryDirectory(prefix="footnote-")
            path = Path(self._elsewhere.name) / path.name
        self.connections = Connections(path)
        _prepare(self.connections, tables)

    def close(self) -> None:
        """Close the file in every thread."""
        self.connections.close()
        if self._elsewhere:
            self._elsewhere.cleanup()


def _prepare(connections: Connections, tables: Tables) -> None:
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
