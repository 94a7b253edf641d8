"""Tables that say who does what: by a cell of their rows, by marks in a column, by the column itself."""

import pytest

from index.store import Index
from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

FILES = {
    "repairs.md": "# Who repairs what at the boathouse\n\n| Part | Club | Member |\n|---|---|---|\n"
    "| Racks | yes | no |\n| Oars | no | yes |\n| Slipway | yes | no |\n| Rigging | no | yes |\n",
    "hut.md": "# Duties at the hut\n\n| Duty | Done by |\n|---|---|\n| Chopping wood | Warden |\n"
    "| Sweeping the dormitory | Guests |\n| Reading the barometer | Warden |\n| Carrying out rubbish | Guests |\n",
    "camp.md": "# What to bring to camp\n\n| Day | Leaders | Children |\n|---|---|---|\n"
    "| Friday | Maps and a stove | A torch |\n| Saturday | Ropes | Boots |\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, text in FILES.items():
        ingest_bytes(index, text.encode(), name, name)
    return Assistant(index)


def ask(assistant: Assistant, question: str) -> Answer:
    answer = assistant.ask(Query(question, kind=Kind.LIST))
    for sentence in answer.sentences:
        for cited in sentence.citations:
            stored = assistant.index.documents.get(cited.document_id, cited.version)
            assert stored.text[cited.start : cited.end] == cited.quote
    return answer


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (
            "Which duties does the warden have?",
            ["Duty: Chopping wood; Done by: Warden", "Duty: Reading the barometer; Done by: Warden"],
        ),
        (
            "What does the club repair at the boathouse?",
            ["Part: Racks; Club: yes; Member: no", "Part: Slipway; Club: yes; Member: no"],
        ),
        ("What do children bring to camp?", ["A torch", "Boots"]),
        ("What do the leaders bring to camp?", ["Maps and a stove", "Ropes"]),
    ],
)
def test_the_rows_or_cells_of_who_is_asked_about_are_the_list(
    assistant: Assistant, question: str, texts: list[str]
) -> None:
    assert [sentence.text for sentence in ask(assistant, question).sentences] == texts


@pytest.mark.slow
def test_of_a_table_on_something_else_no_cell_answers(assistant: Assistant) -> None:
    answer = ask(assistant, "Which songs do the children sing?")
    assert not any(sentence.text in ("A torch", "Boots") for sentence in answer.sentences)
