"""Which list or table was asked for, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.confidence.logistic import load_model
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.lists.list_items import ListBlock, words_of
from rag.kinds.lists.lists_read import best_block, best_named
from rag.reading.close_reading import MOST_READ
from tests.support.documents import ingest_bytes

RULES = """# Rules of the slip

Nobody launches a boat alone. Before the boat goes in, check these:

- the bung is in
- the trailer's lights are unplugged

Nobody may swim here because of these:

- the current turns within minutes
- boats cannot stop
"""
MOORINGS = "owner,boat,fee in pounds\nTamsin Pascoe,Gannet,310\nJory Nance,Puffin,275\nTamsin Pascoe,Fulmar,190\n"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, RULES.encode(), "rules.md", "rules.md")
    ingest_bytes(index, MOORINGS.encode(), "moorings.csv", "moorings.csv")
    return index


def investigated(index: Index, question: str) -> Investigation:
    return Investigator(index, load_model()).investigate(Query(question), at_least=MOST_READ)


def words(index: Index, block: ListBlock | None) -> list[str]:
    return [words_of(index, item) for item in block.items] if block else []


def test_of_two_lists_in_a_passage_the_one_is_chosen_that_answers(index: Index) -> None:
    found = best_block(index, investigated(index, "What must be checked before the boat goes in?"))
    assert found is not None
    assert words(index, found.block) == ["• the bung is in", "• the trailer's lights are unplugged"]


def test_a_list_whose_announcement_answers_best_is_asked_for_whole(tmp_path: Path) -> None:
    works = (
        "# The new pier\n\nThe pier is built by two firms from Orlo.\n\nThe pier is built in three stages:\n\n"
        "1. Drilling, from June 2031 to April 2032, for the piles of the pier.\n"
        "2. Lamps from Umbra, with five benches.\n3. A feast.\n"
    )
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, works.encode(), "works.md", "works.md")
    found = best_block(index, investigated(index, "In which stages is the pier built?"))
    assert found is not None
    assert len(found.block.items) == 3


def test_rows_are_named_by_a_cell_and_no_rows_are_taken_where_the_question_names_none(index: Index) -> None:
    found = best_named(index, investigated(index, "List all dues from Tamsin Pascoe with their amounts"))
    assert words(index, found) == ["Tamsin Pascoe | Gannet | 310", "Tamsin Pascoe | Fulmar | 190"]
    assert best_named(index, investigated(index, "List all dues from Wella Trembath with their amounts")) is None
