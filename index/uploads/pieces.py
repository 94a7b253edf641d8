"""The bytes of files in a database that machines share, in pieces."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from index.storage.engines.engine import Engine, Transaction

__all__ = ["delete_pieces", "read_pieces", "write_pieces"]

_PIECE = 1_000_000
"""Bytes of one: few statements for a file, and none that fills the memory."""


def write_pieces(connection: Transaction, sha256: str, path: Path) -> None:
    """Store the bytes of a file under their hash, unless they are there."""
    if connection.execute("SELECT 1 FROM original_pieces WHERE sha256 = ? LIMIT 1", (sha256,)).fetchall():
        return
    with path.open("rb") as file:
        for number in count():
            piece = file.read(_PIECE)
            if not piece and number:  # a file of no bytes has one piece
                return
            connection.execute("INSERT INTO original_pieces VALUES (?, ?, ?)", (sha256, number, piece))


def read_pieces(tables: Engine, sha256: str) -> Iterator[bytes]:
    """Yield the bytes that have a hash, some at a time; none where they are not there any more."""
    for number in count():
        rows = tables.rows("SELECT bytes FROM original_pieces WHERE sha256 = ? AND number = ?", (sha256, number))
        if not rows:
            return
        yield bytes(rows[0][0])


def delete_pieces(connection: Transaction, sha256: str) -> None:
    """Remove the bytes that have a hash."""
    connection.execute("DELETE FROM original_pieces WHERE sha256 = ?", (sha256,))
