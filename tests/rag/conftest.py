"""What came of a question, with every field that a test does not name, and an answer that is unsure."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from rag.answers.answer import NO_ANSWER, ON_SUBJECT, Answer, AskedWith, Grade, IndexState, NearestSentence
from rag.answers.place import Citation, Passage, PassageScores, Stretch
from rag.evaluation.figures.evaluate import Outcome
from rag.evaluation.sets.question_sets import QuestionCase

_SETTINGS = AskedWith(5, (), (), None, None, 0.5, "0" * 16)
_INDEX = IndexState(1, "hash", "f")
_ANSWER = Answer(
    "0" * 16, "q", Grade.NOT_COVERED, NO_ANSWER, True, None, 0.5, (), (), (), (), _INDEX, _SETTINGS, {"total": 1.0}
)


@pytest.fixture(scope="session")
def outcome_of() -> Callable[..., Outcome]:
    """Return a function that makes an outcome of a question and the fields that matter."""

    def make(case: QuestionCase, **fields: Any) -> Outcome:
        defaults: dict[str, Any] = {
            "documents": (),
            "passages": (),
            "evidence": (),
            "cited": (),
            "nearest": (),
            "confidence": 0.5,
            "abstained": False,
            "milliseconds": 1.0,
            "unsupported": 0,
            "features": (),
            "answer": _ANSWER,
        }
        return Outcome(case=case, **defaults | fields)

    return make


@pytest.fixture(scope="session")
def unsure() -> Answer:
    """An answer that is unsure: two sentences come nearest, of which the second is a row below its table's head."""
    place = ("d" * 16, 1, "Clinic", "clinic.pdf")
    nurse = Citation(*place, 4, 27, "The nurse weighs *all*.", 3, published_at="2025-03-01")
    row = Citation(*place, 60, 75, "Maternity | 18", 4)
    head = Citation(*place, 40, 50, "Ward | Beds", 4)
    passage = Passage(*place, 0, 80, 7, "", "A passage.", 0.9, PassageScores(0.1, 0.2, 0.8))
    return dataclasses.replace(
        _ANSWER,
        question="Whom does the nurse weigh?",
        grade=Grade.UNSURE,
        abstain_reason=ON_SUBJECT,
        passages=(passage,),
        nearest=(
            NearestSentence("The nurse weighs *all*.", (Stretch(4, 9), Stretch(10, 16)), (nurse,)),
            NearestSentence("Ward: Maternity; Beds: 18", (), (row, head)),
        ),
    )
