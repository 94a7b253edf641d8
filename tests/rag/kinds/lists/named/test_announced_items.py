"""All items of the list that a line above it begins to say, where that line has what is asked."""

import pytest

from index.store import Index
from rag.evidence.sentences import Evidence, unscored
from rag.kinds.lists.list_items import words_of
from rag.kinds.lists.named.announced_items import announced_items
from tests.support.documents import ingest_bytes

_RULES = b"""HARBOUR OF ORLO

1. Permits

A permit from the harbour master is needed
- for boats of more than eight metres,
- from the third night on,
- when the slip is used.

The desk is open until noon.

2. Aprons

Change your apron

- when you come back from the yard
- after cleaning the oven
- before you shape the loaves

The floor is swept at noon.

3. Lights

Lamps were given to these crews.
- Gannet
- Puffin
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), "hash", create=True)
    ingest_bytes(index, _RULES, "rules.txt", "rules.txt")
    return index


def _said(index: Index, question: str, words: str) -> list[str]:
    for row in index.chunks.get(range(1, 9)).values():
        start = index.chunks.text(row).find(words)
        if start >= 0:
            piece: Evidence = unscored(row, row.start + start, row.start + start + len(words))
            return [words_of(index, item) for item in announced_items(index, question, piece)]
    raise AssertionError(words)


@pytest.mark.parametrize("question", ["When do I need a permit from the harbour master?", "who needs a harbour permit"])
def test_the_line_and_all_its_items_answer(index: Index, question: str) -> None:
    line, *items = _said(index, question, "- from the third")
    assert line == "A permit from the harbour master is needed"
    assert len(items) == 3


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Is a harbour permit needed from the third night?", "- from the third"),
        ("How long may I stay without a permit from the harbour master?", "- from the third"),
        ("When is the desk open?", "- from the third"),
        ("Which crews were given lamps?", "- Gannet"),
        ("When do I need a permit from the harbour master?", "The desk is open"),
    ],
    ids=["of one item", "a figure", "something else", "a whole sentence", "no item"],
)
def test_one_item_alone_answers_what_is_asked_of_it(index: Index, question: str, words: str) -> None:
    assert _said(index, question, words) == []


@pytest.mark.parametrize(
    ("question", "words", "count"),
    [
        ("When must I change my apron?", "- after", 4),
        ("When must I change my apron?", "Change your", 4),
        ("When do I change the apron after the oven?", "- after", 0),
        ("How often must I change my apron?", "- after", 0),
        ("Must I change my apron?", "- after", 0),
        ("When must I change my apron?", "The floor", 0),
        ("When?", "- after", 0),
    ],
)
def test_the_line_that_has_all_that_is_asked_comes_with_its_items(
    index: Index, question: str, words: str, count: int
) -> None:
    found = _said(index, question, words)
    assert len(found) == count
    assert not found or found[0] == "Change your apron"
