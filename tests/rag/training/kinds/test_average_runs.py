"""The mean of several runs' weights: whole steps stay whole, and other labels are refused."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from rag.training.kinds.average_runs import averaged, main


def run(steps: int, bias: float, label: str = "fact") -> dict[str, np.ndarray]:
    return {
        "labels": np.array([label]),
        "any_weight": np.full((2, 1), bias, np.float32),
        "any_bias": np.full(1, bias, np.float32),
        "weight": np.full((2, 1), bias, np.float32),
        "6.query.changes": np.full((2, 2), steps, np.int8),
    }


def test_weights_are_averaged_and_steps_stay_whole() -> None:
    found = averaged([run(4, 1.0), run(4, 1.0), run(9, 4.0)])
    assert found["6.query.changes"].dtype == np.int8
    assert found["6.query.changes"].tolist() == [[6, 6], [6, 6]]
    assert found["weight"].tolist() == [[2.0], [2.0]]
    assert found["any_bias"].tolist() == [1.0], "the first run's"


def test_large_steps_do_not_run_over() -> None:
    assert averaged([run(120, 0.0), run(120, 0.0)])["6.query.changes"].max() == 120


def test_runs_with_other_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="labels"):
        averaged([run(1, 0.0), run(1, 0.0, "list")])


def test_files_become_one_that_is_read_like_each(tmp_path: Path) -> None:
    for name, steps in (("a.npz", 2), ("b.npz", 4)):
        np.savez_compressed(tmp_path / name, **run(steps, 0.5))  # type: ignore[arg-type]  # its signature has a flag
    result = CliRunner().invoke(main, [str(tmp_path / name) for name in ("c.npz", "a.npz", "b.npz")])
    assert result.exit_code == 0
    with np.load(tmp_path / "c.npz") as stored:
        assert stored["6.query.changes"].tolist() == [[3, 3], [3, 3]]
