"""The path from a question to an answer, on the real encoder, the real stores and the real reranker."""

import dataclasses
from pathlib import Path

import pytest

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.answers.answer import NO_ANSWER, Answer, to_json
from rag.asking.assistant import Assistant
from rag.errors import FilterError, QuestionError
from rag.investigation.query import Query
from rag.retrieval.filters import Filters
from tests.support.documents import ingest_bytes, remove_for_good

HARBOUR = (
    "The harbour of Porto Vell opened in 1904 and was widened in 1931. 🚢 Its lighthouse is 41 metres tall. "
    "The harbour master, Ines Duarte, lives in the old customs house with two cats.\n\n"
    "Every spring the basin is dredged to a depth of nine metres, which takes eleven days."
)
BAKERY = (
    "The bakery in Calle Mayor sells 300 loaves a day. It closes on Mondays, because the oven is cleaned then.\n\n"
    "Its founder learned the trade in Lisbon before the war."
)


def text_document(source: str, title: str, text: str, published_at: str | None = None) -> Document:
    return Document(source, title, text, f"hash of {text}", (Section(0, len(text)),), published_at=published_at)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    documents = [
        text_document("harbour.txt", "The harbour", HARBOUR, "2025-03-01"),
        text_document("bakery.txt", "The bakery", BAKERY, "2024-06-01"),
    ]
    ingest_documents(index, documents)
    return Assistant(index, threshold=0.3)


@pytest.mark.slow
def test_the_sentence_that_answers_is_cited_to_the_character(assistant: Assistant) -> None:
    answer = assistant.ask(Query("How tall is the lighthouse?"))
    quotes = [citation.quote for sentence in answer.sentences for citation in sentence.citations]
    assert any("41 metres" in quote for quote in quotes)
    for sentence in answer.sentences:
        assert answer.answer[sentence.start : sentence.end] == sentence.text
        for citation in sentence.citations:
            stored = assistant.index.documents.get(citation.document_id, citation.version)
            assert stored.text[citation.start : citation.end] == citation.quote
            assert citation.published_at == "2025-03-01"


def test_passages_are_the_words_of_their_documents(assistant: Assistant) -> None:
    passages = assistant.search(Query("When does the bakery close?"))
    assert passages[0].title == "The bakery"
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    for passage in passages:
        stored = assistant.index.documents.get(passage.document_id, passage.version)
        assert stored.text[passage.start : passage.end] == passage.text


def test_what_the_documents_do_not_say_is_an_abstention_with_its_reason(assistant: Assistant) -> None:
    answer = assistant.ask(Query("Which protein folds the ribosome of the axolotl?"))
    assert answer.abstained
    assert answer.answer == NO_ANSWER
    assert answer.sentences == ()
    assert answer.abstain_reason is not None
    assert "axolotl" in answer.abstain_reason
    assert "axolotl" in answer.uncovered


def test_the_same_question_gives_the_same_bytes_but_for_the_timing(assistant: Assistant) -> None:
    first, second = (to_json(assistant.ask(Query("Who is the harbour master?"))) for _ in range(2))
    assert set(first.pop("timing_ms")) == set(second.pop("timing_ms"))
    assert first == second


@pytest.mark.parametrize("composed_first", [True, False])
def test_three_steps_give_the_answer_that_ask_gives(assistant: Assistant, composed_first: bool) -> None:
    query = Query("Why does the bakery close on Mondays?")
    findings = assistant.find(query)
    composition = assistant.compose(findings)
    sentences = tuple(composition) if composed_first else None
    answer = assistant.finish(findings, composition)
    assert answer.passages == findings.passages
    assert answer.sentences
    assert sentences in (None, answer.sentences)
    assert dataclasses.replace(answer, timing_ms={}) == dataclasses.replace(assistant.ask(query), timing_ms={})


def test_a_listener_hears_the_whole_answer_once(assistant: Assistant) -> None:
    heard: list[Answer] = []
    findings = assistant.find(Query("How tall is the lighthouse?"))
    with assistant.heard_by(heard.append):
        answer = assistant.finish(findings, assistant.compose(findings))
    assistant.ask(Query("How tall is the lighthouse?"))
    assert heard == [answer]


def test_filters_leave_only_the_documents_that_they_name(assistant: Assistant) -> None:
    for filters in (
        Filters(sources=("bakery.txt",)),
        Filters(before="2024-12-31"),
        Filters(after="2024-01-01", before="2024-06-01"),
    ):
        assert {passage.source for passage in assistant.search(Query("harbour", filters=filters))} == {"bakery.txt"}
    nothing = assistant.ask(Query("How tall is the lighthouse?", filters=Filters(after="2030-01-01")))
    assert nothing.abstained
    assert nothing.passages == ()


def test_a_filter_that_is_no_date_is_an_error() -> None:
    with pytest.raises(FilterError, match="“soon” for “after” is not a date"):
        Filters(after="soon")


@pytest.mark.parametrize(
    ("question", "problem"),
    [("", "is empty"), (" \n", "is empty"), ("?!…", "no words"), ("why " * 600, "2,000 are read")],
)
def test_a_question_that_cannot_be_asked_says_why(assistant: Assistant, question: str, problem: str) -> None:
    with pytest.raises(QuestionError, match=problem):
        assistant.ask(Query(question))


def test_an_empty_index_abstains(tmp_path: Path) -> None:
    answer = Assistant(Index.open(tmp_path / "index", create=True)).ask(Query("Is anybody there?"))
    assert answer.abstained
    assert answer.passages == ()
    assert answer.confidence == 0.0


def test_a_replaced_document_answers_at_once_and_old_citations_hold(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    assistant = Assistant(index, threshold=0.0)
    ingest_bytes(index, b"Museum\n\nThe museum opens at nine in the morning.", "museum.txt", "museum.txt")
    old = assistant.ask(Query("When does the museum open?")).sentences[0].citations[0]
    ingest_bytes(index, b"Museum\n\nThe museum opens at eleven in the morning.", "museum.txt", "museum.txt")
    new = assistant.ask(Query("When does the museum open?")).sentences[0].citations[0]
    assert (old.version, new.version) == (1, 2)
    assert "eleven" in new.quote
    assert index.documents.get(old.document_id, old.version).text[old.start : old.end] == old.quote


def test_a_deleted_document_is_out_of_every_answer_at_once(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_documents(index, [text_document("a.txt", "A", HARBOUR), text_document("b.txt", "B", BAKERY)])
    other = Assistant(Index.open(tmp_path / "index"))
    assert {p.source for p in other.search(Query("harbour lighthouse"))} == {"a.txt", "b.txt"}
    remove_for_good(index, text_document("a.txt", "A", HARBOUR).id)
    assert {p.source for p in other.search(Query("harbour lighthouse"))} == {"b.txt"}


TOWN = {
    "bridge.txt": (
        "Iron bridge\n\nAda Berg was an engineer from Ulm. She studied in Graz and built the iron bridge over the Mur."
        " The bridge was opened to carriages on 4 May 1874. It is painted green."
    ),
    "fleet.md": (
        "# The fleet\n\nThe harbour runs three ferries.\n\n| Ferry | Built | Seats |\n|---|---|---|\n"
        "| Alba | 1931 | 40 |\n| Bora | 1950 | 120 |\n"
    ),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("town"), create=True)
    for name, text in TOWN.items():
        ingest_bytes(index, text.encode(), name, name)
    return Assistant(index)


def test_both_parts_of_a_question_are_answered(town: Assistant) -> None:
    answer = town.ask(Query("Who built the iron bridge, and when was it opened?"))
    assert "Ada Berg" in answer.answer
    assert "4 May 1874" in answer.answer
    assert answer.unanswered == ()


def test_a_part_that_the_documents_leave_open_is_named(town: Assistant) -> None:
    answer = town.ask(Query("When was the iron bridge opened, and how many workers died on the railway?"))
    assert "4 May 1874" in answer.answer
    assert answer.unanswered == ("how many workers died on the railway, the iron bridge?",)
    assert not answer.abstained


def test_a_sentence_that_begins_with_a_pronoun_is_cited_with_the_name(town: Assistant) -> None:
    answer = town.ask(Query("Where did the builder of the iron bridge study?"))
    [sentence] = [s for s in answer.sentences if "Graz" in s.text]
    assert "Ada Berg" in " ".join(s.text for s in answer.sentences)
    for citation in sentence.citations:
        assert citation.quote == TOWN["bridge.txt"][citation.start : citation.end]


def test_a_row_of_a_table_is_read_with_its_head(town: Assistant) -> None:
    answer = town.ask(Query("How many seats does the ferry Bora have?"))
    assert "Ferry: Bora; Built: 1950; Seats: 120" in answer.answer
    [row, head] = next(s for s in answer.sentences if "Bora" in s.text).citations
    assert (row.quote, head.quote) == ("Bora | 1950 | 120", "Ferry | Built | Seats")
