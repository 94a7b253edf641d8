"""An evaluation for whoever reads it: a table, or one object of JSON."""

from collections.abc import Mapping
from typing import Any

from rag.evaluation.figures.by_kind import KindTable, columns
from rag.evaluation.figures.runs import Change, Run

__all__ = ["flat", "table"]


def flat(run: Run, compared: Mapping[str, Change]) -> dict[str, Any]:
    """Return one flat object: figures, their intervals and changes; those of each kind are an object in it."""
    values: dict[str, Any] = dict(run.figures)
    for name, (low, high) in run.intervals.items():
        values |= {f"{name}_low": low, f"{name}_high": high}
    for name, change in compared.items():
        low, high = change.interval
        values |= {f"{name}_change": change.difference, f"{name}_change_low": low, f"{name}_change_high": high}
    return values | ({"by_kind": run.by_kind} if run.by_kind else {})


def table(run: Run, compared: Mapping[str, Change]) -> str:
    """Return a line a figure, with its interval and its change; below them a line a kind, where there are several."""
    lines = []
    for name, value in run.figures.items():
        line = f"{name:<22}{_shown(value, 4):>10}"
        if name in run.intervals:
            line += "  [{:.4f}, {:.4f}]".format(*run.intervals[name])
        if name in compared:
            change = compared[name]
            line += "  was {:.4f}, {:+.4f} [{:+.4f}, {:+.4f}]".format(
                change.before, change.difference, *change.interval
            )
        lines.append(line)
    return "\n".join([*lines, *_kinds(run.by_kind)])


def _kinds(by_kind: KindTable) -> list[str]:
    """Return lines: a kind each, below the names of the figures."""
    if not by_kind:
        return []
    names = columns(by_kind)
    widths = [max(len(name), 6) + 2 for name in names]
    head = f"{'kind':<14}" + "".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    rows = [
        f"{kind:<14}"
        + "".join(f"{_shown(figures.get(name)):>{width}}" for name, width in zip(names, widths, strict=True))
        for kind, figures in by_kind.items()
    ]
    return ["", head, *rows]


def _shown(value: float | int | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}" if isinstance(value, float) else str(value)
