"""A letter is found by the language that a question calls it by."""

import dataclasses
from pathlib import Path

import pytest

from index.store import Index
from rag.asking.implied.languages import in_named_language
from rag.confidence.logistic import load_model
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds import overview
from rag.kinds.answer_kind import Asked
from tests.support.documents import ingest_bytes

_LETTER = "Liebe Müller,\n\nwir kommen am Freitag mit neun Leuten zu euch. Bitte haltet zwei Säcke Roggen bereit.\n"
_FLOUR = "# Flour of the mill\n\nThe mill grinds rye on Mondays and wheat on Thursdays. Flour is sold at the door.\n"


@pytest.fixture
def investigator(tmp_path: Path) -> Investigator:
    index = Index.open(tmp_path / "index", create=True)
    for name, text in {"besuch.txt": _LETTER, "flour.md": _FLOUR}.items():
        ingest_bytes(index, text.encode(), name, name)
    return Investigator(index, load_model(index.folder))


def test_a_letter_is_called_by_its_language(investigator: Investigator) -> None:
    with investigator.index.database.snapshot():
        asked = in_named_language(Asked(Query("Summarise the German letter"), "document", 0.5), investigator)
        found = overview.prepare(asked, investigator)
    assert asked.query.text == "Summarise the letter"
    assert found is not None
    assert {piece.row.source for piece in found.evidence} == {"besuch.txt"}


@pytest.mark.parametrize(
    "question", ["Summarise the letter in German", "Summarise the Spanish letter", "What do German visitors say?"]
)
def test_the_language_of_an_answer_calls_no_document(investigator: Investigator, question: str) -> None:
    asked = Asked(Query(question), "document", 0.5)
    with investigator.index.database.snapshot():
        assert in_named_language(asked, investigator) == dataclasses.replace(asked)
