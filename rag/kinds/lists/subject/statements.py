"""What pieces of evidence say, and whose it is: by their sentence, by what announces their list, by their heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.store import Index
from index.text.headings import headings_of
from index.text.lines import LIST_ITEM
from rag.evidence.sentences import Evidence
from rag.kinds.lists.list_items import ListBlock, announcing, blocks_around, words_of

__all__ = ["Statement", "block_statement", "statements"]

_LABEL = re.compile(r"\W*([^\W\d_][\w'’-]*(?: [\w'’-]+){0,2}):\s")
_MARK = re.compile(r"\s*(?:[•‣▪◦*+–-]|\(?\w{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a piece of evidence says, with what stands above it.

    Attributes:
        text: of the whole sentence or item that the piece is in, without the mark of an item.
        end: of the piece in it, one past its last code point.
        before: the sentence before it in its chunk; empty where there is none.
        label: the terms of a word or three before a colon that it begins with.
        announced: the sentence that announces the list which it is an item of; empty where none does.
        headings: above it, the outermost first, the document's title not among them.
        document: its id.
        around: the terms of its passage, title and headings included.
    """

    text: str
    end: int
    before: str
    label: frozenset[str]
    announced: str
    headings: tuple[str, ...]
    document: str
    around: frozenset[str]


def statements(index: Index, pieces: Sequence[Evidence]) -> list[Statement]:
    """Return what pieces of evidence say, in their order.

    Args:
        index: within one snapshot.
        pieces: sentences, items of lists, or words of either.
    """
    rows = {piece.row.id: piece.row for piece in pieces}
    around = {identity: _around(index, row) for identity, row in rows.items()}
    blocks: dict[int, list[ListBlock]] = {}
    return [_statement(index, piece, blocks, around[piece.row.id]) for piece in pieces]


def block_statement(index: Index, block: ListBlock) -> Statement:
    """Return what a whole list says of whom, which are the words that announce it."""
    row = block.items[0].row
    announced = words_of(index, block.before) if block.before and block.announced else ""
    return Statement("", 0, "", frozenset(), announced, _headings(row), row.document_id, _around(index, row))


def _statement(index: Index, piece: Evidence, blocks: dict[int, list[ListBlock]], around: frozenset[str]) -> Statement:
    row, chunk = piece.row, index.chunks.text(piece.row)
    spans = [span for span in row.sentences if span[0] <= piece.start < span[1]]
    first, last = spans[0] if spans else (piece.start, piece.end)
    place = row.sentences.index(spans[0]) if spans else 0
    before = chunk[slice(*(each - row.start for each in row.sentences[place - 1]))] if place else ""
    text = chunk[max(first - row.start, 0) : max(last, piece.end) - row.start]
    mark = _MARK.match(text) if LIST_ITEM.match(text) else None
    cut = mark.end() if mark else 0
    announced = ""
    if mark:
        if row.id not in blocks:
            blocks[row.id] = blocks_around(index, row)
        announced = announcing(index, blocks[row.id], piece.start)
    label = _LABEL.match(text[cut:])
    end = piece.end - max(first, row.start) - cut
    terms = frozenset(analyse(label[1])) if label else frozenset[str]()
    said = text[cut:], end, "" if mark else before, terms, announced
    return Statement(*said, _headings(row), row.document_id, around)


def _around(index: Index, row: ChunkRow) -> frozenset[str]:
    return frozenset(analyse(index.chunks.headed_text(row)))


def _headings(row: ChunkRow) -> tuple[str, ...]:
    return tuple(each for each in headings_of(row.heading) if each and each != row.title)
