"""A question that leans on earlier turns is made one that stands alone; one that stands alone is left as it is."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.store import Index
from rag.answers.turns import Turn
from rag.asking.assistant import Assistant
from rag.follow_ups.readings import QuestionReading, readings
from rag.investigation.query import Query
from rag.retrieval.question import MAX_CHARACTERS
from tests.support.documents import ingest_bytes

HARBOUR = Turn("When was the new harbour opened?", "It opened on 3 March 2025.")
TOWER = Turn("Where is the Eiffel Tower?", "In Paris.")


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return how a question is read where no document decides: the last reading that needs no more confidence."""
    return [reading.text for reading in readings(question, history) if not reading.doubt][-1]


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        (("Who was Marie Curie?",), "When was she born?", "When was Marie Curie born?"),
        (("Where is the Eiffel Tower?",), "How tall is it?", "How tall is the Eiffel Tower?"),
        (("Which guests were on board?",), "Were they hurt?", "Were guests hurt?"),
        (("Which rooms does the inn have?",), "What do they cost?", "What do the rooms of the inn cost?"),
        (("What steps did the council take?",), "Who opposed them?", "Who opposed the steps of the council?"),
        (("What are the rules for guests?",), "Who made them?", "Who made the rules for guests?"),
        (("What is throat cancer?",), "Is it treatable?", "Is throat cancer treatable?"),
        (("When were the Beatles formed?",), "What was their first album?", "What was the Beatles’ first album?"),
        (
            ("When did Franklin and Eleanor Roosevelt marry?",),
            "Did they have children?",
            "Did Franklin and Eleanor Roosevelt have children?",
        ),
        (
            ("What is the capital of France?",),
            "How many people live there?",
            "How many people live in the capital of France?",
        ),
        (
            ("When was the new harbour opened?",),
            "What did the mayor say about this?",
            "What did the mayor say about the new harbour?",
        ),
        (
            ("What is the baggage limit of the ferry?",),
            "Does that apply to children?",
            "Does the baggage limit of the ferry apply to children?",
        ),
        (("When is the first tenants' evening?",), "Where is it?", "Where is the first tenants evening?"),
        (("Where is the Eiffel Tower?",), "How tall is the tower?", "How tall is the Eiffel Tower?"),
    ],
)
def test_a_pronoun_becomes_what_it_stands_for(earlier: tuple[str, ...], question: str, expected: str) -> None:
    assert standalone(question, [Turn(text) for text in earlier]) == expected


def test_who_was_asked_for_stands_in_the_answer() -> None:
    history = [Turn("Who wrote Hamlet?", "Hamlet was written by William Shakespeare around 1600.")]
    assert standalone("When was he born?", history) == "When was William Shakespeare born?"
    history = [Turn("Who runs the sail loft?", "For a bench ask Ada Quill, who leads the loft, in the morning.")]
    assert standalone("Which days does she work?", history) == "Which days does Ada Quill work?"


def test_another_of_a_sort_is_asked_for_as_the_first_was() -> None:
    history = [Turn("Who is the bosun?", "Ada Quill."), Turn("How old is she?", "Ada Quill is 41.")]
    assert standalone("And the purser?", history) == "Who is the purser?"


def test_a_firm_that_was_sought_is_they() -> None:
    history = [Turn("Who was hired to paint the mill?", "The trust hired Quill Marine, as Odder was too dear.")]
    assert standalone("What did they ask?", history) == "What did Quill Marine ask?"


def test_nobody_is_a_day_of_the_week() -> None:
    history = [Turn("Who was the watchman?", "The alarm came on Sunday. The watchman, Wilberth Arroyo, had seen it.")]
    assert standalone("And how old was he?", history) == "And how old was Wilberth Arroyo?"


def test_a_name_is_carried_through_turns_that_only_lean_on_it() -> None:
    history = [Turn("Tell me about Ken Loach."), Turn("What was his first film?", "Poor Cow.")]
    assert standalone("Did he win any awards?", history) == "Did Ken Loach win any awards?"


@pytest.mark.parametrize(
    ("last", "question", "expected"),
    [
        ("How many people lived in Berlin in 1990?", "And in 2020?", "How many people lived in Berlin in 2020?"),
        ("How many people lived in Berlin?", "And in 2020?", "How many people lived in Berlin in 2020?"),
        ("How many people lived in Berlin in 1990?", "What about Munich?", "How many people lived in Munich in 1990?"),
        ("When is the first tenants' evening?", "And the second one?", "When is the second tenants' evening?"),
        ("How much is the day pass?", "How about the month pass?", "How much is the month pass?"),
        ("What does the ferry cost?", "for children?", "What does the ferry cost for children?"),
        ("Can I borrow books at the school?", "How many books?", "How many books can I borrow at the school?"),
        ("May guests park in the yard?", "And how long?", "How long may guests park in the yard?"),
        ("Can I pay in the shop?", "And online?", "Can I pay online?"),
        ("Are dogs allowed inside?", "What about outside?", "Are dogs allowed outside?"),
        ("Where does the night train leave?", "And the express one?", "Where does the express train leave?"),
        ("Where is the mill?", "And the old one?", "the old one (about: the mill)"),
        ("Did the bank raise rates?", "Why?", "Why did the bank raise rates?"),
        ("Which kiln was fired last?", "Why?", "Which kiln was fired last, and why?"),
        ("What colour was the kiln painted?", "Why?", "Why was the kiln painted?"),
        ("When was the museum opened?", "Where?", "Where was the museum opened?"),
        ("What does the log say about the storm?", "And the pumps?", "What does the log say about the pumps?"),
        ("What does the log say about the storm?", "And the diary?", "What does the diary say about the storm?"),
        ("Who built the bridge?", "When?", "Who built the bridge, and when?"),
        ("Who wrote the hire terms?", "When?", "When was the hire terms written?"),
        ("Who wrote the terms of 2026?", "And the handbook?", "Who wrote the handbook?"),
        ("How many dogs are allowed?", "And cats?", "How many cats are allowed?"),
        ("How heavy is the Alder 2?", "and the Pro?", "How heavy is the Pro?"),
        ("What is the weight of the Alder?", "And the Birch?", "What is the weight of the Birch?"),
        ("How old is the Bridge of Orlo?", "and the Gate?", "How old is the Gate?"),
        ("What does the Alder cost?", "what was it last year?", "What does the Alder cost last year?"),
        ("What does the Alder cost?", "What is it made of?", "What is the Alder made of?"),
        ("What is late interaction?", "Tell me more", "Tell me more about late interaction"),
        ("What is late interaction?", "Can you give me an example?", "Can you give me an example of late interaction?"),
        ("How is measles treated?", "What are the side effects?", "What are the side effects of measles?"),
        (
            "What does the ferry to Alder Bay cost?",
            "What’s included?",
            "What’s included (about: the ferry, Alder Bay)?",
        ),
        ("What caused the warehouse fire?", "Was anyone hurt?", "Was anyone hurt (about: the warehouse fire)?"),
        (
            "What is the first law of thermodynamics?",
            "and the second?",
            "What is the second law of thermodynamics?",
        ),
    ],
)
def test_what_is_left_out_is_filled_in(last: str, question: str, expected: str) -> None:
    assert standalone(question, [Turn(last)]) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who founded Microsoft?",
        "What is inflation?",
        "What is bread?",
        "What is oxygen?",
        "Is it possible to fly to Mars?",
        "How long does it take to boil an egg?",
        "If my landlord keeps the deposit, can he be fined?",
        "How does the heart work and what does it need?",
        "Are there lions in Kenya?",
        "  What is inflation? ",
        "¿Y en 2020?",
        "它有多高？",
        "?",
    ],
)
def test_what_stands_alone_is_left_to_the_letter(question: str) -> None:
    history = [Turn("¿Cuántas personas vivían en Berlín?")] if "¿" in question else [HARBOUR, TOWER]
    history = [Turn("埃菲尔铁塔在哪里？")] if "它" in question else history
    assert standalone(question, history) == question
    assert standalone(question, []) == question
    assert readings(question, [])[0] == QuestionReading(question)


def test_the_newest_topic_counts() -> None:
    assert standalone("How tall is it?", [HARBOUR, TOWER]) == "How tall is the Eiffel Tower?"
    assert standalone("How much did it cost?", [TOWER, HARBOUR]) == "How much did the new harbour cost?"
    assert standalone("How tall is it?", [TOWER, *[Turn("Thanks!")] * 3]) == "How tall is the Eiffel Tower?"


def test_the_documents_are_asked_only_where_the_words_do_not_tell() -> None:
    assert readings("How tall is it?", [TOWER]) == (QuestionReading("How tall is the Eiffel Tower?"),)
    plain, topical = readings("Who pays for the lighting at night?", [TOWER])
    assert plain == QuestionReading("Who pays for the lighting at night?")
    assert topical.text == "Who pays for the lighting at night (about: the Eiffel Tower)?"
    assert topical.doubt > 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "it " * 900,
        "a" * 2_000,
        "(" * 500,
        "(about: " * 200,
        "the of and " * 150,
        "<script>alert(1)</script> it",
        "\\1 \\g<0> it {0} %s it?",
        "And and and and " * 100,
        "\x00 it \u202e that?",
        "Why? " * 300,
    ],
)
def test_no_text_breaks_it_or_takes_long(text: str) -> None:
    started = time.perf_counter()
    for history in ([Turn(text, text)] * 30, [TOWER, Turn(text, text)], [Turn(text, ""), TOWER]):
        for question in (text, "Is it?", "Why?", "What about that?", "And in 2020?", "any others?"):
            found = standalone(question, history)
            assert len(found) <= max(MAX_CHARACTERS, len(question))
            assert all(len(way.text) <= max(MAX_CHARACTERS, len(question)) for way in readings(question, history))
    assert time.perf_counter() - started < 5


def test_a_pattern_in_an_earlier_turn_is_only_text() -> None:
    assert standalone("What about C++?", [Turn(r"Who made \1 in 1990?")]).count("\\1") <= 1


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"The ferry Calypso sails to Tarifa at noon. It carries ninety cars.", "ferry.txt", "ferry.txt")
    ingest_bytes(index, b"The tram to the hospital runs every nine minutes.", "tram.txt", "tram.txt")
    return Assistant(index, threshold=0.05)


FERRY = Turn("Where does the ferry Calypso sail?", "The ferry Calypso sails to Tarifa at noon.")


@pytest.mark.slow
def test_an_answer_says_what_was_looked_up(assistant: Assistant) -> None:
    answer = assistant.ask(Query("How many cars does it carry?", history=(FERRY,)))
    assert answer.question == "How many cars does it carry?"
    assert answer.standalone_question == "How many cars does the ferry Calypso carry?"
    assert "ninety cars" in answer.answer
    assert answer.settings.history == (FERRY,)


def test_a_question_without_history_or_on_a_new_topic_has_none(assistant: Assistant) -> None:
    question = "How often does the tram to the hospital run?"
    alone, after = assistant.ask(Query(question)), assistant.ask(Query(question, history=(FERRY,)))
    assert alone.standalone_question is None
    assert after.standalone_question is None
    assert alone.answer == after.answer
    assert alone.id != after.id


def test_another_way_to_read_a_question_takes_the_place_of_the_rules(assistant: Assistant) -> None:
    reader = Assistant(
        assistant.index, threshold=0.05, read=lambda *_: [QuestionReading("When does the ferry Calypso sail?")]
    )
    answer = reader.ask(Query("And at what time?", history=(FERRY,)))
    assert answer.standalone_question == "When does the ferry Calypso sail?"
    too_long = Assistant(assistant.index, read=lambda *_: [QuestionReading("ferry " * 2_000)])
    assert too_long.ask(Query("And at what time?", history=(FERRY,))).standalone_question is None
