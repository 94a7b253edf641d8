"""A document that a question calls by what it is narrows it to that document."""

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.asking.implied.documents import about_document
from rag.confidence.logistic import load_model
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.retrieval.filters import Filters
from tests.support.documents import ingest_bytes

MAIL = (
    b"From: Ines Okafor <ines@harbour.example>\nTo: Bo <bo@harbour.example>\nDate: Tue, 15 Oct 2024 10:12:00 +0100\n"
    b"Subject: The berth from spring\n\nDear Bo,\n\nthe berth costs 310 crowns a month from April.\n\nInes\n"
)
FILES = {
    "berth-contract.md": b"# Lease of berth 12\n\nThe berth costs 290 crowns a month. Dogs sleep on board only."
    b" The lease begins on 1 May 2024.\n",
    "mail.eml": MAIL,
    "rules.md": b"# Harbour rules 2024\n\nNobody sleeps on board in winter. A hose costs 5 crowns a month.\n",
    "pump-manual.md": b"# Bilge pump P3\n\nThe pump costs 80 crowns. Rinse it once a month.\n",
    "walk.md": b"# A walk around the harbour\n\nIt is two miles long and costs nothing.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, data in FILES.items():
        ingest_bytes(index, data, name, name)
    return index


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("What does a berth cost according to the contract?", "berth-contract.md"),
        ("What does the lease say about dogs?", "berth-contract.md"),
        ("How much is the berth in the mail?", "mail.eml"),
        ("What do the harbour rules say about winter?", "rules.md"),
        ("Is sleeping on board forbidden in the rules?", "rules.md"),
        ("How often does one rinse it, as per the pump manual?", "pump-manual.md"),
    ],
)
def test_what_a_document_is_called_becomes_a_filter(index: Index, question: str, source: str) -> None:
    with index.database.snapshot():
        found = about_document(Query(question), Kind.FACT, Investigator(index, load_model()))
    assert found is not None
    assert found.query.filters.sources == (source,)
    assert found.query.text == question
    assert found.is_certain == ("in the" not in question or "mail" in question)


@pytest.mark.parametrize(
    ("question", "is_meant"),
    [("What does the mail from Ines say?", True), ("What does the mail from Orlo say?", False)],
)
def test_what_is_from_somebody_has_their_name(index: Index, question: str, *, is_meant: bool) -> None:
    with index.database.snapshot():
        found = about_document(Query(question), Kind.OVERVIEW, Investigator(index, load_model()))
    assert (found is not None) is is_meant


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Who signed the contract?", "berth-contract.md"),
        ("summary of ines's mail", "mail.eml"),
        ("Sum up the new harbour rules", "rules.md"),
        ("Explain pump manual to me", "pump-manual.md"),
        ("What does the tenancy contract cost me?", "berth-contract.md"),  # there is no other contract
    ],
)
def test_a_document_may_be_called_anywhere_in_a_question(index: Index, question: str, source: str) -> None:
    with index.database.snapshot():
        found = about_document(Query(question), Kind.OVERVIEW, Investigator(index, load_model()))
        of_itself = about_document(Query(question), Kind.COLLECTION, Investigator(index, load_model()))
    assert found is not None
    assert found.query.filters.sources == (source,)
    assert not found.is_certain
    assert of_itself is None


@pytest.mark.parametrize(
    "question",
    [
        "What does a berth cost?",
        "How do I sign a contract?",
        "Who sleeps in the harbour?",  # a walk around it is no harbour, and its rules are none
        "What happens in the winter?",
        "Is the hose in the berth?",
        "What does the insurance say about dogs?",
        "What is written in the pump journal?",
        "Is the walk long according to the man?",
    ],
)
def test_other_nouns_narrow_nothing(index: Index, question: str) -> None:
    with index.database.snapshot():
        assert about_document(Query(question), Kind.FACT, Investigator(index, load_model())) is None


def test_sources_that_were_chosen_stay(index: Index) -> None:
    chosen = Query("What does a berth cost in the contract?", filters=Filters(sources=("mail.eml",)))
    with index.database.snapshot():
        assert about_document(chosen, Kind.FACT, Investigator(index, load_model())) is None


@pytest.mark.slow
def test_the_answer_is_of_that_document_and_says_so(index: Index) -> None:
    answer = Assistant(index).ask(Query("What does a berth cost according to the contract?", kind=Kind.FACT))
    assert answer.lead == "In “Lease of berth 12”:"
    assert "290 crowns" in answer.answer
    assert {citation.source for sentence in answer.sentences for citation in sentence.citations} == {
        "berth-contract.md"
    }
    assert answer.settings.sources == ("berth-contract.md",)


@pytest.mark.slow
def test_what_stands_in_a_document_is_no_question_about_documents(index: Index) -> None:
    answer = Assistant(index).ask(Query("What are the dates in the contract?"))
    assert answer.kind is not Kind.COLLECTION
    assert "1 May 2024" in f"{answer.answer} {[each.text for each in answer.nearest]}"
