"""A rating becomes a question that says what the reader said, of the documents as they are now."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.commands.cli import cli
from index.folders.sync import sync_paths
from index.store import Index
from rag.asking.assistant import Assistant
from rag.conversations.records import Feedback, KeptTurn, Rating
from rag.evaluation.sets.feedback import case_of, cases
from rag.evaluation.sets.question_sets import read_cases, undecided_in
from rag.investigation.query import Query
from rag.retrieval.filters import EVERYTHING, Filters
from tests.support.beside import history_in
from tests.support.documents import ingest_bytes, remove_for_good

TEXT = "The first director of the museum was Ada Berg."
DIRECTOR, VACCINE = "Who was the museum's first director?", "Which vaccine protects poultry from Newcastle disease?"
Rated = Callable[..., KeptTurn]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, TEXT.encode(), "museum.txt", "museum.txt", ("culture",))
    yield index
    index.close()


@pytest.fixture
def rated(index: Index) -> Rated:
    """Answer a question, and rate the answer."""

    def make(
        question: str, rating: Rating, reason: str = "", number: int = 1, filters: Filters = EVERYTHING
    ) -> KeptTurn:
        answer = Assistant(index).ask(Query(question, filters=filters))
        return KeptTurn(number, question, "2025-05-01", answer, Feedback(rating, reason, f"2025-05-0{number}"))

    return make


@pytest.mark.parametrize(
    ("question", "rating", "reason", "answerable"),
    [
        (DIRECTOR, "up", "", True),
        (DIRECTOR, "down", "It is wrong", None),
        (DIRECTOR, "down", "Another passage answers it: the second", True),
        (DIRECTOR, "down", "The documents do not say this: it was another museum", False),
        (VACCINE, "up", "", False),
        (VACCINE, "down", "The documents do answer this", True),
        (VACCINE, "down", "The closest passages are not about this", False),
        (VACCINE, "down", "Not helpful", None),
    ],
)
def test_a_rating_says_what_it_says_and_no_more(
    index: Index, rated: Rated, question: str, rating: Rating, reason: str, answerable: bool | None
) -> None:
    case = case_of("c" * 24, rated(question, rating, reason, 2), index)
    assert (case["id"], case["question"], case["answerable"]) == (f"{'c' * 24}-2", question, answerable)
    gold = [{"doc_id": "museum.txt", "start": 0, "end": 46}] if (question, rating) == (DIRECTOR, "up") else []
    assert case["spans"] == gold
    assert case["doc_ids"] == [span["doc_id"] for span in gold]


def test_gold_words_are_where_they_stand_now(index: Index, rated: Rated) -> None:
    turn = rated(DIRECTOR, "up")
    ingest_bytes(index, f"A notice. {TEXT} And a last word.".encode(), "museum.txt", "museum.txt")
    [span] = case_of("c", turn, index)["spans"]
    assert index.documents.listed()[0].version == 2
    assert span == {"doc_id": "museum.txt", "start": 10, "end": 56}
    # Words that stand nowhere any more make nothing gold: nobody knows whether the new version answers.
    ingest_bytes(index, b"The museum is closed.", "museum.txt", "museum.txt")
    case = case_of("c", turn, index)
    assert (case["answerable"], case["spans"]) == (None, [])
    remove_for_good(index, index.documents.listed()[0].id)
    assert case_of("c", turn, index)["answerable"] is None


def test_words_that_stand_twice_are_those_nearest(index: Index, rated: Rated) -> None:
    hall = "The hall is large. "
    ingest_bytes(index, f"{hall * 9}{TEXT}".encode(), "museum.txt", "museum.txt")
    turn = rated(DIRECTOR, "up")
    places = [9 * len(hall), 0, 8 * len(hall), 30 * len(hall)]
    text = f"{TEXT} {hall * 40}"
    for place in places[2:]:
        text = f"{text[:place]}{TEXT}{text[place:]}"
    ingest_bytes(index, text.encode(), "museum.txt", "museum.txt")
    starts = [span["start"] for span in case_of("c", turn, index)["spans"] if span["end"] - span["start"] == len(TEXT)]
    assert starts == [places[2]]


def test_the_words_of_a_file_that_moved_are_gold_where_it_is_now(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    (folder / "old").mkdir(parents=True)
    (folder / "museum.txt").write_text(TEXT)
    index = Index.open(tmp_path / "index", create=True)
    sync_paths(index, [folder])
    answer = Assistant(index).ask(Query(DIRECTOR))
    turn = KeptTurn(1, DIRECTOR, "2025-05-01", answer, Feedback("up", "", "2025-05-01"))
    (folder / "museum.txt").rename(folder / "old" / "museum.txt")
    sync_paths(index, [folder])
    case = case_of("c", turn, index)
    assert case["doc_ids"] == [str(folder / "old" / "museum.txt")]
    index.close()


def test_the_last_word_on_a_question_counts_in_each_scope(index: Index, rated: Rated) -> None:
    culture = Filters(tags=("culture",))
    turns = [
        rated(DIRECTOR, "down", "It is wrong", 1),
        rated(VACCINE, "up", "", 2),
        rated(DIRECTOR, "down", "The documents do not say this", 3, culture),
        rated(DIRECTOR.upper(), "up", "", 4),
    ]
    found = cases([("c", turn) for turn in turns], index)
    assert [(case["id"], case["answerable"], case["filters"]) for case in found] == [
        ("c-2", False, {}),
        ("c-3", False, {"tags": ["culture"]}),
        ("c-4", True, {}),
    ]


def test_ratings_measure_the_documents_on_the_command_line(index: Index, tmp_path: Path) -> None:
    """From the page's history by ``footnote history feedback`` to ``footnote eval``, with the encoder that ships."""
    history = history_in(index.folder)
    said: list[tuple[str, Filters, Rating]] = [
        (DIRECTOR, EVERYTHING, "up"),
        (VACCINE, EVERYTHING, "up"),
        ("Who was the first director?", Filters(sources=("museum.txt",)), "up"),
        ("Who was the first director?", EVERYTHING, "down"),
    ]
    for question, filters, rating in said:
        conversation = history.begin()
        history.keep(conversation.id, Assistant(index).ask(Query(question, filters=filters)))
        history.rate(conversation.id, 1, rating)
    history.close()
    questions = tmp_path / "questions.jsonl"
    printed = CliRunner().invoke(cli, ["history", "feedback", "--index", str(index.folder)])
    questions.write_text(printed.stdout)
    assert len(printed.stdout.splitlines()) == 4
    result = CliRunner().invoke(cli, ["eval", str(questions), "--index", str(index.folder), "--json"])
    assert (result.exit_code, result.stderr) == (
        0,
        "footnote: 1 question is left out: “answerable” is null; write true or false\n",
    )
    figures = json.loads(result.stdout)
    assert (figures["questions"], figures["answerable"], figures["answer_right"]) == (3, 2, 1.0)
    assert (figures["hit@1"], figures["abstention_recall"], figures["wrongly_refused"]) == (1.0, 1.0, 0.0)
    assert undecided_in(questions) == 1
    assert [case.filters for case in read_cases(questions)] == [
        EVERYTHING,
        EVERYTHING,
        Filters(sources=("museum.txt",)),
    ]
