"""Items that are words within sentences, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_CHOIR = """# The choir of Port Brannoc

The choir was founded in 1921 by Tamsin Pascoe, a teacher.
In its first concert the solo was sung by Jory Nance.
At the festival of 1954 the solo was sung by Elowen Trease.
When the new hall opened, the solo was sung by Demelza Hale.
Nobody is paid.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, _CHOIR.encode(), "choir.md", "choir.md")
    return Assistant(index)


def items(assistant: Assistant, question: str) -> list[str]:
    return [sentence.citations[0].quote for sentence in assistant.ask(Query(question, kind=Kind.LIST)).sentences]


@pytest.mark.slow
def test_names_out_of_several_sentences_are_the_items(assistant: Assistant) -> None:
    assert items(assistant, "Who sang the solo?") == ["Jory Nance", "Elowen Trease", "Demelza Hale"]


@pytest.mark.slow
def test_words_of_several_forms_stay_in_their_sentences(assistant: Assistant) -> None:
    assert all(item.endswith(".") for item in items(assistant, "Who founded the choir, and in which year?"))


@pytest.mark.slow
def test_what_repeats_the_question_is_no_item(tmp_path: Path) -> None:
    vote = """# The right to vote

Suffrage, or political franchise, or simply franchise, is the right to vote in public, political elections.
It was given to women in 1918.
"""
    index = Index.open(tmp_path, create=True)
    ingest_bytes(index, vote.encode(), "vote.md", "vote.md")
    found = items(Assistant(index), "The right to vote is known as suffrage or what?")
    assert "political franchise" in found
    assert not {"Suffrage", "the right to vote"} & set(found)


@pytest.mark.slow
def test_who_is_named_in_a_question_may_answer_it(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True)
    ingest_bytes(index, b"Harbour lights was written by Ann Lee, Bo Marsh, and Cem Oral.\n", "song.txt", "song.txt")
    assert "Ann Lee" in items(Assistant(index), "Who wrote Harbour lights by Ann Lee?")
