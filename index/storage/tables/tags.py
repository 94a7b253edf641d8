"""Tags: those that a document's file has, and what a person added to them and took off."""

import json
from collections.abc import Iterable, Sequence

from index.storage.engines.engine import Transaction
from index.text.names import composed
from index.text.tags import read_tags

__all__ = ["add_tags", "choose_tags", "forget_choices", "with_choices"]


def choose_tags(connection: Transaction, identity: str, tags: Sequence[str]) -> bool:
    """Let a document have these tags, and remember what that changed for its later versions; tell whether there is one.

    What a person added stays, what they took off stays off, and every other tag is its file's own affair.
    """
    found = connection.execute("SELECT tags FROM documents WHERE id = ? AND current", (identity,)).fetchone()
    if found is None:
        return False
    before, now = set(read_tags(found[0])), set(tags)
    changed = [(identity, tag, tag in now) for tag in sorted(before ^ now)]
    connection.executemany(
        "INSERT INTO tag_choices VALUES (?, ?, ?)"
        " ON CONFLICT (document_id, tag) DO UPDATE SET wanted = excluded.wanted",
        changed,
    )
    _set_tags(connection, identity, now)
    return True


def add_tags(connection: Transaction, identity: str, tags: Sequence[str]) -> None:
    """Give a current document further tags, as those of a file are given: what a person took off stays off."""
    for (found,) in connection.execute("SELECT tags FROM documents WHERE id = ? AND current", (identity,)).fetchall():
        _set_tags(connection, identity, with_choices(connection, identity, {*read_tags(found), *tags}))


def with_choices(connection: Transaction, identity: str, tags: set[str]) -> set[str]:
    """Return a file's tags with what a person added to them and took off."""
    choices = connection.execute("SELECT tag, wanted FROM tag_choices WHERE document_id = ?", (identity,)).fetchall()
    chosen = {composed(tag): wanted for tag, wanted in choices}
    return {tag for tag in tags if chosen.get(composed(tag), True)} | {tag for tag in chosen if chosen[tag]}


def forget_choices(connection: Transaction, identity: str) -> None:
    """Forget what a person chose for a document that is gone: it is not meant for another one of the same source."""
    connection.execute(
        "DELETE FROM tag_choices WHERE document_id = ?1 AND NOT EXISTS (SELECT 1 FROM documents WHERE id = ?1)",
        (identity,),
    )


def _set_tags(connection: Transaction, identity: str, tags: Iterable[str]) -> None:
    written = json.dumps(sorted(tags), ensure_ascii=False)
    connection.execute("UPDATE documents SET tags = ? WHERE id = ? AND current", (written, identity))
