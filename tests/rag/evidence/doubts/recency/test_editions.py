"""Documents of one name are told apart by what they say of their edition."""

from pathlib import Path

import pytest

from index.folders.ingest import ingest_documents
from index.parse.formats import parse
from index.store import Index
from rag.evidence.doubts.recency.editions import edition, edition_of, is_later, newest_editions


@pytest.mark.parametrize(
    ("text", "number", "day", "is_stated"),
    [
        ("Mill Ltd, edition of March 2025. Replaces the edition of January 2023.", (), "2025-03", True),
        ("This supersedes the version of May 2021. Revised on 4 June 2022.", (), "2022-06-04", True),
        ("Version 4.2, valid from 1 April 2025", (4, 2), "2025-04-01", True),
        ("Effective as of May 2025", (), "2025-05", True),
        ("The ticket is valid for May 2025.", (), "", False),
        ("Rev. 3", (3,), "", True),
        ("Replaces version 2.", (), "", False),
        ("The mill was sold in March 2025.", (), "", False),
        ("Newsletter of March 2025", (), "", False),
    ],
)
def test_a_document_says_which_edition_it_is(text: str, number: tuple[int, ...], day: str, is_stated: bool) -> None:
    known = edition("House rules", "rules.md", None, text)
    assert (known.number, known.day, known.is_stated) == (number, day, is_stated)


def test_a_known_date_and_the_last_year_of_its_names_count_too() -> None:
    known = edition("Fees 2023/2024", "fees-2023.csv", "2023-11-02", "Edition of May 2020")
    assert (known.day, known.year) == ("2023-11-02", "2024")
    assert known.marks == frozenset({"2023", "2024"})


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        ("Version 3", "Version 2, edition of May 2030", True),
        ("Version 2.10", "Version 2.9.1", True),
        ("Edition of May 2024", "Edition of March 2024", True),
        ("Edition of 4 May 2024", "Edition of May 2024", False),
        ("Edition of May 2024", "Version 2", False),
        ("", "", False),
    ],
)
def test_the_number_comes_before_the_day(one: str, other: str, later: bool) -> None:
    editions = [edition("Rules", "rules.md", None, text) for text in (one, other)]
    assert is_later(*editions) is later


def test_the_year_of_a_file_tells_where_nothing_else_does(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for name in ("rules-2021.md", "rules-2024.md", "rules-2022.md"):
        ingest_documents(index, list(parse(f"# Rules\n\nNo dogs in {name[6:10]}.\n".encode(), name, name)))
    listed = index.documents.listed()
    assert [each.source for each in newest_editions(index, listed)] == [
        "rules-2024.md",
        "rules-2022.md",
        "rules-2021.md",
    ]
    assert edition_of(index, listed[0]) == edition("Rules", listed[0].source, None, "")
