"""All steps of what is asked how to do, and one alone where it is what was asked."""

import pytest

from index.store import Index
from rag.evidence.sentences import Evidence, unscored
from rag.kinds.lists.list_items import words_of
from rag.kinds.lists.named.named_steps import named_steps
from tests.support.documents import ingest_bytes

MANUAL = b"""# Manual of the pump

## Bleeding the pump

1. Close the tap.
2. Open the valve.
3. Wait for a minute.

## Never

- run it dry
- paint the valve
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), "hash", create=True)
    ingest_bytes(index, MANUAL, "pump.md", "pump.md")
    return index


@pytest.mark.parametrize(
    ("question", "answer", "count"),
    [
        ("How do I bleed the pump?", "2. Open", 3),
        ("how to bleed it", "1. Close", 3),
        ("Tell me how the pump is bled, and how should I bleed it", "3. Wait", 3),
        ("How do I close the tap?", "1. Close", 0),
        ("How long does bleeding the pump take?", "3. Wait", 0),
        ("What is bled?", "1. Close", 0),
        ("How do I never ruin it?", "\u2022 run", 0),
    ],
)
def test_steps_are_whole_where_what_stands_above_them_is_asked_how_to_do(
    index: Index, question: str, answer: str, count: int
) -> None:
    with index.database.snapshot():
        steps = named_steps(index, question, [_piece(index, answer)])
        assert [words_of(index, item)[0] for item in steps] == [str(number + 1) for number in range(count)]


def test_steps_are_whole_where_two_of_them_answer(index: Index) -> None:
    question = "How do I get the air out?"
    with index.database.snapshot():
        one, other, elsewhere = (_piece(index, start) for start in ("1. Close", "3. Wait", "\u2022 run"))
        assert len(named_steps(index, question, [one, other])) == 3
        assert not named_steps(index, question, [one])
        assert not named_steps(index, question, [one, elsewhere])


def _piece(index: Index, answer: str) -> Evidence:
    [document] = index.documents.listed()
    rows = index.chunks.get(index.chunks.ids_of([document.id])).values()
    [piece] = [
        unscored(row, *span)
        for row in rows
        for span in row.sentences
        if index.chunks.text(row)[span[0] - row.start :].startswith(answer)
    ]
    return piece
