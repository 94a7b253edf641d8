"""Two documents with like tables are compared row by row, by what the first cells say."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.evidence.sentences import quotes
from rag.investigation.query import Query
from rag.kinds.comparison.rows.tables_compared import tables_compared
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

_HEAD = "| Work | Hours | Price |\n|---|---|---|\n"
_OFFER = (
    f"# Offer for the boathouse\n\nValid for a month.\n\n{_HEAD}"
    "| Roof | 40 | 900 |\n| Doors | 12 | 300 |\n| Floor | 9 | 200 |\n"
)
_BILL = f"# Bill of the smith\n\nThank you.\n\n{_HEAD}| Roof | 46 | 1,020 |\n| Floor | 9 | 200 |\n| Slip | 5 | 110 |\n"
_OTHER = "# Boats\n\n| Boat | Seats | Built |\n|---|---|---|\n| Alder | 4 | 1931 |\n| Beech | 6 | 1950 |\n"


def _index(folder: Path, encoder: str | None = None, **texts: str) -> Index:
    index = Index.open(folder, encoder, create=True)
    for name, text in texts.items():
        ingest_bytes(index, text.encode(), f"{name}.md", f"{name}.md")
    return index


def _compared(index: Index, *names: str) -> list[list[str]]:
    ids = {each.source: each.id for each in index.documents.listed()}
    question = read(index, "How do they differ?")
    found = tables_compared(index, question, [ids[f"{name}.md"] for name in names])
    return [quotes(index, rows) for rows in found]


def test_rows_that_both_have_alike_are_left_out(tmp_path: Path) -> None:
    index = _index(tmp_path / "i", "hash", offer=_OFFER, bill=_BILL)
    offer, bill = _compared(index, "offer", "bill")
    assert [row.split(" | ")[0] for row in offer] == ["Roof", "Doors"]
    assert [row.split(" | ")[0] for row in bill] == ["Roof", "Slip"]


@pytest.mark.parametrize(
    "other",
    [
        _OTHER,
        _OFFER,
        "# Notes\n\nNo table.\n",
        f"# Plan\n\n{_HEAD}| Mast | 4 | 90 |\n| Keel | 2 | 30 |\n",
        f"# Plan\n\n{_HEAD}" + "".join(f"| {each} | {each} | 1 |\n" for each in ("Roof", *range(20, 35))),
    ],
    ids=["other columns", "alike", "none", "no row in common", "too many differ"],
)
def test_what_cannot_be_compared_row_by_row_is_not(tmp_path: Path, other: str) -> None:
    assert _compared(_index(tmp_path / "i", "hash", offer=_OFFER, other=other), "offer", "other") == []


@pytest.mark.slow
def test_a_question_how_two_documents_differ_has_their_rows_side_by_side(tmp_path: Path) -> None:
    index = _index(tmp_path / "i", offer=_OFFER, bill=_BILL, boats=_OTHER)
    answer = Assistant(index).ask(Query("What is the difference between the offer and the bill?", kind=Kind.COMPARISON))
    said = [(sentence.group, sentence.text) for sentence in answer.sentences]
    assert said == [
        ("offer", "Work: Roof; Hours: 40; Price: 900"),
        ("offer", "Work: Doors; Hours: 12; Price: 300"),
        ("bill", "Work: Roof; Hours: 46; Price: 1,020"),
        ("bill", "Work: Slip; Hours: 5; Price: 110"),
    ]


@pytest.mark.slow
def test_a_document_is_a_side_by_the_name_of_its_file_too(tmp_path: Path) -> None:
    offer = _OFFER.replace("Offer for the boathouse", "Number 17")
    index = _index(tmp_path / "i", **{"boathouse-offer": offer}, bill=_BILL, boats=_OTHER)
    answer = Assistant(index).ask(Query("Compare the boathouse offer with the bill", kind=Kind.COMPARISON))
    assert {sentence.group for sentence in answer.sentences} == {"boathouse offer", "bill"}
    assert any("Doors" in sentence.text for sentence in answer.sentences)
