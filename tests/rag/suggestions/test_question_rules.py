"""A sentence becomes a question that it answers, in good English, or none at all."""

from pathlib import Path

import pytest

from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.suggestions.example_questions import MOST, candidates, fact_questions
from rag.suggestions.question_rules import asked_by, question_of
from tests.support.documents import ingest_bytes


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The museum was opened in 1923 by a retired acrobat.", "When was the museum opened?"),
        ("The University of Warsaw was established in 1816.", "When was the University of Warsaw established?"),
        ("Johnny Cash covered the song in 1981.", "When did Johnny Cash cover the song?"),
        ("Tesla moved to New York in 1884.", "When did Tesla move to New York?"),
        ("The fire destroyed 2,300 sacks of coffee.", "How many sacks did the fire destroy?"),
        ("The new house will cost 96 million colones a year.", "How much will the new house cost?"),
        ("The plant will employ 240 workers.", "How many workers will the plant employ?"),
        ("Amalia Quesada, the keeper, lit the lamp.", "Who is Amalia Quesada?"),
        ("The glow was seen by Wilberth Arroyo, a night watchman.", "Who is Wilberth Arroyo?"),
    ],
)
def test_the_rules(sentence: str, question: str) -> None:
    assert question_of(sentence, "Nikola Tesla") == question


@pytest.mark.parametrize(
    "sentence",
    [
        "It was opened in 1923.",  # whose “it”?
        "The first was made in 1984.",
        "Others moved to New York in 1884.",
        "Lisbon moved it in 1884.",  # one word that no title has
        "The theatre was moved into a church in 2007",  # no full stop: a heading
        "“The museum was opened in 1923.”",
        "The museum: it was opened in 1923.",
        "When the museum was opened in 1923, it rained.",
        "The museum opened late.",
        "The mayor was arrested and later died in 1923.",
        "Anna Berg died of an illness that began in 1923.",
        "The museum, which was opened in 1923, is closed.",
        "Later Wilberth Arroyo, a night watchman, saw a glow.",
        "As First Minister, and head of the government, she resigned.",
        f"The {'very ' * 30}old museum was opened in 1923.",
    ],
)
def test_where_no_rule_is_sure_there_is_no_question(sentence: str) -> None:
    assert question_of(sentence, "Nikola Tesla") is None


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("How do I cancel a booking?", "How do I cancel a booking?"),
        ("Is the pool open in winter?", "Is the pool open in winter?"),
        ("Cancelling a booking", None),
        ("Why?", None),
        ("and who pays for the boat?", None),
        (f"Is it {'very ' * 30}late?", None),
    ],
)
def test_a_heading_that_asks_is_a_question(heading: str, question: str | None) -> None:
    assert asked_by(heading) == question


@pytest.mark.slow
def test_a_list_of_frequent_questions_is_offered_as_it_asks(tmp_path: Path) -> None:
    text = (
        "# Guests\n\n## Is breakfast included in the price?\n\nBreakfast is included in the price of every room.\n\n"
        "## What is the name of the owner's dog?\n\nAsk the owner, who will be glad to tell you.\n"
    )
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, text.encode(), "guests.md", "guests.md")
    assert fact_questions(Assistant(index)) == ["Is breakfast included in the price?"]
    index.close()


@pytest.mark.slow
def test_the_work_is_bounded_and_gives_way_at_every_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, ("The sea was calm. " * 9_000).encode(), "sea.txt", "sea.txt")
    chunks = index.documents.listed()[0].chunks
    asked: list[int] = []

    def goes_on() -> bool:
        asked.append(0)
        return True

    assert fact_questions(Assistant(index), goes_on) == []
    assert len(asked) == chunks > 100
    monkeypatch.setattr("rag.suggestions.example_questions._CHUNKS_LOOKED_AT", 50)
    assert len(list(candidates(index))) == 50
    index.close()


@pytest.mark.slow
def test_every_example_is_answered_by_the_sentence_that_it_was_made_of(
    tmp_path_factory: pytest.TempPathFactory, project_root: Path
) -> None:
    index = Index.open(tmp_path_factory.mktemp("examples"), create=True)
    for path in sorted(each for kind in ("txt", "md", "html") for each in (project_root / "seeds").glob(f"*.{kind}")):
        ingest_bytes(index, path.read_bytes(), path.name, path.name)
    assistant = Assistant(index)
    examples = fact_questions(assistant)
    assert 2 <= len(examples) <= MOST
    made_of = {each.question: each for some in candidates(index) for each in some}
    for question in examples:
        cited = assistant.ask(Query(question)).sentences[0].citations[0]
        origin = made_of[question]
        assert (cited.document_id, cited.start <= origin.start, cited.end >= origin.end) == (
            origin.document_id,
            True,
            True,
        )
    assert len({made_of[question].document_id for question in examples}) == len(examples)
    # Who is told to stop stops at once, and asks nothing.
    assert fact_questions(assistant, lambda: False) == []
    index.close()


def test_documents_in_other_languages_are_not_asked_about_in_english(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    text = "El museo fue inaugurado en 1923. The museum was opened in 1923. La sala es grande y tiene muchas pinturas."
    ingest_bytes(index, (text * 3).encode(), "museo.txt", "museo.txt")
    assert index.documents.get(index.documents.listed()[0].id).language == "es"
    assert not any(candidates(index))
    index.close()
