"""Evidence with what it needs to be understood: the sentence that a pronoun refers to, the head of a table."""

import dataclasses
import re
from collections.abc import Sequence
from itertools import zip_longest

from index.storage.records import ChunkRow
from index.store import Index
from rag.english.word_lists import DEMONSTRATIVES, THIRD_PERSON
from rag.evidence.sentences import Evidence

__all__ = [
    "EDGE",
    "cells",
    "cells_with_names",
    "head_text",
    "header_of",
    "refers_back",
    "with_antecedent",
    "with_context",
]

_REFERRING = (THIRD_PERSON - {"hers", "theirs"}) | DEMONSTRATIVES | {"such"}
_FIRST_WORDS = 3
_LOOKED_AT = 16
_MOST_BACK = 2
"""How many sentences are put in front; further back, the name is no longer what a reader needs."""

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"[^\w]*(?:[A-Z]{1,3}[^\w]?)?\d[\d.,’' ]*[^\w]*[a-zA-Z%]{0,3}[^\w]*|[–—-]+|n/?a", re.IGNORECASE)
"""A cell that is a number, with its currency, unit or brackets, or a dash in the place of one."""

EDGE = re.compile(r"(?<!\S)\|(?!\S)")
"""Between the cells of a row, as the parsers write them."""


def with_context(index: Index, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence, best first, the first of it with its context; heads of tables, which say nothing alone, go.

    Args:
        index: within one snapshot.
        evidence: best first.
    """
    first = [_in_context(piece, index.chunks.text(piece.row)) for piece in evidence[:_LOOKED_AT]]
    heads = {(piece.row.id, piece.header) for piece in first if piece.header}
    return [piece for piece in first if (piece.row.id, (piece.start, piece.end)) not in heads] + [
        *evidence[_LOOKED_AT:]
    ]


def _in_context(piece: Evidence, chunk_text: str) -> Evidence:
    head = header_of(piece.row, piece.start, piece.end, chunk_text)
    return dataclasses.replace(piece, header=head) if head else with_antecedent(piece, chunk_text)


def refers_back(sentence: str) -> bool:
    """Tell whether a sentence begins with a pronoun, or a demonstrative, for something that was named before."""
    words = [match.group().lower() for match in _WORD.finditer(sentence)][:_FIRST_WORDS]
    # “The man who said it” names what it speaks of first.
    return any(word in _REFERRING for word in words) and not sentence[:1].isdigit()


def with_antecedent(piece: Evidence, chunk_text: str) -> Evidence:
    """Return evidence that refers back with where the sentences before it begin, as far as they lie in the same chunk.

    A pronoun without its name is no evidence: “He was born in Ulm” says nothing of whom.
    """
    start, base = piece.start, piece.row.start
    before = [span for span in piece.row.sentences if span[0] < start]
    for first, _ in reversed(before[-_MOST_BACK:]):
        if not refers_back(chunk_text[start - base : piece.end - base]):
            break
        start = first
    return dataclasses.replace(piece, antecedent=start) if start < piece.start else piece


def header_of(row: ChunkRow, start: int, end: int, chunk_text: str) -> tuple[int, int] | None:
    """Return the span of the head of the table that a row belongs to; None when the table has no head.

    The head is the table's first row when it names the columns of this one, none of which is a number, while this one
    has a digit: a table without a head must not be read as if its first row were one.

    Args:
        row: the chunk.
        start: of the table's row, in the document's text.
        end: one past its last code point.
        chunk_text: of the chunk.
    """
    text = chunk_text[start - row.start : end - row.start]
    if not EDGE.search(text):
        return None
    head: tuple[int, int] | None = None
    for first, last in reversed([span for span in row.sentences if span[0] < start]):
        if not EDGE.search(chunk_text[first - row.start : last - row.start]):
            break
        head = (first, last)
    else:
        head = row.head or head
    if head is None or (head != row.head and not any(character.isdigit() for character in text)):
        return None
    return head if _names_columns(cells(head_text(row, head, chunk_text)), cells(text)) else None


def _names_columns(names: Sequence[str], values: Sequence[str]) -> bool:
    """Tell whether cells name the columns of a row, whose last cells are left out where they are empty.

    The first column of figures needs no name. A name may have a number in it, or be a year, above figures alone.
    """
    return (
        2 <= len(values) <= len(names)
        and all(names[1:])
        and not _FIGURE.fullmatch(names[0])
        and all(
            not _DIGIT.search(name) or _is_above_figures(name, value)
            for name, value in zip_longest(names, values, fillvalue="")
        )
        and (bool(names[0]) or any(_FIGURE.fullmatch(value) for value in values[1:]))
    )


def _is_above_figures(name: str, value: str) -> bool:
    """Tell whether a cell with a digit, such as “Budget of 2025” or “2025”, names a column that has this value."""
    is_year = _YEAR.fullmatch(name) is not None
    is_figure = not value or (_FIGURE.fullmatch(value) is not None and not _YEAR.fullmatch(value))
    return is_figure and (is_year or not _FIGURE.fullmatch(name))


def head_text(row: ChunkRow, head: tuple[int, int], chunk_text: str) -> str:
    """Return the words of the head of a table, which may lie before the chunk."""
    return row.head_text if head == row.head else chunk_text[head[0] - row.start : head[1] - row.start]


def cells_with_names(header: str, row: str) -> str:
    """Return a table's row with the name of every cell: “Ship: Alba; Built: 1931”; empty cells are left out.

    A row may have fewer cells than its head: parsers leave empty ones out at the end of a line.
    """
    pairs = zip(cells(header), cells(row), strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)


def cells(row: str) -> list[str]:
    """Return the cells of a table's row, without the white space around them."""
    return [cell.strip() for cell in EDGE.split(row)]
