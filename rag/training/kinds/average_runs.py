"""Averages what several runs of ``fit_telling`` learned: ``python -m rag.training.kinds.average_runs OUTPUT FILE…``.

Runs from one beginning lie so near to each other that the mean of their weights is better than most of them (Wortsman
and others 2022), at the cost of one. A file that is named twice counts twice.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from index.hardening.terminal import say

__all__ = ["averaged"]

Arrays = Mapping[str, npt.NDArray[np.generic]]

_OF_FIRST = ("labels", "any_weight", "any_bias")
"""Labels are the same in all; the regression for other languages is a model of its own, and the first run's is kept."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def averaged(runs: Sequence[Arrays]) -> dict[str, npt.NDArray[np.generic]]:
    """Return the mean of what runs learned, in whole steps where they have whole steps.

    Args:
        runs: the arrays of each, at least one.

    Raises:
        ValueError: they have not the same labels, or not the same arrays.
    """
    first = runs[0]
    if any(set(run) != set(first) or not np.array_equal(run["labels"], first["labels"]) for run in runs):
        raise ValueError("runs with other labels or layers cannot be averaged")
    found = {name: first[name] for name in _OF_FIRST}
    for name in sorted(set(first) - set(_OF_FIRST)):
        mean = np.mean([run[name].astype(np.float64) for run in runs], axis=0)
        kind = first[name].dtype
        found[name] = (np.rint(mean) if np.issubdtype(kind, np.integer) else mean).astype(kind)
    return found


@click.command()
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("files", type=_FILE, nargs=-1, required=True)
def main(output: Path, files: tuple[Path, ...]) -> None:
    """Write the mean of what runs of fit_telling learned."""
    runs = []
    for path in files:
        with np.load(path, allow_pickle=False) as stored:
            runs.append({name: stored[name] for name in stored.files})
    arrays = averaged(runs)
    # As keyword arguments, which numpy stores by their names.
    np.savez_compressed(output, **arrays)  # type: ignore[arg-type]  # its signature has a flag among them
    say(f"{output}: {output.stat().st_size:,} bytes", err=True)


if __name__ == "__main__":
    main()
