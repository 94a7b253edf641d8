"""Which sentences are likely items, by what a reader makes of them."""

import dataclasses
from pathlib import Path

import pytest

from index.store import Index
from rag.evidence.sentences import Evidence, quotes, unscored
from rag.kinds.lists.likely_items import item_features, likely_items, share_of_likely
from tests.support.documents import ingest_bytes

TEXT = b"Bring a rope.\n\n- Bring a lamp as well\n- Bring water\n\nThe path was built long ago. It is steep.\n"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, TEXT, "path.md", "path.md")
    return index


def read(index: Index, logits: list[float | None]) -> list[Evidence]:
    [document] = index.documents.listed()
    rows = index.chunks.get(index.chunks.ids_of([document.id])).values()
    pieces = [unscored(row, start, end) for row in rows for start, end in row.sentences]
    return [
        dataclasses.replace(piece, relevance=logit, maxsim=0.5) for piece, logit in zip(pieces, logits, strict=True)
    ]


def test_what_is_near_the_best_is_an_item_and_a_line_of_a_list_may_be_farther(index: Index) -> None:
    evidence = read(index, [2.0, -1.5, -1.5, -1.9, -9.0])
    found = quotes(index, likely_items(index, evidence, 8))
    assert found[0] == "Bring a rope."
    assert {words.removeprefix("• ") for words in found} == {"Bring a rope.", "Bring a lamp as well", "Bring water"}
    assert quotes(index, likely_items(index, evidence, 2)) == found[:2]


def test_features_say_how_far_behind_a_sentence_and_its_neighbours_are(index: Index) -> None:
    found = item_features(index, read(index, [2.0, -1.0, None, None, -4.0]))
    assert [values for _, values in found] == [
        (0.0, 2.0, 0.0, -3.0, 0.5),
        (-3.0, 2.0, 1.0, 0.0, 0.5),
        (-6.0, 2.0, 0.0, -3.0, 0.5),
    ]
    assert item_features(index, []) == []
    assert likely_items(index, [], 8) == []


def test_words_of_one_sentence_tell_little_where_others_are_as_likely(index: Index) -> None:
    evidence = read(index, [2.0, 1.5, 1.5, -9.0, -9.0])
    rope = [dataclasses.replace(evidence[0], start=evidence[0].start + 8, end=evidence[0].end - 1)]
    assert quotes(index, rope) == ["rope"]
    assert share_of_likely(index, evidence, rope, 8) < 0.5
    assert share_of_likely(index, evidence, evidence, 8) == 1.0
    assert share_of_likely(index, read(index, [2.0, -9.0, -9.0, -9.0, -9.0]), rope, 8) == 1.0
    assert share_of_likely(index, [], rope, 8) == 1.0


def test_what_another_document_says_a_little_of_is_no_item(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, b"Bring a rope. Bring a lamp. Bring water.", "path.txt", "path.txt")
    ingest_bytes(index, b"Bring a letter.", "post.txt", "post.txt")
    rows = [index.chunks.get(index.chunks.ids_of([each.id])).values() for each in index.documents.listed()]
    pieces = [unscored(row, start, end) for some in rows for row in some for start, end in row.sentences]

    def likely(of_letter: float) -> set[str]:
        read = [
            dataclasses.replace(piece, maxsim=0.7, relevance=of_letter if "letter" in words else 0.0)
            for piece, words in zip(pieces, quotes(index, pieces), strict=True)
        ]
        return set(quotes(index, likely_items(index, read, 8)))

    assert likely(-1.0) == {"Bring a rope.", "Bring a lamp.", "Bring water."}
    assert "Bring a letter." in likely(1.0)
