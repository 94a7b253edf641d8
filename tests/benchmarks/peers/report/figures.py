"""Results of many processes as figures: medians, with how far apart they lie."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.peers.systems.system import MODULES

__all__ = ["NOTHING", "Figure", "Figures", "Result", "label", "table"]

NOTHING = "–"

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of some values, the least and the most, and whether the machine was quiet at each."""

    median: float
    least: float
    most: float
    is_quiet: bool

    def shown(self, places: int = 0, factor: float = 1.0) -> str:
        """Return it as a table has it: the spread where there is one, a star where the machine was not quiet."""
        low, high = (f"{value * factor:,.{places}f}" for value in (self.least, self.most))
        spread = f" ({low}–{high})" if low != high else ""
        return f"{self.median * factor:,.{places}f}{spread}{'' if self.is_quiet else ' *'}"


class Figures:
    """Results, to be asked for what they say."""

    def __init__(self, results: Iterable[Result]) -> None:
        self.results = list(results)

    def those(self, stage: str, **wanted: Any) -> list[Result]:
        """Return the results of a stage that have these values, without failures."""
        return [
            each
            for each in self.results
            if each.get("stage") == stage
            and "failed" not in each
            and all(each.get(key) == value for key, value in wanted.items())
        ]

    def figure(self, path: str, stage: str, **wanted: Any) -> Figure | None:
        """Return a figure of some results; None where none has the value.

        Args:
            path: to the value in a result, such as ``times.p50``.
            stage: of the results.
            wanted: values that they have.
        """
        known = [(number, each) for each in self.those(stage, **wanted) if (number := _reached(each, path)) is not None]
        if not known:
            return None
        numbers = [number for number, _ in known]
        is_quiet = all(each.get("quiet", {}).get("is_quiet", True) for _, each in known)
        return Figure(statistics.median(numbers), min(numbers), max(numbers), is_quiet)

    def shown(self, path: str, stage: str, places: int = 0, factor: float = 1.0, **wanted: Any) -> str:
        """Return a figure as a table has it, multiplied by a factor; a dash where there is none."""
        found = self.figure(path, stage, **wanted)
        return found.shown(places, factor) if found else NOTHING

    def values(self, key: str) -> list[Any]:
        """Return the different values that results have under a key, in order."""
        return sorted({each[key] for each in self.results if key in each})

    def systems(self) -> list[str]:
        """Return the systems that anything was measured of, in the order in which tables have them."""
        there = {each.get("system") for each in self.results}
        return [name for name in MODULES if name in there]

    def failures(self) -> list[Result]:
        """Return what failed."""
        return [each for each in self.results if "failed" in each]

    def loud(self) -> tuple[int, int]:
        """Return at how many measurements the machine was not quiet, and how many there are."""
        watched = [each["quiet"]["is_quiet"] for each in self.results if "quiet" in each]
        return watched.count(False), len(watched)


def label(system: str, *, reranked: bool) -> str:
    """Return how tables name a system, alone or with its reranker; Footnote searches, or answers."""
    if system == "footnote":
        return f"**Footnote**, {'a whole cited answer' if reranked else 'search'}"
    return MODULES[system] + (" + cross-encoder" if reranked else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table, with an empty one behind."""
    return [_row(head), "|" + "---|" * len(head), *map(_row, rows), ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _reached(result: Result, path: str) -> float | None:
    """Return the number at a path; None where there is nothing."""
    value: Any = result
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return None if value is None else float(value)
