"""What came of a question, with every field that a test does not name."""

from collections.abc import Callable
from typing import Any

import pytest

from rag.answers.answer import NO_ANSWER, Answer, AskedWith, Grade, IndexState
from rag.evaluation.evaluate import Outcome
from rag.evaluation.question_sets import QuestionCase

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
