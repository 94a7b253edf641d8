"""The row of a table of prices that a question asks for is known by its name, on the real encoder."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.answer import Grade
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_PRICES = """# Prices of the boat hire

| No | Article | Price 2030 | Price 2031 |
|---|---|---|---|
| K-1 | Kayak for one | 12 | 14 |
| K-2 | Kayak for two | 19 | 21 |
| P-7 | Paddle board | 15 | 15 |
| L-3 | Sailing lesson for children | 40 | 44 |
| W-1 | Summer berth | 300 | 320 |
"""
_FOR_SALE = """# For sale

| Craft | Seats | New (€) | Used (€) |
|---|---|---|---|
| Kayak red | 2 | 410 | 150 |
| Sculling boat | 1 | 900 | 300 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, _PRICES.encode(), "prices.md", "prices.md")
    return Assistant(index)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How much is a kayak for two?", "Kayak for two"),
        ("what do you charge for a paddle board", "Paddle board"),
        ("how much is a sailing lesson for kids", "Sailing lesson for children"),
        ("What did a summer berth cost last year?", "Summer berth"),
        ("What does a winter berth cost?", None),
        ("How much is a kayak for three?", None),
    ],
)
def test_a_price_is_said_by_the_row_of_what_is_asked_for(
    assistant: Assistant, question: str, article: str | None
) -> None:
    answer = assistant.ask(Query(question, kind=Kind.FACT))
    said = [sentence.text for sentence in answer.sentences]
    if article is None:
        assert answer.confidence < 0.9
    else:
        assert answer.grade is Grade.ANSWERED
        assert len(said) == 1
        assert f"Article: {article};" in said[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "is_it"),
    [
        ("How much is a kayak?", True),
        ("What's the price of a used kayak?", True),
        ("How much is a kayak cover?", False),
        ("How much is a tandem?", False),
        ("How much water gets into the kayak?", False),
        ("How much are the seats?", False),
    ],
)
def test_columns_of_money_need_not_be_called_prices(tmp_path: Path, question: str, *, is_it: bool) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, _FOR_SALE.encode(), "for-sale.md", "for-sale.md")
    answer = Assistant(index).ask(Query(question, kind=Kind.FACT))
    assert (answer.confidence >= 0.9) is is_it
    assert not is_it or "Kayak red; Seats: 2; New (€): 410" in answer.sentences[0].text


_PAY = """# Pay of the harbour

| Grade | Posts | Year one (EUR/month) | After 10 years |
|---|---|---|---|
| H1 | Deckhand, cleaner | 2100 | 2400 |
| H2 | Crane driver | 2900 | 3300 |
| H3 | Pilot, harbour master | 4100 | 5200 |
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "grade"),
    [
        ("how much does a crane driver earn at the start", "H2"),
        ("salary of a pilot after ten years", "H3"),
        ("What is a deckhand paid?", "H1"),
        ("How much does a harbour master make?", "H3"),
        ("How much does the cook earn?", None),
        ("What does Ada Brun earn?", None),
    ],
)
def test_what_somebody_earns_is_said_by_the_row_of_the_post(tmp_path: Path, question: str, grade: str | None) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, _PAY.encode(), "pay.md", "pay.md")
    answer = Assistant(index).ask(Query(question, kind=Kind.FACT))
    if grade is None:
        assert answer.confidence < 0.9
    else:
        assert [sentence.text[:9] for sentence in answer.sentences] == [f"Grade: {grade}"]
