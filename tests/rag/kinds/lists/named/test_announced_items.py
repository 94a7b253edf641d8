"""The whole list where what announces it has all of a question, and nothing where an item has more of it."""

import pytest

from index.store import Index
from rag.evidence.sentences import Evidence, unscored
from rag.kinds.lists.list_items import words_of
from rag.kinds.lists.named.announced_items import announced_items
from tests.support.documents import ingest_bytes

RULES = b"""# Rules of the bakery

## Cleanliness

Change your apron

- when you come back from the yard
- after cleaning the oven
- before you shape the loaves

The floor is swept at noon.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), "hash", create=True)
    ingest_bytes(index, RULES, "rules.md", "rules.md")
    return index


@pytest.mark.parametrize(
    ("question", "answer", "count"),
    [
        ("When must I change my apron?", "\u2022 after", 4),
        ("When do aprons have to be changed in the bakery?", "\u2022 before", 4),
        ("When must I change my apron?", "Change your", 4),
        ("When do I change the apron after the oven?", "\u2022 after", 0),
        ("How often must I change my apron?", "\u2022 after", 0),
        ("Must I change my apron?", "\u2022 after", 0),
        ("When must I change my apron?", "The floor", 0),
        ("When?", "\u2022 after", 0),
    ],
)
def test_a_list_is_whole_where_what_announces_it_has_all_that_is_asked(
    index: Index, question: str, answer: str, count: int
) -> None:
    with index.database.snapshot():
        found = announced_items(index, question, _piece(index, answer))
        assert len(found) == count
        assert not found or words_of(index, found[0]) == "Change your apron"


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
