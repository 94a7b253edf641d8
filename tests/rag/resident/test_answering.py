"""What a command's question comes to, as text and JSON."""

import json
from pathlib import Path

import pytest

from index.errors import IndexMissing
from index.store import Index
from rag.errors import FilterError
from rag.resident.answering import ABSTAINED, answered, failed, opened
from rag.resident.request import Request, Told
from tests.support.documents import ingest_bytes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("answering") / "index"
    index = Index.open(path, create=True)
    ingest_bytes(index, b"The museum opened in 1901. Its first director was Ada Berg.", "museum.txt", "museum.txt")
    index.close()
    return str(path)


def test_the_models_are_loaded_before_the_question(folder: str) -> None:
    assert opened(folder).is_warm


def test_an_answer_as_text_and_as_json(folder: str) -> None:
    assistant = opened(folder)
    told = answered(assistant, Request("ask", "When did the museum open?"))
    assert (told.code, told.err) == (0, ())
    assert "The museum opened in 1901. [1]" in (told.out or "")
    body = json.loads(answered(assistant, Request("ask", "When did the museum open?", as_json=True)).out or "")
    assert body["sentences"][0]["text"] == "The museum opened in 1901."


def test_what_the_documents_do_not_say_has_a_code_of_its_own(folder: str) -> None:
    assert answered(opened(folder), Request("ask", "Who painted the ceiling of the opera?")).code == ABSTAINED


def test_a_kind_and_filters_are_those_of_the_request(folder: str) -> None:
    assistant = opened(folder)
    body = json.loads(answered(assistant, Request("ask", "The museum", kind="overview", as_json=True)).out or "")
    assert body["kind"] == "overview"
    assert answered(assistant, Request("ask", "When did the museum open?", sources=("other.txt",))).code == ABSTAINED


def test_a_question_in_a_conversation_says_in_which(folder: str) -> None:
    told = answered(opened(folder), Request("ask", "When did the museum open?", conversation="new"))
    assert [line.startswith("footnote: answer 1 of conversation ") for line in told.err] == [True]


def test_passages_as_text_and_as_json(folder: str) -> None:
    assistant = opened(folder)
    assert "1901" in (answered(assistant, Request("search", "museum")).out or "")
    body = json.loads(answered(assistant, Request("search", "museum", as_json=True)).out or "")
    assert (body["question"], len(body["passages"])) == ("museum", 1)


def test_an_index_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        opened(str(tmp_path / "none"))


def test_an_error_is_told_with_its_advice_and_exit_code() -> None:
    assert failed(FilterError("That is no date", "Write another")) == Told(
        None, ("footnote: That is no date. Write another.",), 1
    )
