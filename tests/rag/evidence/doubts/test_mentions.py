"""Whether what a question names is mentioned where its answer would be."""

from pathlib import Path

import pytest

from index.documents import Document, Section
from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.evidence.doubts.mentions import Missing, look_up, reason
from rag.evidence.sentences import Evidence, find
from rag.retrieval.candidates import retrieve
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

TEXTS = {
    "Kettles": "The KD-731-F holds 2 litres. The KD-732-F holds 3 litres.",
    "Ovens": "The oven shows H3 when the door is open. In 2021 it was sold 40 times.",
    "Mixers": "The mixer shows H7 when its bowl holds too much.",
}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", HashEncoder(), create=True)
    documents = [Document(t, t, text, text, (Section(0, len(text)),)) for t, text in TEXTS.items()]
    ingest_documents(made, documents)
    return made


def asked(index: Index, text: str, *, about: str = "") -> tuple[list[Evidence], tuple[Missing, ...]]:
    """Return what is made of a question; evidence of one document alone where it is named."""
    question = read(index, text)
    evidence = [each for each in find(question, retrieve(index, question)) if about in each.row.title]
    return look_up(index, text, evidence)


def test_a_code_that_no_document_has_is_missing_and_its_neighbours_are_told(index: Index) -> None:
    _, missing = asked(index, "How much does the KD-733-F hold?")
    assert missing == (Missing("KD-733-F", ("KD-731-F", "KD-732-F")),)
    assert reason(missing) == "Nothing mentions KD-733-F; close: KD-731-F, KD-732-F."


def test_what_another_document_mentions_is_missing_in_the_one_that_would_answer(index: Index) -> None:
    _, missing = asked(index, "What does H7 on the oven mean?", about="Ovens")
    assert reason(missing) == "“Ovens” does not mention H7; close: H3."


def test_what_another_document_mentions_is_not_close_to_itself(index: Index) -> None:
    text = "The toaster was sold 9 times in 2019 and 8 times in 2022."
    ingest_documents(index, [Document("Other toasters", "Other toasters", text, text, (Section(0, len(text)),))])
    _, missing = asked(index, "How often was the oven sold in 2019?", about="O")
    assert missing == (Missing("2019", ("2021", "2022"), "Ovens"),)


def test_evidence_of_passages_that_mention_the_code_comes_first(index: Index) -> None:
    evidence, missing = asked(index, "What does the oven show, H7?")
    assert not missing
    assert evidence[0].row.title == "Mixers"


def test_what_is_said_of_another_code_is_no_evidence_where_the_one_asked_about_is_named(index: Index) -> None:
    for code in ("KD-731-F", "KD-732-F"):
        evidence, _ = asked(index, f"How many litres does the {code} hold?", about="Kettles")
        [piece] = evidence
        assert code in index.chunks.text(piece.row)[piece.start - piece.row.start : piece.end - piece.row.start]
    assert len(asked(index, "Which holds more, the KD-731-F or the KD-732-F?", about="Kettles")[0]) == 2


def test_a_year_beside_other_years_must_be_mentioned(index: Index) -> None:
    assert asked(index, "How often was the oven sold in 2019?", about="Ovens")[1] == (Missing("2019", ("2021",)),)
    assert not asked(index, "How often was the oven sold in 2021?", about="Ovens")[1]


def test_a_quarter_must_be_mentioned(index: Index) -> None:
    sales = b"# Sales\n\nOf pans 40 were sold in Q1, and 50 in the second quarter."
    ingest_bytes(index, sales, "sales.md", "sales.md")
    question = "How many pans were sold in the third quarter?"
    assert asked(index, question, about="Sales")[1] == (Missing("Q3", ("Q1", "Q2")),)
    assert not asked(index, "How many pans were sold in Q2?", about="Sales")[1]


def test_a_question_that_names_nothing_keeps_its_evidence_as_it_was(index: Index) -> None:
    question = read(index, "When is the door open?")
    evidence = find(question, retrieve(index, question))
    assert look_up(index, question.text, evidence) == (evidence, ())
