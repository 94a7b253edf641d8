import pytest

from rag.follow_ups.sub_questions import split_question


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "When did the Museum of Tides open and how much does a ticket cost?",
            ["When did the Museum of Tides open?", "how much does a ticket cost, the Museum of Tides?"],
        ),
        (
            "Who runs the shelter in Paso Hondo, and how many beds does it have?",
            ["Who runs the shelter in Paso Hondo?", "how many beds does the shelter in Paso Hondo have?"],
        ),
        (
            "How many containers will the port move; when will it be finished?",
            ["How many containers will the port move?", "when will the port be finished?"],
        ),
        (
            "Who is Ada Berg? Where is her office?",
            ["Who is Ada Berg?", "Where is Ada Berg’s office?"],
        ),
        (
            "In what year did Apollo 11 land and who commanded it?",
            ["In what year did Apollo 11 land?", "who commanded Apollo 11?"],
        ),
        (
            "When does the Museum of Tides open, and which boat is shown there?",
            ["When does the Museum of Tides open?", "which boat is shown at the Museum of Tides?"],
        ),
        (
            "Who won the cup and where was Ada Berg born?",
            ["Who won the cup?", "where was Ada Berg born?"],
        ),
    ],
)
def test_each_part_can_be_asked_alone(question: str, parts: list[str]) -> None:
    assert split_question(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "What are the causes and effects of erosion?",
        "What did Tesla and Edison argue about?",
        "Hello. When is lunch?",
        "Who founded Rome and why and when?",
        "Tell me about the port and when it opened",
        "¿Quién construyó el puente y cuándo?",
        "Who said “and what is that?”",
        "lighthouse",
    ],
)
def test_a_single_question_stays_as_it_is(question: str) -> None:
    assert split_question(question) == [question]
