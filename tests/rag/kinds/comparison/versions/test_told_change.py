"""One sentence tells how a value changed, where it is asked for before and after; on the real encoder and reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.confidence.logistic import load_model
from rag.evidence.sentences import quotes
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.comparison.versions.told_change import told_change
from tests.support.documents import ingest_bytes

NOTICE = b"""Alder Ferry Company

NEW PRICES OF THE FERRY

Dear passengers,

The price of a crossing goes up from 4 euros to 5 euros on 1 March. Children still pay nothing.

A monthly pass costs 61 euros instead of 52 euros. Bicycles are carried at 2 euros.

Yours,
Ada Brun
"""


@pytest.fixture(scope="module")
def investigator(tmp_path_factory: pytest.TempPathFactory) -> Investigator:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, NOTICE, "notice.txt", "notice.txt")
    ingest_bytes(index, b"Rules of the mill\n\nThe old mill is shut. A visit costs 3 euros.", "mill.txt", "mill.txt")
    return Investigator(index, load_model(index.folder))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("old and new price of a crossing", "from 4 euros to 5 euros"),
        ("How has the price of the crossing changed?", "from 4 euros to 5 euros"),
        ("What did the monthly pass cost before and what does it cost now?", "61 euros instead of 52"),
        ("Is a crossing or a pass dearer?", ""),
        ("old and new opening hours of the mill", ""),
    ],
)
def test_a_change_is_told_by_its_sentence(investigator: Investigator, question: str, told: str) -> None:
    index = investigator.index
    with index.database.snapshot():
        piece = told_change(investigator.investigate(Query(question)), index)
        said = quotes(index, [piece])[0] if piece else ""
    assert told in said
    assert bool(told) is bool(said)


@pytest.mark.slow
def test_a_question_that_is_told_to_be_of_a_fact_is_answered_so_too(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    terms = b"# Terms of supply\n\nThe Supplier may change the premium once a year, with notice of eight weeks."
    ingest_bytes(index, terms, "terms.md", "terms.md")
    ingest_bytes(index, b"# Amendment\n\nThe yearly premium rises from 426 euros to 498 euros.", "2.md", "2.md")
    answer = Assistant(index).ask(Query("How has the premium changed?", kind=Kind.FACT))
    assert [sentence.text for sentence in answer.sentences] == ["The yearly premium rises from 426 euros to 498 euros."]
