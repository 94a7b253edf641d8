"""Plots of the report, small and in SVG: python -m … RESULTS FOLDER, where matplotlib is."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from tests.benchmarks.peers.report.figures import Figures, label
from tests.benchmarks.peers.systems.system import MODULES

COLOURS = dict(zip(MODULES, ("#777777", "#e69f00", "#56b4e9", "#009e73", "#cc79a7", "#d55e00", "#0033cc"), strict=True))


def by_size(figures: Figures, stage: str, value: str, title: str, target: Path, factor: float = 1) -> None:
    """Draw a line a system over the sizes, dashed where it reranks or answers; of one size only, points."""
    sizes = [size for size in figures.values("size") if figures.those(stage, size=size)]
    lines: list[tuple[str, bool, list[tuple[int, float]]]] = []
    for system in figures.systems():
        for reranked in (False, True):
            wanted = {"system": system, "reranked": reranked}
            points = [(size, figures.figure(value, stage, size=size, **wanted)) for size in sizes]
            known = [(size, factor * found.median) for size, found in points if found]
            lines += [(system, reranked, known)] if known else []
    if not lines:
        return
    _, axes = pyplot.subplots(figsize=(7, 3.6))
    if len(sizes) == 1:
        _points(axes, lines)
        axes.set(xscale="log", title=f"{title}, {sizes[0]:,} passages")
        _plain_ticks(axes)
        _finish(axes, target, legend=False)
        return
    for system, reranked, known in lines:
        axes.plot(
            *zip(*known, strict=True),
            color=COLOURS[system],
            linestyle="--" if reranked else "-",
            marker="^" if reranked else "o",
            markersize=3,
            linewidth=2 if system == "footnote" else 1.2,
            label=_plain(system, reranked=reranked),
        )
    axes.set(xscale="log", yscale="log", xlabel="passages", title=title)
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    _finish(axes, target)


def _points(axes: Any, lines: list[tuple[str, bool, list[tuple[int, float]]]]) -> None:
    for place, (system, reranked, [(_, number)]) in enumerate(reversed(lines)):
        axes.plot(number, place, color=COLOURS[system], marker="^" if reranked else "o")
        shown = f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
        axes.annotate(shown, (number, place), xytext=(6, 0), textcoords="offset points", va="center", fontsize=7)
    axes.set_yticks(range(len(lines)), [_plain(system, reranked=reranked) for system, reranked, _ in reversed(lines)])


def _plain(system: str, *, reranked: bool) -> str:
    return label(system, reranked=reranked).replace("**", "")


def hits(figures: Figures, target: Path) -> None:
    """Draw passage hit@1 against the median time of a question at the smallest size, a point a system."""
    sizes = figures.values("size")
    if not sizes or not figures.values("set"):
        return
    _, axes = pyplot.subplots(figsize=(7, 3.6))
    for system in figures.systems():
        for reranked in (False, True):
            time = figures.figure("times.p50", "ask", system=system, size=sizes[0], reranked=reranked)
            found = [
                each["reranked" if reranked else "bare"]["passage"] for each in figures.those("quality", system=system)
            ]
            if time and found:
                axes.scatter(
                    time.median,
                    sum(found) / len(found),
                    color=COLOURS[system],
                    marker="^" if reranked else "o",
                    label=_plain(system, reranked=reranked),
                )
    axes.set(
        xscale="log",
        xlabel=f"median of a question, ms, {sizes[0]:,} passages",
        title="Passage hit@1, mean of the question sets",
    )
    _plain_ticks(axes)
    _finish(axes, target)


def _plain_ticks(axes: Any) -> None:
    """Write the numbers below a logarithmic axis as people do."""
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.4g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _finish(axes: Any, target: Path, *, legend: bool = True) -> None:
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    if legend:
        axes.legend(fontsize=6, loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, handlelength=4)
    axes.figure.savefig(target, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(axes.figure)


def main() -> None:
    """Draw every plot."""
    results, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    # Text stays text, and the same results give the same file.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "benchmarks", "font.size": 8})
    figures = Figures(json.loads(path.read_text(encoding="utf-8")) for path in sorted(results.glob("*.json")))
    by_size(
        figures,
        "ask",
        "times.p50",
        "Median time of a question, ms",
        target / "1-time-of-a-question.svg",
    )
    by_size(figures, "cold", "seconds", "A new process until its first answer, s", target / "2-cold.svg")
    by_size(
        figures,
        "ask",
        "memory_after.rss",
        "Memory while asking (RSS), MB",
        target / "3-memory.svg",
        1e-6,
    )
    hits(figures, target / "4-hits-and-time.svg")


if __name__ == "__main__":
    main()
