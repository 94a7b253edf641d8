"""Answers out of two documents, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_FILES = {
    "anthem.md": "# Harbour Anthem\n\nThe Harbour Anthem is sung at every regatta of Port Brannoc. It was composed by"
    " Demelza Hale in the winter after the great storm.\n",
    "hale.md": "# Demelza Hale\n\nDemelza Hale is a Cornish singer and pianist, known for her songs of the sea. She was"
    " born in the village of Treen in 1943, and lives in Orlo.\n",
    "trease.md": "# Elowen Trease\n\nElowen Trease is a Cornish sculptor. She was born in the village of Lamorna in"
    " 1951.\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, text in _FILES.items():
        ingest_bytes(index, text.encode(), name, name)
    return Assistant(index)


def cited(assistant: Assistant, question: str) -> list[str]:
    return [citation.source for each in assistant.ask(Query(question)).sentences for citation in each.citations]


@pytest.mark.slow
def test_what_two_documents_answer_together_cites_both(assistant: Assistant) -> None:
    question = "In which village was the composer of the Harbour Anthem born?"
    assert set(cited(assistant, question)) == {"anthem.md", "hale.md"}


@pytest.mark.slow
def test_what_one_document_answers_cites_no_other(assistant: Assistant) -> None:
    assert set(cited(assistant, "Who composed the Harbour Anthem?")) == {"anthem.md"}


@pytest.mark.slow
def test_a_document_that_none_names_is_no_second_step(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True)
    for name in ("anthem.md", "trease.md"):
        ingest_bytes(index, _FILES[name].encode(), name, name)
    question = "In which village was the composer of the Harbour Anthem born?"
    assert "trease.md" not in cited(Assistant(index), question)


@pytest.mark.slow
@pytest.mark.parametrize("question", ["Who is Jory Penrose?", "When was Jory Penrose born?"])
def test_somebody_listed_beside_who_is_asked_about_is_no_second_step(tmp_path: Path, question: str) -> None:
    index = Index.open(tmp_path, create=True)
    minutes = "# Minutes of the choir\n\nPresent: Ms Demelza Hale (chair), Mr Jory Penrose and Mrs Una Trease\n"
    ingest_bytes(index, minutes.encode(), "minutes.md", "minutes.md")
    ingest_bytes(index, _FILES["hale.md"].encode(), "hale.md", "hale.md")
    assert "hale.md" not in cited(Assistant(index), question)
