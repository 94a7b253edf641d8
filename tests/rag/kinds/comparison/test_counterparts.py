"""Which sentences say the same with other figures, on the real encoder's vectors."""

from pathlib import Path

import pytest

from index.store import Index
from rag.evidence.sentences import Evidence, quotes, unscored
from rag.kinds.comparison.counterparts import pairs_alike, pairs_that_differ, said_of_both
from tests.support.documents import ingest_bytes

MORNING = (
    b"The ferry carried 40 cyclists. Nobody knows why the bell rang. The captain put the damage at 3 million pounds.\n"
)
EVENING = b"Damage is estimated at 5 million pounds. On board were 62 cyclists. The weather was calm on that day.\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, text in (("morning.txt", MORNING), ("evening.txt", EVENING)):
        ingest_bytes(index, text, name, name)
    return index


def sentences(index: Index, source: str) -> list[Evidence]:
    [identity] = [document.id for document in index.documents.listed() if document.source == source]
    rows = index.chunks.get(index.chunks.ids_of([identity])).values()
    return [unscored(row, start, end) for row in rows for start, end in row.sentences]


@pytest.mark.slow
def test_pairs_speak_of_the_same_and_no_sentence_is_of_two(index: Index) -> None:
    pairs = pairs_alike(index, sentences(index, "morning.txt"), sentences(index, "evening.txt"))
    assert {tuple(quotes(index, pair)) for pair in pairs} == {
        ("The captain put the damage at 3 million pounds.", "Damage is estimated at 5 million pounds."),
        ("The ferry carried 40 cyclists.", "On board were 62 cyclists."),
    }
    one = sentences(index, "morning.txt")
    assert pairs_alike(index, one[:1], one[:1]) == []  # the same figures
    assert pairs_alike(index, [], one) == []


@pytest.mark.slow
def test_only_values_of_one_kind_and_unit_differ(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    one = b"The ferry carried 40 cyclists. It left the pier at 6:10 a.m. and was late.\n"
    other = b"The ferry carried 3 tons of salt. It left the pier at 7:45 a.m. and was late.\n"
    for name, text in (("one.txt", one), ("other.txt", other)):
        ingest_bytes(index, text, name, name)
    pairs = pairs_that_differ(index, sentences(index, "one.txt"), sentences(index, "other.txt"))
    assert [quotes(index, pair) for pair in pairs] == [
        ["It left the pier at 6:10 a.m. and was late.", "It left the pier at 7:45 a.m. and was late."]
    ]


def asked_for(index: Index, pieces: list[Evidence], word: str) -> dict[tuple[int, int], float]:
    return {(piece.row.id, piece.start): 0.8 for piece in pieces if word in quotes(index, [piece])[0]}


@pytest.mark.slow
def test_of_what_is_said_of_both_it_is_what_was_asked_or_nothing(index: Index) -> None:
    morning, evening = sentences(index, "morning.txt"), sentences(index, "evening.txt")
    both = said_of_both(morning, evening, asked_for(index, [*morning, *evening], "pounds"))
    assert both is not None
    assert quotes(index, both) == [
        "The captain put the damage at 3 million pounds.",
        "Damage is estimated at 5 million pounds.",
    ]
    # Others are asked about than those that are most alike.
    assert said_of_both(morning, evening, asked_for(index, [*morning, *evening], "cyclists")) is None
    rang = [piece for piece in morning if "bell" in quotes(index, [piece])[0]]
    assert said_of_both([], rang, {}) is None
    assert said_of_both(rang, evening[-1:], {}) == (rang[0], evening[-1])  # of one each nobody need choose
