"""Where lists and tables begin and end, and what of them is one item."""

from pathlib import Path

import pytest

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.kinds.lists.list_items import ListBlock, Shape, blocks_around, words_of

HERBS = (
    "The garden has a wall.\n\nWe grow these herbs:\n\n• thyme. It likes sun.\n• mint\n  which spreads\n• sage\n\n"
    "Visitors may pick them.\n\nBed | Plants\nNorth | 12\nSouth | 9\n"
)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index.open(tmp_path / "index", "hash", create=True)


def blocks(index: Index, text: str) -> list[ListBlock]:
    ingest_documents(index, [Document("t.txt", "T", text, text, (Section(0, len(text)),))])
    rows = index.chunks.get(index.chunks.ids_at(index.documents.listed()[0].id, 0, len(text)))
    return list({block.key: block for row in rows.values() for block in blocks_around(index, row)}.values())


def test_items_are_whole_and_stand_below_what_announces_them(index: Index) -> None:
    herbs, beds = blocks(index, HERBS)
    assert [" ".join(words_of(index, item).split()) for item in herbs.items] == [
        "• thyme. It likes sun.",
        "• mint which spreads",
        "• sage",
    ]
    assert herbs.before
    assert (words_of(index, herbs.before), herbs.announced, herbs.whole) == ("We grow these herbs:", True, True)
    assert [(words_of(index, item), item.shape) for item in beds.items] == [
        ("North | 12", Shape.TABLE),
        ("South | 9", Shape.TABLE),
    ]
    assert not beds.announced


def test_a_list_that_goes_on_in_the_next_chunks_is_one_and_one_beyond_reach_is_not_whole(index: Index) -> None:
    lines = [f"• herb number {number} grows beside the old wall of the garden, in the sun" for number in range(200)]
    [found] = {b.items[0].start: b for b in blocks(index, "\n".join(lines[:40]))}.values()
    assert len({item.row.id for item in found.items}) > 1
    assert [words_of(index, item) for item in found.items] == lines[:40]
    assert found.whole
    assert not any(block.whole for block in blocks(index, "\n".join(lines)))


def test_what_is_needed_and_the_steps_below_it_are_two_lists_and_items_within_an_item_are_none(index: Index) -> None:
    text = "Tea:\n\n• mint\n• water\n\n1. Boil it:\n  • at once\n  • in a pot\n2. Pour it.\n\n1. Drink it.\n2. Wash up."
    found = [
        (block.announced, [words_of(index, item).split()[0] for item in block.items]) for block in blocks(index, text)
    ]
    assert found == [(True, ["•", "•"]), (False, ["1.", "•", "•", "2."]), (False, ["1.", "2."])]
