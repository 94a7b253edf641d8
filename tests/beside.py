"""What lies beside an index in its folder, as the product opens it."""

from pathlib import Path

from index.storage.engines.sqlite_file import SqliteFile
from index.uploads.jobs import UPLOADS, Jobs
from rag.conversations.store import HISTORY, History

__all__ = ["history_in", "jobs_in"]


def history_in(folder: Path) -> History:
    """Open the conversations about the index in a folder."""
    return History(SqliteFile.in_folder(folder, f"{HISTORY}.sqlite"))


def jobs_in(folder: Path) -> Jobs:
    """Open the uploads to the index in a folder."""
    return Jobs(folder, SqliteFile.in_folder(folder, f"{UPLOADS}.sqlite"))
