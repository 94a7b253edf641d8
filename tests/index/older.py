"""Indexes as the Footnote before made them: schema 6, where a record of a file had the source that it claims."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from index.documents import document_id

__all__ = ["make_older"]


def make_older(folder: Path) -> None:
    """Make an index, which nobody has open, what Footnote made of the same files while its schema was 6.

    Of files with records of one source, the last by path had it, also when the source was that of another file.
    """
    with closing(sqlite3.connect(folder / "footnote.sqlite", isolation_level=None)) as connection:
        claimed = connection.execute(
            "SELECT id, claimed_source, file FROM documents WHERE current AND claimed_source != '' ORDER BY file"
        ).fetchall()
        for new, claim, _ in claimed:
            _give_claimed_source(connection, new, claim)
        connection.execute("DROP INDEX shown_documents")
        for column in ("way", "file", "claimed_source"):
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
            connection.execute(f"ALTER TABLE aside_documents DROP COLUMN {column}")
        connection.execute(
            "CREATE INDEX shown_documents ON documents (title, source, id, version, published_at, media_type,"
            " characters, added_at, tags, language, current) WHERE current"
        )
        connection.execute("UPDATE meta SET value = '6' WHERE key = 'schema'")
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
