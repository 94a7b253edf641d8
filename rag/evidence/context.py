"""Evidence with what it needs to be understood: the sentence that a pronoun refers to, the head of a table."""

import dataclasses
import re
from collections.abc import Collection, Sequence

from index.store import Index
from index.text.lines import LIST_ITEM, is_record
from index.text.tables.rows import is_row
from rag.english.word_lists import DEMONSTRATIVES, THIRD_PERSON
from rag.evidence.sentences import Evidence
from rag.evidence.tables.heads import header_of, is_in_head
from rag.evidence.tables.lines import is_group

__all__ = [
    "is_address",
    "refers_back",
    "with_antecedent",
    "with_context",
]

_REFERRING = (THIRD_PERSON - {"hers", "theirs"}) | DEMONSTRATIVES | {"such"}
_FIRST_WORDS = 3
_LOOKED_AT = 16
_MOST_BACK = 2
"""How many sentences are put in front; further back, the name is no longer what a reader needs."""

_LONGEST_ADDRESS = 6
_OF_LISTS = re.compile(r"[\d:;•|]")
_WORD = re.compile(r"[^\W_]+")


def with_context(index: Index, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence, best first, the first of it with its context; what says nothing alone goes.

    That are heads of tables, and lines that address somebody or take leave of him: “Dear colleagues,”.

    Args:
        index: within one snapshot.
        evidence: best first.
    """
    first = [_in_context(piece, index.chunks.text(piece.row)) for piece in evidence[:_LOOKED_AT]]
    heads = {(piece.row.id, piece.header) for piece in first if piece.header}
    said = [
        piece for piece in first if not (_is_head(piece, heads) or _is_group(index, piece) or _is_address(index, piece))
    ]
    return (said or first) + [*evidence[_LOOKED_AT:]]


def _is_group(index: Index, piece: Evidence) -> bool:
    return is_group(piece.row, (piece.start, piece.end), index.chunks.text(piece.row))


def _is_address(index: Index, piece: Evidence) -> bool:
    start = piece.row.start
    return piece.start >= start and is_address(index.chunks.text(piece.row), piece.start - start, piece.end - start)


def is_address(text: str, start: int, end: int) -> bool:
    """Tell whether words are a line of a letter that addresses somebody: short, alone, and left open by a comma.

    Args:
        text: that they stand in.
        start: their first code point.
        end: one past their last.
    """
    words = text[start:end].rstrip()
    is_alone = text[:start].rstrip(" \t")[-1:] in ("", "\n") and text[end:].lstrip(" \t")[:1] == "\n"
    is_open = words.endswith(",") and len(words.split()) <= _LONGEST_ADDRESS
    return is_alone and is_open and _OF_LISTS.search(words) is None


def _is_head(piece: Evidence, heads: Collection[tuple[int, tuple[int, int]]]) -> bool:
    return any(piece.row.id == chunk and is_in_head((piece.start, piece.end), head) for chunk, head in heads)


def _in_context(piece: Evidence, chunk_text: str) -> Evidence:
    head = header_of(piece.row, piece.start, piece.end, chunk_text)
    if head:
        return dataclasses.replace(piece, header=head)
    return dataclasses.replace(with_antecedent(piece, chunk_text), is_item=_is_item(piece, chunk_text))


def _is_item(piece: Evidence, chunk_text: str) -> bool:
    """Tell whether evidence begins an item of a list, or is a line of the form “name: value”."""
    start, end = piece.start - piece.row.start, piece.end - piece.row.start
    if start < 0 or chunk_text[:start].rstrip(" \t")[-1:] not in ("", "\n"):
        return False
    line = chunk_text[start:].partition("\n")[0]
    return LIST_ITEM.match(line) is not None or (is_record(line) and end - start >= len(line.rstrip()))


def refers_back(sentence: str) -> bool:
    """Tell whether a sentence begins with a pronoun, or a demonstrative, for something that was named before."""
    words = [match.group().lower() for match in _WORD.finditer(sentence)][:_FIRST_WORDS]
    # “The man who said it” names what it speaks of first.
    return any(word in _REFERRING for word in words) and not sentence[:1].isdigit()


def with_antecedent(piece: Evidence, chunk_text: str) -> Evidence:
    """Return evidence that refers back with where the sentences before it begin, as far as they lie in the same chunk.

    A pronoun without its name is no evidence: “He was born in Ulm” says nothing of whom. The row of a table above it
    does not either.
    """
    start, base = piece.start, piece.row.start
    before = [span for span in piece.row.sentences if span[0] < start]
    for first, last in reversed(before[-_MOST_BACK:]):
        if not refers_back(chunk_text[start - base : piece.end - base]):
            break
        if is_address(chunk_text, first - base, last - base) or is_row(chunk_text[first - base : last - base]):
            break
        start = first
    return dataclasses.replace(piece, antecedent=start) if start < piece.start else piece
