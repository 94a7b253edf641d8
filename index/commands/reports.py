"""What a run did, or would do, in a table for people."""

from collections.abc import Sequence
from typing import Any

from index.address import Location
from index.folders.ingest import IngestReport
from index.folders.plan import Plan
from index.hardening.terminal import say, say_table
from index.parse.formats import Failure
from index.parse.structure.characters import one_line
from index.store import Index

__all__ = ["announce_removals", "announce_workers", "planned", "print_plan", "print_report"]

_NAMED = 10
"""How many removed documents are named, and how many of each other kind."""


def announce_removals(plan: Plan) -> None:
    """Say on stderr which files are gone, before their documents are removed."""
    if plan.gone:
        files = "1 file is" if len(plan.gone) == 1 else f"{len(plan.gone):,} files are"
        say(f"{files} gone; what was indexed from there is removed:", err=True)
        _name([record.path for record in plan.gone])


def announce_workers(files: int) -> None:
    """Say on stderr that files are read and encoded elsewhere."""
    given = "1 file is" if files == 1 else f"{files:,} files are"
    say(f"{given} given to the workers of this index (footnote work).", err=True)


def planned(plan: Plan, index: Index) -> dict[str, Any]:
    """Return what would happen, by path."""
    known = index.files.by_path().keys() | {source.partition("#")[0] for source in index.documents.sources().values()}
    read = [found.source for found, _ in plan.read]
    return {
        "add": [path for path in read if path not in known],
        "replace": [path for path in read if path in known],
        "remove": [record.path for record in plan.gone],
        "move": [[old.path, new.path] for old, new in plan.moved],
        "unchanged": len(plan.unchanged) + len(plan.touched),
        "failed": [[failure.source, failure.reason] for failure in plan.failed],
        "skipped": [[failure.source, failure.reason] for failure in plan.skipped],
    }


def print_plan(plan: Plan, index: Index) -> None:
    """Print what would happen, a line a file."""
    for what, paths in planned(plan, index).items():
        if isinstance(paths, int):
            say(f"{what}: {paths} files")
            continue
        between = " → " if what == "move" else ": "
        for path in paths:
            say(f"{what}  {one_line(path if isinstance(path, str) else between.join(path))}")


def print_report(report: IngestReport, place: Location) -> None:
    """Print a table of what happened to how many documents, and a line for each that failed, on stderr."""
    counts = {
        "added": len(report.added),
        "replaced": len(report.replaced),
        "moved": len(report.moved),
        "removed": len(report.removed),
        "unchanged": len(report.unchanged),
        "failed": len(report.failed),
        "skipped": len(report.skipped),
    }
    say_table([(f"{count:,}", what) for what, count in counts.items() if count], right=[0], err=True)
    for heading, failures in (("failed", report.failed), ("skipped", report.skipped)):
        _name([f"{heading}: {_line(failure)}" for failure in failures], most=None if heading == "failed" else _NAMED)
    say(f"{_work(report)}Index: {place}", err=True)
    if not any(counts.values()):
        say("footnote: There is no document in there. Name files or folders with documents.", err=True)


def _work(report: IngestReport) -> str:
    if not report.chunks:
        return ""
    before = f" ({report.reused:,} more were encoded before)" if report.reused else ""
    return f"{report.chunks - report.reused:,} chunks encoded in {report.seconds:.1f} s{before}. "


def _name(lines: Sequence[str], most: int | None = _NAMED) -> None:
    for line in lines[:most]:
        say(f"  {one_line(line)}", err=True)
    if most is not None and len(lines) > most:
        say(f"  … and {len(lines) - most:,} more", err=True)


def _line(failure: Failure) -> str:
    return f"{failure.source}: {failure.reason}"
