"""Questions for lists, on the real encoder, the real stores and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

REGATTA = """# Regatta of Port Brannoc

The regatta takes place on the first Saturday of July and is open to boats of every class.

## What every boat must carry

The race committee lets no boat start without these five things:

- a life jacket for everybody on board
- a bailer and a bucket
- two paddles
- an anchor with twenty metres of line
- a horn that can be heard across the bay. Whistles do not count.

## Prizes

The winner gets a barrel of cider.
Three clubs bid for the pontoon: Fowey asked £6,180, Looe & Polperro £6,420 and Mylor £5,890.
Nobody remembers who won in the first year.
"""
MOORINGS = """owner,boat,berth,fee in pounds
Tamsin Pascoe,Gannet,A1,310
Jory Nance,Puffin,A2,275
Tamsin Pascoe,Fulmar,B7,190
Elowen Trease,Petrel,C3,240
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, REGATTA.encode(), "regatta.md", "regatta.md")
    ingest_bytes(index, MOORINGS.encode(), "moorings.csv", "moorings.csv")
    return Assistant(index)


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(Query(question, kind=Kind.LIST))


def quotes(answer: Answer) -> list[str]:
    return [sentence.citations[0].quote for sentence in answer.sentences]


@pytest.mark.slow
def test_a_list_is_given_whole_and_in_order_with_what_announces_it_and_how_many_there_are(assistant: Assistant) -> None:
    answer = ask(assistant, "What must every boat in the regatta carry?")
    assert answer.lead == "5 items."
    assert quotes(answer)[0].endswith("these five things:")
    items = ["life jacket", "bailer", "paddles", "anchor", "Whistles do not count."]
    assert [item in quote for item, quote in zip(items, quotes(answer)[1:], strict=True)] == [True] * 5
    for sentence in answer.sentences:
        assert answer.answer[sentence.start : sentence.end] == sentence.text
        for citation in sentence.citations:
            stored = assistant.index.documents.get(citation.document_id, citation.version)
            assert stored.text[citation.start : citation.end] == citation.quote


@pytest.mark.slow
def test_rows_that_a_name_in_the_question_singles_out_are_the_list(assistant: Assistant) -> None:
    answer = ask(assistant, "List all dues from Tamsin Pascoe with their amounts")
    assert [sentence.text for sentence in answer.sentences] == [
        "owner: Tamsin Pascoe; boat: Gannet; berth: A1; fee in pounds: 310",
        "owner: Tamsin Pascoe; boat: Fulmar; berth: B7; fee in pounds: 190",
    ]
    assert ask(assistant, "List all dues from Wella Trembath with their amounts").abstained


@pytest.mark.slow
def test_of_a_table_only_the_rows_that_fit_are_the_list(assistant: Assistant) -> None:
    answer = ask(assistant, "Which boats have Tamsin Pascoe as owner?")
    assert quotes(answer) == ["Tamsin Pascoe | Gannet | A1 | 310", "Tamsin Pascoe | Fulmar | B7 | 190"]


@pytest.mark.slow
def test_a_sentence_that_says_something_of_each_item_is_not_cut_into_them(assistant: Assistant) -> None:
    answer = ask(assistant, "Which clubs bid for the pontoon, and what did each of them ask?")
    assert quotes(answer) == [
        "Three clubs bid for the pontoon: Fowey asked £6,180, Looe & Polperro £6,420 and Mylor £5,890."
    ]


@pytest.mark.slow
def test_what_no_list_answers_is_answered_as_a_fact_or_refused(assistant: Assistant) -> None:
    assert any("barrel of cider" in quote for quote in quotes(ask(assistant, "What does the winner get?")))
    assert ask(assistant, "Which trains stop in Vienna on Sundays?").abstained


@pytest.mark.slow
def test_of_a_list_in_a_language_that_nobody_reads_no_words_are_said_twice(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    text = "# Ausrüstung\n\nJedes Boot führt diese Dinge mit:\n\n- eine Schwimmweste\n- zwei Paddel\n- einen Anker\n"
    ingest_bytes(index, text.encode(), "boot.md", "boot.md")
    answer = Assistant(index, threshold=0.0).ask(Query("Welche Dinge führt jedes Boot mit?", kind=Kind.LIST))
    assert [sum(word in quote for quote in quotes(answer)) for word in ("Schwimmweste", "Paddel", "Anker")] == [1, 1, 1]


@pytest.mark.slow
def test_rows_of_somebody_are_the_list_though_sentences_say_more_of_others(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    lessons = (
        "lesson,minutes,price in pounds,teacher\nRigging,45,30,Wella Nance\nKnots,25,12,Jory Trease\n"
        "Splicing,40,18,Jory Trease\n"
    )
    duties = "# Duties\n\n## Cleaners\n\nEvery evening:\n\n- mop the classrooms\n- empty the bins\n- wipe the boards\n"
    ingest_bytes(index, lessons.encode(), "lessons.csv", "lessons.csv")
    ingest_bytes(index, duties.encode(), "duties.md", "duties.md")
    answer = ask(Assistant(index), "Which lessons does Jory Trease offer?")
    assert quotes(answer) == ["Knots | 25 | 12 | Jory Trease", "Splicing | 40 | 18 | Jory Trease"]


@pytest.mark.slow
def test_a_list_of_nobody_in_particular_is_not_emptied(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    advert = (
        "# Miller's assistant wanted\n\n## You\n\n- have good marks in sums\n- have worked with sacks for a year\n"
        "- are patient with donkeys\n- hold a licence for carts\n\n## How to apply\n\nWrite to the miller by May.\n"
    )
    duties = "# Board in May\n\n- Ada: advertise the post\n- Bo: paint the gate\n\nThe next meeting is on 4 June.\n"
    ingest_bytes(index, advert.encode(), "advert.md", "advert.md")
    ingest_bytes(index, duties.encode(), "duties.md", "duties.md")
    found = quotes(ask(Assistant(index), "Which requirements must an applicant for the assistant job meet?"))
    assert [sum(word in quote for quote in found) for word in ("sums", "sacks", "donkeys", "carts")] == [1] * 4
