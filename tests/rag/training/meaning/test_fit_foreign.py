"""Confidence in other languages is fitted on what was found, and its threshold answers half of the near misses."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from rag.confidence.foreign import FOREIGN_FEATURES
from rag.training.meaning.fit_foreign import ANSWERED_NEAR_MISSES, ForeignOutcome, fit, main

pytestmark = pytest.mark.slow


def outcomes(signal: float, count: int = 600) -> list[ForeignOutcome]:
    random = np.random.default_rng(3)
    made = []
    for number in range(count):
        is_right, is_near = number % 3 == 0, number % 3 == 1
        rest = random.normal(size=len(FOREIGN_FEATURES) - 1)
        made.append(ForeignOutcome((random.normal() + signal * is_right, *rest), is_right, is_near))
    return made


def test_the_model_leans_on_the_feature_that_tells() -> None:
    values, right, near = fit(outcomes(2.0))
    telling, *others = values["coefficients"]
    assert telling > 5 * max(map(abs, others))
    assert right is not None
    assert near is not None
    assert right > 0.85
    assert near > 0.85
    none = fit(outcomes(0.0))[1]
    assert none is not None
    assert 0.4 < none < 0.6


def test_so_many_near_misses_are_answered_at_the_threshold() -> None:
    made = outcomes(2.0)
    values, *_ = fit(made)
    weights = np.array(values["coefficients"]) / np.array(values["scales"])
    logits = [values["intercept"] + (np.array(o.features) - values["means"]) @ weights for o in made if o.is_near_miss]
    answered = np.mean(1 / (1 + np.exp(-np.array(logits))) >= values["threshold"])
    assert answered == pytest.approx(ANSWERED_NEAR_MISSES, abs=0.05)


def test_the_command_writes_a_model(question_set: Path, tmp_path: Path) -> None:
    lines = (question_set / "questions.jsonl").read_text().splitlines()
    lines.append(json.dumps({"question": "Who paid for it?", "answerable": False, "written_for": "garden"}))
    # As many ids as it takes for some of each question to be the confidence model's.
    many = [json.dumps({**json.loads(line), "id": f"{copy}-{n}"}) for copy in range(40) for n, line in enumerate(lines)]
    (question_set / "questions.jsonl").write_text("\n".join(many))
    target = tmp_path / "foreign.json"
    result = CliRunner().invoke(main, [str(question_set), "--output", str(target)])
    assert result.exit_code == 0, result.output
    assert len(json.loads(target.read_text())["coefficients"]) == len(FOREIGN_FEATURES)
