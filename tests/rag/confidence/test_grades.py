"""An answer's grade says whether the documents answer, are on the subject, or are not."""

from types import SimpleNamespace
from typing import Any

import pytest

from rag.answers.answer import Grade
from rag.confidence.grades import NEAR, grade_of, nearness


def candidates(*maxsims: float) -> Any:
    return [SimpleNamespace(scores=SimpleNamespace(maxsim=maxsim)) for maxsim in maxsims]


@pytest.mark.parametrize(
    ("confidence", "maxsim", "grade"),
    [
        (0.3, 0.1, Grade.ANSWERED),
        (0.29, 0.9, Grade.UNSURE),
        (0.29, 0.6, Grade.NOT_COVERED),
        # So sure that it is no answer, what comes as near is another subject.
        (0.2, 0.75, Grade.UNSURE),
        (0.01, 0.75, Grade.NOT_COVERED),
    ],
)
def test_confidence_answers_and_below_its_threshold_nearness_decides(
    confidence: float, maxsim: float, grade: Grade
) -> None:
    assert grade_of(confidence, 0.3, candidates(maxsim)) is grade


def test_nothing_to_search_is_not_covered_whatever_the_threshold() -> None:
    assert grade_of(0.0, 0.0, []) is Grade.NOT_COVERED


def test_the_nearest_passage_counts_wherever_it_stands_and_no_certainty_is_infinite() -> None:
    assert nearness(0.5, candidates(0.2, NEAR, 0.1)) == pytest.approx(NEAR)
    assert nearness(0.0, candidates(0.9)) == pytest.approx(0.9 - 0.03 * 6.9068, abs=1e-4)
    assert nearness(1.0, candidates(0.9)) == pytest.approx(0.9 + 0.03 * 6.9068, abs=1e-4)
