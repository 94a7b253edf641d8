"""What changed between versions of a document, in all of it or in a section that a question means."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.kinds.overview.changes import new_in, section_in_versions
from rag.kinds.overview.document_text import DocumentText
from tests.support.documents import ingest_bytes

_TARIFF = """# Tariff of the wash house {year}

## {number}. Prices

A wash takes {wash} tokens. The dryer is free.

## Times

The house is open {days}.
"""


def _index(folder: Path, *versions: tuple[int, int, int, str]) -> Index:
    index = Index.open(folder, create=True)
    for year, number, wash, days in versions:
        text = _TARIFF.format(year=year, number=number, wash=wash, days=days)
        ingest_bytes(index, text.encode(), f"{year}.md", f"{year}.md")
    return index


def _texts(text: DocumentText | None) -> list[str]:
    return [] if text is None else [sentence.text for sentence in text.sentences]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    return _index(
        folder,
        (2030, 1, 2, "every morning"),
        (2032, 2, 3, "every morning"),
        (2031, 1, 2, "on Mondays and before feasts"),
    )


def _asked(index: Index, question: str) -> list[tuple[str, str]]:
    answer: Answer = Assistant(index).ask(Query(question, kind=Kind.OVERVIEW))
    return [(sentence.group, sentence.text) for sentence in answer.sentences]


@pytest.mark.slow
def test_the_newest_two_are_compared_whole_or_in_a_section(index: Index) -> None:
    listed = sorted(index.documents.listed(), key=lambda each: each.title, reverse=True)
    assert _texts(new_in(index, listed)) == ["A wash takes 3 tokens.", "The house is open every morning."]
    rows = index.chunks.get(index.chunks.ids_of([listed[2].id])).values()
    prices = next(row for row in rows if row.heading.endswith("Prices"))
    found = [_texts(text) for text in section_in_versions(index, prices, listed)]
    assert found == [["A wash takes 2 tokens."], ["A wash takes 3 tokens."]]
    assert section_in_versions(index, prices, listed[2:]) == []


@pytest.mark.slow
def test_a_question_how_something_changed_has_both_under_their_titles(index: Index) -> None:
    assert _asked(index, "How have the prices for a wash changed?") == [
        ("Tariff of the wash house 2031", "A wash takes 2 tokens."),
        ("Tariff of the wash house 2032", "A wash takes 3 tokens."),
    ]


@pytest.mark.slow
def test_where_nothing_changed_what_holds_is_told(tmp_path: Path) -> None:
    index = _index(tmp_path / "index", (2030, 1, 2, "every morning"), (2032, 1, 2, "every morning"))
    said = _asked(index, "How have the prices for a wash changed?")
    assert "A wash takes 2 tokens." in {text for _, text in said}
