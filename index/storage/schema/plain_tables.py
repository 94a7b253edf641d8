"""Databases that a stranger may have made hold rows, and nothing that runs when rows are read or written."""

import re

from index.errors import IndexDamaged
from index.storage.engines.sqlite_file import SqliteFile

__all__ = ["check_plain", "columns_of", "tables_of"]

_NAME = re.compile(r"[a-z_]+")
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_NAMES = re.compile(r"""\b(?:PRIMARY KEY|FOREIGN KEY|UNIQUE|REFERENCES \w+)\s*\([\w\s,"]*\)""", re.IGNORECASE)
"""Parentheses within a statement that name columns; all others hold what is computed: a CHECK, a DEFAULT, a term."""

_REMEDY = "Footnote makes no such file: do not use it, or restore a backup of your own"


def check_plain(file: SqliteFile, schema: str = "main") -> None:
    """Make sure that a file holds nothing but tables with rows, and indexes of them.

    A view or a virtual table runs when it is read, a trigger or a check when something is written, a computed column at
    both.

    Args:
        file: that, or one that it is attached to.
        schema: the name that it has there.

    Raises:
        IndexDamaged: it holds something else.
    """
    where = f"The database {file.path}" if schema == "main" else "A database of the backup"
    for kind, name, statement in file.rows(f"SELECT type, name, sql FROM {schema}.sqlite_master"):  # noqa: S608 — a name of ours
        is_table = kind == "table" and str(statement).upper().startswith("CREATE TABLE")
        if not (is_table or kind == "index") or (not _NAME.fullmatch(name) and not name.startswith("sqlite_")):
            raise IndexDamaged(f"{where} holds the {kind} “{name}”, which is not one of Footnote's", _REMEDY)
        if statement is not None and _computes(statement):
            raise IndexDamaged(f"{where} computes something in the {kind} “{name}”", _REMEDY)
    for table in tables_of(file, schema):
        if any(is_computed for _, is_computed in columns_of(file, table, schema)):
            raise IndexDamaged(f"{where} has a computed column in the table “{table}”", _REMEDY)


def _computes(statement: str) -> bool:
    """Tell whether a CREATE statement holds more than names of columns, their types, and plain values."""
    plain = _NAMES.sub("", _QUOTED.sub("", statement))
    return plain.count("(") > 1 or "--" in plain or "/*" in plain


def tables_of(file: SqliteFile, schema: str = "main") -> list[str]:
    """Return the names of a file's tables as they were made, SQLite's own left out."""
    rows = file.rows(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")  # noqa: S608
    return [name for (name,) in rows if not name.startswith("sqlite_")]


def columns_of(file: SqliteFile, table: str, schema: str = "main") -> list[tuple[str, bool]]:
    """Return the names of a table's columns in their order, and of each whether it is computed."""
    rows = file.rows(f'PRAGMA {schema}.table_xinfo("{table}")')
    return [(row[1], bool(row[6])) for row in rows]
