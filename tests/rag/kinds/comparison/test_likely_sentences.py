"""Which sentences a comparison needs, by what a reader makes of them."""

import dataclasses
from pathlib import Path

import pytest

from index.store import Index
from rag.evidence.sentences import Evidence, quotes, unscored
from rag.kinds.comparison.likely_sentences import likely_sentences, sentence_features
from tests.support.documents import ingest_bytes

TEXT = b"The slip costs 9 euros. The quay costs 14 euros. The harbour was dug long ago. It has a crane. It is deep.\n"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, TEXT, "harbour.txt", "harbour.txt")
    return index


def read(index: Index, logits: list[float | None]) -> list[Evidence]:
    [document] = index.documents.listed()
    rows = index.chunks.get(index.chunks.ids_of([document.id])).values()
    pieces = [unscored(row, start, end) for row in rows for start, end in row.sentences]
    return [
        dataclasses.replace(piece, relevance=logit, maxsim=0.6) for piece, logit in zip(pieces, logits, strict=True)
    ]


def test_what_answers_is_needed_and_of_the_rest_nothing_but_two_in_any_case(index: Index) -> None:
    slip, quay, dug, crane, deep = read(index, [3.0, 2.0, -4.0, -5.0, -9.0])
    whole = [slip, quay, dug, crane, deep]
    assert sorted(quotes(index, likely_sentences(whole, [[slip], [quay]], 6))) == sorted(quotes(index, [slip, quay]))
    weak = [dataclasses.replace(piece, maxsim=0.2) for piece in whole]
    assert len(likely_sentences(weak, [], 6)) == 2
    assert len(likely_sentences(whole, [], 1)) == 1
    assert likely_sentences([], [], 6) == []


def test_features_say_how_far_behind_a_sentence_is_for_the_whole_and_for_its_side(index: Index) -> None:
    slip, quay, dug, *_ = read(index, [3.0, 2.0, -4.0, None, None])
    ahead = dataclasses.replace(dug, relevance=1.0)
    found = sentence_features([slip, quay], [[quay, ahead]])
    assert [(quotes(index, [piece])[0][:8], values) for piece, values in found] == [
        ("The slip", (0.0, 3.0, 8.0, 0.0, 0.6)),
        ("The quay", (1.0, 3.0, 0.0, 1.0, 0.6)),
        ("The harb", (12.0, 3.0, 1.0, 0.0, 0.6)),
    ]
