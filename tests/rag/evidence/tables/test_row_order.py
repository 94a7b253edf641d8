"""A row whose label is asked for comes before one that the reader took for the answer."""

import dataclasses
from pathlib import Path

import pytest

from index.store import Index
from rag.evidence.context import with_context
from rag.evidence.sentences import find, judged, quotes
from rag.evidence.tables.row_order import by_label
from rag.retrieval.candidates import retrieve
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

TABLE = """Amounts of the harbour, which the following table has:

| | 2024 | 2025 |
|---|---|---|
| Operating income of boats | 53 | 52 |
| Operating income | 44 | 40 |
| Income of cranes: | | |
| Net | 39 | 32 |
| Income of boats: | | |
| Net | 12 | 11 |

The chandler told of an income.
"""
PROSE = "The chandler told of an income."
ANNOUNCES = "Amounts of the harbour, which the following table has:"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What was the operating income in 2025?", "Operating income | 44 | 40"),
        ("What was the operating income of boats?", "Operating income of boats | 53 | 52"),
        ("What was the net income of cranes?", "Net | 39 | 32"),
    ],
)
def test_rows_come_in_the_order_in_which_their_labels_are_asked_for(tmp_path: Path, question: str, first: str) -> None:
    found = ordered(tmp_path, question, {ANNOUNCES: 1.0, PROSE: -1.0})
    assert next(iter(found)) == first
    assert found[first] == 1.0, "the relevance that the best of them had"


def test_a_row_whose_label_is_not_asked_for_is_less_relevant(tmp_path: Path) -> None:
    found = ordered(tmp_path, "What was the operating income of boats?", {})
    first = found["Operating income of boats | 53 | 52"]
    assert first == 0.0
    assert found["Net | 39 | 32"] == pytest.approx(-3.0), "its group alone says that it is of an income"
    assert -3.0 < (found["Operating income | 44 | 40"] or 0.0) < 0.0


def test_prose_stays_where_the_reader_put_it(tmp_path: Path) -> None:
    assert next(iter(ordered(tmp_path, "What was the operating income?", {PROSE: 3.0}))) == PROSE


def ordered(folder: Path, question: str, relevance: dict[str, float]) -> dict[str, float | None]:
    """Return the evidence with its relevance, where the reader finds every row alike."""
    index = Index.open(folder / "index", "hash", create=True)
    ingest_bytes(index, TABLE.encode(), "harbour.md", "harbour.md")
    asked = read(index, question)
    evidence = [dataclasses.replace(piece, score=0.0) for piece in find(asked, retrieve(index, asked))]
    texts = quotes(index, evidence)
    logits = {(e.row.id, e.start): relevance.get(text, 0.0) for e, text in zip(evidence, texts, strict=True)}
    found = by_label(index, asked, with_context(index, judged(evidence, logits)))
    return {text: piece.relevance for piece, text in zip(found, quotes(index, found), strict=True)}
