"""Sides that are documents with like tables: an estimate and the invoice, two price lists, two budgets."""

from collections.abc import Iterator, Mapping, Sequence

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.store import Index
from index.text.tables.rows import cells
from rag.evidence.sentences import Evidence, unscored
from rag.evidence.tables.heads import head_of
from rag.kinds.lists.list_items import Item, words_of
from rag.kinds.lists.named.named_rows import tables_with
from rag.retrieval.question import Question

__all__ = ["tables_compared"]

_MOST = 12
"""Rows that are shown of each: of longer tables that differ in more, a part would not tell that it is one."""

_Label = tuple[str, ...]


def tables_compared(index: Index, question: Question, document_ids: Sequence[str]) -> list[tuple[Evidence, ...]]:
    """Return the rows in which the first tables differ that two documents have under the same names of columns.

    A row is another one's counterpart where its first cell says the same. What both have alike is left out.

    Args:
        index: within one snapshot.
        question: as read.
        document_ids: of two documents.

    Returns:
        For each document its rows, in order; empty where they have no such tables, where those are alike, have no row
        in common, or differ in too many.
    """
    ours, theirs = (list(_tables(index, document_id)) for document_id in document_ids)
    for columns, mine in ours:
        for other in (table for names, table in theirs if names == columns):
            if mine.keys().isdisjoint(other):
                continue
            pairs = ((mine, other), (other, mine))
            differing = [
                [row for label, row in one.items() if _said(index, row) != _said(index, two.get(label))]
                for one, two in pairs
            ]
            if any(differing) and all(len(rows) <= _MOST for rows in differing):
                return [
                    tuple(unscored(each.row, each.start, each.end, question, each.header) for each in rows)
                    for rows in differing
                ]
    return []


def _tables(index: Index, document_id: str) -> Iterator[tuple[_Label, Mapping[_Label, Item]]]:
    """Yield the tables of a document whose columns have names, with their rows by what the first cell says."""
    rows = index.chunks.get(index.chunks.ids_of([document_id])).values()
    for block in tables_with(index, sorted(rows, key=lambda each: each.start)):
        labels = [_terms(cells(words_of(index, item))[0]) for item in block.items]
        first = block.items[0]
        if first.header and len(set(labels)) == len(labels):
            yield _columns(index, first.row, first.header), dict(zip(labels, block.items, strict=True))


def _columns(index: Index, row: ChunkRow, header: tuple[int, int]) -> _Label:
    return _terms(head_of(index, row, header))


def _said(index: Index, item: Item | None) -> list[str]:
    return [] if item is None else [cell.casefold() for cell in cells(words_of(index, item))]


def _terms(text: str) -> _Label:
    return tuple(analyse(text))
