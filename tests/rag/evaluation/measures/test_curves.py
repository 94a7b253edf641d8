"""The curves, against examples worked out by hand."""

import pytest

from rag.evaluation.measures.curves import Bin, calibration_error, reliability, risk_coverage


def test_risk_grows_with_what_is_answered_and_equal_confidences_go_together() -> None:
    points = risk_coverage([0.9, 0.5, 0.7, 0.5], [True, False, False, True])
    assert points == [(0.25, 0.0, 0.9), (0.5, 0.5, 0.7), (1.0, 0.5, 0.5)]
    assert risk_coverage([], []) == []


def test_the_tenths_of_the_scale_hold_what_lies_in_them() -> None:
    assert reliability([0.0, 0.05, 0.95, 1.0], [False, True, True, True]) == [
        Bin(0.0, 0.1, 2, 0.025, 0.5),
        Bin(0.9, 1.0, 2, 0.975, 1.0),
    ]


def test_the_calibration_error_weighs_each_tenth_by_its_questions() -> None:
    # Three at 0.8 of which two came true, one at 0.3 that did not: 3/4 × |2/3 - 0.8| + 1/4 × 0.3.
    assert calibration_error([0.8, 0.8, 0.8, 0.3], [True, True, False, False]) == pytest.approx(0.175)
    assert calibration_error([1.0, 0.0], [True, False]) == 0.0
    assert calibration_error([], []) is None
