"""An index of two documents, and hands that reach into it."""

import sqlite3

from index.store import Index

MUSEUM = b"The museum opened in 1901.\n\nIts first director was Ada Berg."


def change(index: Index, statement: str) -> None:
    with sqlite3.connect(index.folder / "footnote.sqlite") as connection:
        connection.execute(statement)
    connection.close()


def sources(index: Index) -> set[str]:
    return {document.source for document in index.documents.listed()}
