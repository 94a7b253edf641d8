"""What is looked up is read as far as was asked for, and no further; the last of it is kept."""

from pathlib import Path

import pytest

from index.store import Index
from rag.confidence.logistic import load_model
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.reading.close_reading import MOST_READ
from rag.retrieval.candidates import Candidate, retrieve
from rag.retrieval.filters import Filters
from rag.retrieval.question import Question
from tests.support.documents import ingest_bytes

LAMPS = [
    "Amalia Ruiz lit the lamp of Punta Brava.",
    *(f"The lamp of house {number} was painted white, and its oil came from a shop." for number in range(7)),
]
QUERY = Query("Who lit the lamp of Punta Brava?")


@pytest.fixture(scope="module")
def investigator(tmp_path_factory: pytest.TempPathFactory) -> Investigator:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for number, text in enumerate(LAMPS):
        ingest_bytes(index, text.encode(), f"{number}.txt", f"{number}.txt")
    return Investigator(index, load_model(Path(index.folder)))


def read_rows(found: Investigation) -> set[int]:
    return {piece.row.id for piece in found.evidence if piece.relevance is not None}


def test_where_more_than_one_sentence_is_wanted_reading_does_not_end_with_the_first(investigator: Investigator) -> None:
    with investigator.index.database.snapshot():
        first = investigator.investigate(QUERY)
        every = investigator.investigate(QUERY, at_least=MOST_READ)
    assert read_rows(first) < read_rows(every)
    assert first.evidence[0].row.source == every.evidence[0].row.source == "0.txt"


def test_the_last_few_are_kept_for_whoever_wants_no_more(investigator: Investigator) -> None:
    others = [Query(f"What was painted in {year}?") for year in range(1900, 1906)]
    with investigator.index.database.snapshot():
        every = investigator.investigate(QUERY, at_least=MOST_READ)
        assert investigator.investigate(others[0]) is not every
        assert investigator.investigate(QUERY) is every
        for other in others:
            investigator.investigate(other)
        first = investigator.investigate(QUERY)
        assert first is not every
        assert investigator.investigate(QUERY, at_least=MOST_READ) is not first


def test_a_question_is_encoded_once_for_all_documents_that_it_is_asked_of(investigator: Investigator) -> None:
    with investigator.index.database.snapshot():
        question = investigator.investigate(QUERY).found.question
        narrowed = Query(QUERY.text, filters=Filters(sources=("1.txt",)))
        assert investigator.investigate(narrowed).found.question is question
    ingest_bytes(investigator.index, b"Another lamp.", "new.txt", "new.txt")
    with investigator.index.database.snapshot():  # how rare its words are may have changed
        assert investigator.investigate(QUERY).found.question is not question


def test_passages_are_looked_up_once_for_all_that_look_at_them(
    investigator: Investigator, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def noted(index: Index, question: Question, filters: Filters) -> list[Candidate]:
        looked_up.append(question.text)
        return retrieve(index, question, filters)

    monkeypatch.setattr("rag.investigation.investigator.retrieve", noted)
    asked = [Query(text) for text in ("Who painted house 3?", "Who sold the oil?")]
    with investigator.index.database.snapshot():
        found = [investigator.passages(query) for query in asked]
        assert [investigator.passages(query) for query in asked] == found
        assert investigator.investigate(asked[0]).found.question is found[0].question
        investigator.passages(Query(asked[0].text, filters=Filters(sources=("1.txt",))))
    assert looked_up == [asked[0].text, asked[1].text, asked[0].text]


def test_what_stands_in_another_document_is_not_said_to_be_nowhere(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for place in range(6):
        ingest_bytes(
            index, f"# Lamp {place}\n\nLamp {place} hangs in hall {place}.".encode(), f"{place}.md", f"{place}.md"
        )
    ingest_bytes(index, b"# Stores\n\nVarnish is kept in the cellar.", "stores.md", "stores.md")
    query = Query("Which lamp hangs in hall 3, with varnish or with ozokerite?", top_k=1)
    with index.database.snapshot():
        found = Investigator(index, load_model()).investigate(query)
        assert found.uncovered == ("ozokerite",)
        narrowed = Query(query.text, top_k=1, filters=Filters(sources=("3.md",)))
        assert Investigator(index, load_model()).investigate(narrowed).uncovered == ("varnish", "ozokerite")
