"""Two lines that are called by their labels are compared as two rows of a table are."""

from pathlib import Path

from index.store import Index
from rag.evidence.sentences import find, quotes
from rag.kinds.comparison.asked.sides import sides_of
from rag.kinds.comparison.rows.lines_compared import lines_compared
from rag.retrieval.candidates import retrieve
from rag.retrieval.filters import EVERYTHING
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

_WOOD = b"""# How long wood lasts

Oak: 25 years in the ground.
Larch: 12 years, longer above water.
Spruce, painted: 4 years.

Oak is dear. Larch is from Umbra.
"""


def _lines(folder: Path, question: str) -> dict[str, list[str]]:
    index = Index.open(folder / "i", "hash", create=True)
    ingest_bytes(index, _WOOD, "wood.md", "wood.md")
    asked = read(index, question)
    candidates = retrieve(index, asked, EVERYTHING)
    assert find(asked, candidates)
    return {
        side.name: quotes(index, side.evidence) for side in lines_compared(index, asked, candidates, sides_of(question))
    }


def test_each_side_has_the_line_that_is_called_as_it_is(tmp_path: Path) -> None:
    assert _lines(tmp_path, "Which lasts longer, oak or larch?") == {
        "oak": ["Oak: 25 years in the ground."],
        "larch": ["Larch: 12 years, longer above water."],
    }


def test_a_side_without_a_line_of_its_own_leaves_both_to_others(tmp_path: Path) -> None:
    assert _lines(tmp_path, "Which lasts longer, oak or spruce?") == {}
