"""Files as an older Footnote wrote them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from index.documents import document_id

__all__ = ["make_older", "write_as_before"]

_BEFORE = Path(__file__).parent / "storage" / "before"
"""What commit 71bfe2c wrote, the last before files counted their versions in one way, as statements that write it."""


def write_as_before(folder: Path, name: str) -> None:
    """Write an index, a history or uploads as commit 71bfe2c did: two versions of a lamp, and a ferry in the trash."""
    with closing(sqlite3.connect(folder / name)) as connection:
        connection.executescript((_BEFORE / name).with_suffix(".sql").read_text())
        connection.execute("PRAGMA journal_mode = WAL")


def make_older(folder: Path) -> None:
    """Make an index, which nobody has open, what Footnote made of the same files while it was of version 6.

    There, a record of a file had the source that it claims.

    Of files with records of one source, the last by path had it, also when the source was that of another file.
    """
    with closing(sqlite3.connect(folder / "footnote.sqlite", isolation_level=None)) as connection:
        claimed = connection.execute(
            "SELECT id, claimed_source, file FROM documents WHERE current AND claimed_source != '' ORDER BY file"
        ).fetchall()
        for new, claim, _ in claimed:
            _give_claimed_source(connection, new, claim)
        connection.execute("DROP INDEX shown_documents")
        for column in ("way", "file", "claimed_source", "authors"):
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
            connection.execute(f"ALTER TABLE aside_documents DROP COLUMN {column}")
        for name in ("chunks_made_of", "chunks_encoded_later", "waiting_chunks"):
            connection.execute(f"DROP INDEX {name}")
        for table in ("chunks", "aside_chunks"):
            for column in ("made_of", "encoded_in"):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute(
            "CREATE INDEX shown_documents ON documents (title, source, id, version, published_at, media_type,"
            " characters, added_at, tags, language, current) WHERE current"
        )
        connection.execute("UPDATE meta SET value = '6' WHERE key = 'schema'")
        connection.execute("PRAGMA user_version = 0")
    for derived in ("dense", "lexical"):
        shutil.rmtree(folder / derived, ignore_errors=True)


def _give_claimed_source(connection: sqlite3.Connection, new: str, claim: str) -> None:
    old = document_id(claim)
    [last] = connection.execute("SELECT coalesce(max(version), 0) FROM documents WHERE id = ?", (old,)).fetchone()
    connection.execute("DELETE FROM chunks WHERE document_id = ?", (old,))
    connection.execute("UPDATE documents SET current = 0 WHERE id = ?", (old,))
    connection.execute(
        "UPDATE documents SET id = ?, source = ?, version = version + ? WHERE id = ?", (old, claim, last, new)
    )
    connection.execute(
        "UPDATE chunks SET document_id = ?, version = version + ? WHERE document_id = ?", (old, last, new)
    )
    connection.execute("UPDATE OR IGNORE documents_of_files SET document_id = ? WHERE document_id = ?", (old, new))
