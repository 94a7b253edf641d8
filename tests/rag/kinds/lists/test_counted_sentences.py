"""A sentence that counts what is asked for is told with those behind it that tell of one each."""

from pathlib import Path

import pytest

from index.store import Index
from rag.evidence.sentences import find, quotes
from rag.kinds.lists.counted_sentences import counted_sentences
from rag.retrieval.candidates import retrieve
from rag.retrieval.filters import EVERYTHING
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

_HARBOUR = b"""# Berths at Orlo

There are two kinds of berth. A day berth is let by the night. A year berth is let from May on. Ask at the office.

Three huts stand on the pier. The red hut holds 12 oars. The tarred one by the crane holds sails. Nobody uses the third.

We make two demands. First, the light must burn. Second, somebody has to sweep.
"""


@pytest.mark.parametrize(
    ("question", "ends"),
    [
        ("Which kinds of berth are there at Orlo?", ["berth.", "night.", "May on."]),
        ("What types of berth are there?", ["berth.", "night.", "May on."]),
        ("Which demands do we make?", ["demands.", "burn.", "sweep."]),
        ("Which huts are on the pier?", []),  # what is behind is not alike
        ("Where is the office for berths?", []),
        ("Which berths have light?", []),
    ],
)
def test_as_many_sentences_are_told_as_are_counted(tmp_path: Path, question: str, ends: list[str]) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, _HARBOUR, "harbour.md", "harbour.md")
    asked = read(index, question)
    told = quotes(index, counted_sentences(index, question, find(asked, retrieve(index, asked, EVERYTHING))))
    assert [any(words.endswith(end) for end in ends) for words in told] == [True] * len(ends)
