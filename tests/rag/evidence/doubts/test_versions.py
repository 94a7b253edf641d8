"""Versions of a document are called alike but for their figures, and say the same things in the same places."""

import pytest

from index.storage.records import ChunkRow
from rag.evidence.doubts.versions import Age, age_of, are_of_versions, without_figures


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
    assert not are_of_versions(one, row("b", "Handbook 2024", "Pay"))
    assert not are_of_versions(one, row("b", "Contract 2024", "3. Leave"))
    assert not are_of_versions(one, row("a", "Handbook 2022", "3. Leave"))


def test_the_newer_is_told_by_number_then_date_then_year() -> None:
    def age(title: str, day: str | None = None, source: str = "") -> Age:
        return age_of(title, title, source, day)

    assert age("Guide, version 2.10") > age("Guide, version 2.9.1", "2025-01-01")
    assert age("Guide", "2024-05-01") > age("Guide", "2023-05-01") > age("Guide 2024")
    assert age("Rules", source="rules-2024.md") > age("Rules", source="rules-2019.md") > age("Rules")
    assert age("Rev. 3 of the plan") > age("Rev. 2 of the plan")
