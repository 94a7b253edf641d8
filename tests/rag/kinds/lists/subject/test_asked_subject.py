"""What is said of somebody else than who is asked about is no item of a list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.evidence.sentences import Evidence, unscored
from rag.investigation.query import Query
from rag.kinds.lists.subject.asked_subject import of_asked
from tests.support.documents import ingest_bytes

HOUSE = """# Lease of the mill

The landlord repairs the roof, the boiler and the gutters. The tenant repairs the taps and the blinds.
She must repair what her guests break. The landlord must repair the stairs within a week.
The attic is cold.
"""
BATH = """# Bathhouse rota

## Jobs of the stoker

- light the stove at four
- bring two baskets of birch

## Jobs of the attendant

- hand out the towels
- mop the tiles

## Before opening

What the lifeguard tests:

- the chlorine with a strip
- the rescue pole

What the gardener tests:

- the sprinklers
- the hedge by the fence
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, HOUSE.encode(), "lease.md", "lease.md")
    ingest_bytes(index, BATH.encode(), "bath.md", "bath.md")
    return index


def sentences(index: Index) -> Iterator[Evidence]:
    for document in index.documents.listed():
        for row in index.chunks.get(index.chunks.ids_of([document.id])).values():
            yield from (unscored(row, *span) for span in row.sentences)


def kept(index: Index, question: str) -> str:
    with index.database.snapshot():
        everything = list(sentences(index))
        found = of_asked(index, question, everything, everything)
        return " ".join(index.chunks.text(e.row)[e.start - e.row.start : e.end - e.row.start] for e in found)


@pytest.mark.parametrize(
    ("question", "has", "has_not"),
    [
        ("What does the landlord repair?", ["roof", "stairs", "attic"], ["taps", "guests", "towels"]),
        ("What does the tenant repair?", ["taps", "guests"], ["roof", "stairs", "birch"]),
        ("What are the jobs of the stoker?", ["stove", "birch"], ["towels", "tiles", "roof"]),
        ("What does the lifeguard test?", ["chlorine", "pole"], ["sprinklers", "hedge", "roof"]),
        ("What is there at the mill?", ["roof", "taps"], []),
    ],
)
def test_sentences_items_and_sections_of_another_go(
    index: Index, question: str, has: list[str], has_not: list[str]
) -> None:
    said = kept(index, question)
    assert [word for word in has if word not in said] == []
    assert [word for word in has_not if word in said] == []


@pytest.mark.slow
def test_a_list_has_the_items_of_who_is_asked_about_alone(index: Index) -> None:
    assistant = Assistant(index)
    for question, items in (
        ("What does the landlord repair?", ["roof", "the boiler", "the gutters"]),
        ("What does the tenant repair?", ["the taps", "the blinds"]),
        ("What does the attendant have to do?", ["hand out the towels", "mop the tiles"]),
    ):
        answer = assistant.ask(Query(question, kind=Kind.LIST))
        assert [sentence.text.removeprefix("the ") for sentence in answer.sentences] == [
            item.removeprefix("the ") for item in items
        ]


@pytest.mark.slow
def test_of_two_lists_the_one_that_is_announced_as_whose_is_asked_for_is_given(index: Index) -> None:
    answer = Assistant(index).ask(Query("What does the gardener test before opening?", kind=Kind.LIST))
    assert answer.lead == "2 items."
    assert [sentence.text for sentence in answer.sentences[1:]] == ["the sprinklers", "the hedge by the fence"]


def test_a_question_about_nobody_who_is_known_keeps_all(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"# Dam\n\nThe engineer checks the gate. The warden checks the pump.\n", "dam.md", "dam.md")
    assert kept(index, "What does the diver check?") == "The engineer checks the gate. The warden checks the pump."


def test_a_name_tells_nothing_where_more_of_what_is_asked_stands_where_it_does_not(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"# Camp\n\nWhat to bring to the camp:\n\n- a lamp\n- a mug\n", "camp.md", "camp.md")
    ingest_bytes(index, b"# Ferry\n\nBooked for Ada Brun. One trunk for all.\n", "ferry.md", "ferry.md")
    assert "a lamp" in kept(index, "What should Ada bring to the camp?")
    assert "a lamp" not in kept(index, "What does Ada take?")
