"""What is kept beside an index, as the product opens it."""

from dataclasses import dataclass
from pathlib import Path

from index.address import Address
from index.storage.engines.engine import Engine
from index.storage.engines.postgresql.tables import PostgresqlTables
from index.storage.engines.sqlite_file import SqliteFile
from index.uploads.queue.jobs import UPLOADS, Jobs
from rag.conversations.store import HISTORY, History

__all__ = ["Beside", "history_in", "jobs_in"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is beside one index: in its folder, or in the database at its address.

    Attributes:
        folder: of the index on this machine.
        address: of the database, when it is not in the folder.
    """

    folder: Path
    address: Address | None = None

    def history(self) -> History:
        """Open the conversations."""
        return History(self._tables(HISTORY))

    def jobs(self) -> Jobs:
        """Open the uploads."""
        return Jobs(self.folder, self._tables(UPLOADS))

    def _tables(self, name: str) -> Engine:
        if self.address is None:
            return SqliteFile.in_folder(self.folder, f"{name}.sqlite")
        return PostgresqlTables.at(self.address, name)


def history_in(folder: Path) -> History:
    """Open the conversations about the index in a folder."""
    return History(SqliteFile.in_folder(folder, f"{HISTORY}.sqlite"))


def jobs_in(folder: Path) -> Jobs:
    """Open the uploads to the index in a folder."""
    return Jobs(folder, SqliteFile.in_folder(folder, f"{UPLOADS}.sqlite"))
