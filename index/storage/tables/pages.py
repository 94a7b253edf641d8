"""The pages of documents, as the database has them, and on which of them something stands."""

from index.documents import Page
from index.storage.databases.database import Database

__all__ = ["PageTable"]


class PageTable:
    """The pages of an index's documents; what is read comes from the last commit, or from the one of a snapshot.

    Args:
        database: of the index.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: str, version: int) -> list[Page]:
        """Return the pages of a version of a document; empty where its format has no pages."""
        rows = self._database.rows(
            'SELECT number, start, "end", width, height, words FROM pages WHERE document_id = ? AND version = ?'
            " ORDER BY number",
            (document_id, version),
        )
        return [Page(*row) for row in rows]

    def at(self, document_id: str, version: int, position: int) -> int | None:
        """Return the number of the page on which a code point of a document stands, where it has pages."""
        rows = self._database.rows(
            'SELECT number FROM pages WHERE document_id = ? AND version = ? AND start <= ? AND "end" > ?'
            " ORDER BY number LIMIT 1",
            (document_id, version, position, position),
        )
        return int(rows[0][0]) if rows else None

    def of_most(self, document_id: str, version: int, start: int, end: int) -> int | None:
        """Return the number of the page on which most of a stretch of a document stands, the first of equal ones.

        Args:
            document_id: of the document.
            version: of it.
            start: first code point.
            end: one past the last.
        """
        rows = self._database.rows(
            'SELECT number, start, "end" FROM pages WHERE document_id = ? AND version = ? AND start < ? AND "end" > ?'
            " ORDER BY number",
            (document_id, version, end, start),
        )
        return int(max(rows, key=lambda page: min(page[2], end) - max(page[1], start))[0]) if rows else None
