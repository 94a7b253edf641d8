"""Sets Footnote's parsers beside other libraries on real files.

python tests/benchmarks/parsing/parsers.py FOLDER [--library footnote|markitdown|kreuzberg] [--save FILE.json]
    [FORMAT ...]

FOLDER holds manifest.jsonl with ``{file, format, expected?}`` a line, paths from the folder's parent. Each file is read
in a process of its own, within a minute and 4 GB. Recall is the share of the expected text's words that come out, each
as often as it is expected. Another library is run by the Python of an environment that has it: this script needs
nothing but the library itself.
"""

import argparse
import json
import multiprocessing
import re
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

SECONDS = 60
BYTES = 4_000_000_000


def footnote(path: Path) -> tuple[str, str]:
    """Return the text, and the reason when there is none."""
    from index.errors import DocumentError
    from index.parse.formats import read

    try:
        contents = read(path.read_bytes(), path.name, path.name)
    except DocumentError as error:
        return "", str(error)
    return "\n".join(document.text for document in contents.documents), ""


def markitdown(path: Path) -> tuple[str, str]:
    """Return Microsoft's rendering."""
    from markitdown import MarkItDown

    return MarkItDown().convert(str(path)).text_content, ""


def kreuzberg(path: Path) -> tuple[str, str]:
    """Return Kreuzberg's rendering."""
    import kreuzberg as library

    return library.extract_file_sync(str(path)).content, ""


LIBRARIES = {"footnote": footnote, "markitdown": markitdown, "kreuzberg": kreuzberg}


def words(text: str) -> Counter[str]:
    """Return the words of a text with how often each comes."""
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def read_in_child(library: str, path: Path, answers: Any) -> None:
    """Put (text, reason, fault, seconds, peak MB) into the queue."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    started = time.perf_counter()
    try:
        text, reason = LIBRARIES[library](path)
        fault = ""
    except BaseException as error:  # noqa: BLE001 — what a library raises is its result
        text, reason, fault = "", "", f"{type(error).__name__}: {error}"[:200]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    answers.put((text, reason, fault, time.perf_counter() - started, peak))


def measured(library: str, path: Path, expected: Path | None) -> dict[str, Any]:
    """Return what became of one file."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(target=read_in_child, args=(library, path, answers))
    child.start()
    try:
        text, reason, fault, seconds, peak = answers.get(timeout=SECONDS)
    except Exception:  # noqa: BLE001 — the queue's own Empty
        text, reason, fault, seconds, peak = "", "", f"no answer within {SECONDS} s, or died", float(SECONDS), 0.0
    child.join(1)
    child.kill()
    recall = None
    if expected is not None:
        wanted = words(expected.read_text(encoding="utf-8", errors="replace"))
        recall = (wanted & words(text)).total() / wanted.total() if wanted else None
    return {
        "recall": recall,
        "empty": not text.strip(),
        "reason": reason,
        "fault": fault,
        "seconds": seconds,
        "mb": peak,
    }


def main() -> None:
    """Print a table, a line a format."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--library", choices=LIBRARIES, default="footnote")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    found: dict[str, dict[str, Any]] = {}
    by_format: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (options.folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if options.formats and entry["format"] not in options.formats:
            continue
        root = options.folder.parent
        expected = root / entry["expected"] if entry.get("expected") else None
        found[entry["file"]] = measured(options.library, root / entry["file"], expected)
        by_format[entry["format"]].append(found[entry["file"]])
    if options.save:
        options.save.write_text(json.dumps(found, indent=1), encoding="utf-8")
    sys.stdout.write(
        "| format | files | with expected text | recall | faults | empty, no reason | median s | peak MB |\n"
    )
    sys.stdout.write("|---|---|---|---|---|---|---|---|\n")
    for name, rows in [*sorted(by_format.items()), ("all", list(found.values()))]:
        recalls = [row["recall"] for row in rows if row["recall"] is not None]
        recall = f"{statistics.mean(recalls):.3f}" if recalls else "–"
        faults = sum(bool(row["fault"]) for row in rows)
        silent = sum(row["empty"] and not row["reason"] and not row["fault"] for row in rows)
        seconds = statistics.median(row["seconds"] for row in rows)
        sys.stdout.write(
            f"| {name} | {len(rows)} | {len(recalls)} | {recall} | {faults} | {silent} |"
            f" {seconds:.2f} | {max(row['mb'] for row in rows):.0f} |\n"
        )


if __name__ == "__main__":
    main()
