"""All rows of a table answer what is asked of each, on the real encoder and the real reader."""

import pytest

from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_TARIFF = """# Tariff of the baths

## Prices

| Bath | Price | Deposit |
|---|---|---|
| Salt bath | £9 | £2 |
| Steam bath | £12 | £3 |
| Plunge pool | £4 | none |
| Foot bath | £3 | none |

## Payments

| What for | Due | Sum |
|---|---|---|
| Rent of the hall | every month | £410 |
| Water | every quarter | £96 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, _TARIFF.encode(), "tariff.md", "tariff.md")
    return Assistant(index)


@pytest.mark.slow
@pytest.mark.parametrize("question", ["What does each bath cost?", "What is the deposit for every bath?"])
def test_what_is_asked_of_each_is_all_rows(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(Query(question))
    assert [sentence.text.split(";")[0] for sentence in answer.sentences] == [
        f"Bath: {name}" for name in ("Salt bath", "Steam bath", "Plunge pool", "Foot bath")
    ]


@pytest.mark.slow
def test_all_things_of_a_table_that_is_called_by_its_title_are_its_rows(assistant: Assistant) -> None:
    answer = assistant.ask(Query("List all baths of the tariff"))
    assert [sentence.text.split(";")[0] for sentence in answer.sentences] == [
        f"Bath: {name}" for name in ("Salt bath", "Steam bath", "Plunge pool", "Foot bath")
    ]
    assert not any(s.text.startswith("Bath:") for s in assistant.ask(Query("List all guests of the tariff")).sentences)


@pytest.mark.slow
def test_each_month_is_no_row_of_the_table(assistant: Assistant) -> None:
    answer = assistant.ask(Query("How much is the rent of the hall each month?"))
    assert not any("Water" in sentence.text for sentence in answer.sentences)
