"""Filters name documents, and a date that cannot be read makes none."""

from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.errors import FilterError
from rag.retrieval.filters import EVERYTHING, Filters, searched_in
from tests.support.documents import ingest_bytes


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", HashEncoder(), create=True)
    for name in ("museum.txt", "garden.txt"):
        ingest_bytes(made, f"The {name} has roses.".encode(), name, name)
    return made


def test_without_filters_everything_is_searched(index: Index) -> None:
    assert searched_in(index, EVERYTHING) == searched_in(index, Filters()) == (None, None)


def test_what_is_searched_are_the_documents_that_are_named_and_their_chunks(index: Index) -> None:
    documents, chunks = searched_in(index, Filters(sources=("garden.txt",)))
    [garden] = [document.id for document in index.documents.listed() if document.source == "garden.txt"]
    assert documents == [garden]
    assert chunks == index.chunks.ids_of([garden])
    assert searched_in(index, Filters(tags=("none",))) == ([], [])


def test_an_author_is_given_by_words_of_the_name(index: Index) -> None:
    ingest_bytes(index, "Roses\nBy José Núñez\n\nThey bloom.".encode(), "roses.txt", "roses.txt")
    [roses] = [document.id for document in index.documents.listed() if document.authors == ("José Núñez",)]
    assert searched_in(index, Filters(authors=("nunez",)))[0] == [roses]
    assert searched_in(index, Filters(authors=("nobody", "Ada"))) == ([], [])


@pytest.mark.parametrize("value", ["yesterday", "2024-13-01", "31.01.2024"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_date_that_cannot_be_read_says_how_to_write_one(name: str, value: str) -> None:
    with pytest.raises(FilterError, match=f"{value}.*{name}.*YYYY-MM-DD"):
        Filters(after=value) if name == "after" else Filters(before=value)
