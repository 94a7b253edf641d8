"""Versions of a document are called alike but for their figures, and say the same things in the same places."""

import pytest

from index.storage.records import ChunkRow
from rag.evidence.doubts.recency.versions import are_of_versions, without_figures


def row(document: str, title: str, heading: str = "Leave") -> ChunkRow:
    return ChunkRow(1, document, 1, 0, 100, heading, ((0, 100),), title, document, None, "", b"")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("House rules 2024", "house rules"),
        ("House rules (v. 2.1)", "house rules v"),
        ("2024_house-rules", "house rules"),
        ("2024", ""),
    ],
)
def test_figures_and_marks_are_left_out(title: str, found: str) -> None:
    assert without_figures(title) == found


def test_chunks_are_of_versions_where_title_and_heading_are_alike() -> None:
    one = row("a", "Handbook 2022", "3. Leave")
    assert are_of_versions(one, row("b", "Handbook: 2024", "4. Leave"))
    assert are_of_versions(one, row("b", "Handbook 2024", "Leave and sickness"))
    assert not are_of_versions(one, row("b", "Handbook 2024", "Pay"))
    assert not are_of_versions(one, row("b", "Contract 2024", "3. Leave"))
    assert not are_of_versions(one, row("a", "Handbook 2022", "3. Leave"))
