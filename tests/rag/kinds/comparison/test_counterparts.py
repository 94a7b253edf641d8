"""Which sentences say the same with other figures, on the real encoder's vectors."""

import pytest

from index.store import Index
from rag.evidence.sentences import Evidence, quotes, unscored
from rag.kinds.comparison.counterparts import counterpart, pairs_alike
from tests.documents import ingest_bytes

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
def test_the_counterpart_of_a_sentence_has_figures_of_its_own(index: Index) -> None:
    piece, *_ = sentences(index, "morning.txt")
    found = counterpart(index, piece, sentences(index, "evening.txt"))
    assert found is not None
    assert quotes(index, [found]) == ["On board were 62 cyclists."]
    assert counterpart(index, piece, [piece]) is None


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
