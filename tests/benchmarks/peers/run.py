"""Footnote beside its peers, and beside what the machine can do: python -m tests.benchmarks.peers.run; make bench.

Each system has an environment of its own, and each measurement a process of its own; systems take turns, and before
each the machine is looked at. Results are kept as they come: a run that is interrupted goes on where it was.
"""

import argparse
import json
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.environments import ROOT, TOOLS, clean_environment, install, python_of
from tests.benchmarks.peers.measures.quiet import wait_for_quiet
from tests.benchmarks.peers.prepare import ORIGINALS, OWN, Prepared
from tests.benchmarks.peers.report.page import write_page
from tests.benchmarks.peers.results import Results, commit_of, machine
from tests.benchmarks.peers.systems.system import ENCODER_OF, MODULES

MOST_SECONDS = 7_200
_STAYS = 3
"""Seconds that the process stays which the command line leaves behind."""

_ABSTAINED = 3
VARIANTS = ("bare", "reranked")


@dataclass(frozen=True, slots=True)
class Given:
    """What was asked for on the command line."""

    corpus: Path | None
    sets: list[Path]
    sizes: list[int]
    systems: list[str]
    rounds: int
    limit: int
    originals: int
    seconds: float
    patience: float
    folder: Path
    page: Path


class Benchmark:
    """One run, and all that it has measured so far."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._results = Results(given.folder / "results", commit_of(ROOT))
        self._weights = given.folder / "weights"
        self._questions: list[str] = []
        looks = [each["quiet"]["loop_seconds"] for each in self._results.all() if "quiet" in each]
        self._fastest: float | None = min(looks, default=None)

    def run(self) -> None:
        """Measure whatever was not measured yet, and write the page."""
        given = self._given
        known = self._results.get("run")
        if known and given.corpus and known["given"]["corpus"] not in ("None", str(given.corpus)):
            raise SystemExit(
                f"{self._results.folder} is of {known['given']['corpus']}: remove it, or give another --folder"
            )
        self._results.put("run", {"machine": machine(), "given": {k: str(v) for k, v in asdict(given).items()}})
        for name in (*given.systems, TOOLS, *({ENCODER_OF[each] for each in given.systems} | {"footnote"})):
            self._install(name)
        self._measure("export", "footnote", "export", quietly=True)
        self._measure("limits", TOOLS, "limits", folder=given.folder / "disk")
        self._measure_encoders()
        if given.corpus:
            prepared = Prepared(given.folder / "data", given.corpus, given.originals)
            self._questions = prepared.asked()
            for size in given.sizes:
                self._measure_size(prepared, size)
        for folder in given.sets:
            self._measure_set(folder)
        self._write()

    def _install(self, name: str) -> None:
        known = self._results.get(f"install-{name}")
        if known and python_of(self._given.folder, name).exists():
            return
        seen = wait_for_quiet(self._fastest, self._given.patience)
        _say(f"installing {name}")
        try:
            found = install(self._given.folder, name)
        except RuntimeError as failure:
            found = {"failed": str(failure)}
            _say(f"  failed: {failure}")
        quiet = {**asdict(seen), "is_quiet": seen.is_quiet}
        self._results.put(f"install-{name}", {"stage": "install", "environment": name, "quiet": quiet, **found})

    def _measure_size(self, prepared: Prepared, size: int) -> None:
        data = prepared.of(size)
        if size > OWN:
            for encoder in sorted({ENCODER_OF[name] for name in self._given.systems}):
                self._encode(prepared, encoder)
        there: list[str] = []
        for name in self._given.systems:
            made: dict[str, Any] = {} if size <= OWN else self._ready_made(ENCODER_OF[name])
            built = self._measure(
                f"build-{name}-{size}", name, "build", size=size, folder=self._folder(name, size), data=data, **made
            )
            there += [name] if built else []
        for turn in range(1, self._given.rounds + 1):
            for name in there:
                self._measure_turn(name, size, turn)
        if "footnote" in there:
            spec: dict[str, Any] = {
                "size": size,
                "folder": self._folder("footnote", size),
                "questions": self._questions,
            }
            self._measure(f"vectors-{size}", "footnote", "vectors", **spec)

    def _measure_turn(self, name: str, size: int, turn: int) -> None:
        spec: dict[str, Any] = {"size": size, "round": turn, "folder": self._folder(name, size)}
        questions = self._questions[turn:] + self._questions[:turn]
        for variant in VARIANTS:
            more: dict[str, Any] = {
                "reranked": variant == "reranked",
                "questions": questions,
                "seconds": self._given.seconds,
            }
            self._measure(f"cold-{name}-{variant}-{size}-{turn}", name, "cold", **spec, **more)
            self._measure(f"ask-{name}-{variant}-{size}-{turn}", name, "ask", **spec, **more)
        self._measure(f"change-{name}-{size}-{turn}", name, "change", **spec, questions=questions)

    def _measure_set(self, folder: Path) -> None:
        data = Prepared(self._given.folder / "data", folder).whole()
        for name in self._given.systems:
            spec: dict[str, Any] = {"set": folder, "data": data, "limit": self._given.limit}
            self._measure(
                f"quality-{name}-{folder.name}", name, "quality", folder=self._folder(name, folder.name), **spec
            )

    def _measure_encoders(self) -> None:
        if not self._given.corpus:
            return
        data = Prepared(self._given.folder / "data", self._given.corpus).of(OWN)
        for turn in range(1, self._given.rounds + 1):
            self._measure(f"importing-{turn}", "plain", "importing", round=turn)
            for name in ("plain", "footnote"):
                self._measure(f"encoder-{name}-{turn}", name, "encoder", round=turn, data=data, texts=200)

    def _encode(self, prepared: Prepared, name: str) -> None:
        made = self._ready_made(name)
        folder = Path(made.get("sample") or self._samples / name)
        if Path(made["vectors"]).exists():
            return
        kept: dict[str, Any] = {"kept": made["vectors"], "data": prepared.originals(), "folder": folder}
        self._measure(f"encode-{name}-{prepared.encoded}", name, "encode", **kept, quietly=True)

    @property
    def _samples(self) -> Path:
        corpus = self._given.corpus
        return self._given.folder / "data" / (corpus.name if corpus else "") / f"vectors-{self._given.originals}"

    def _ready_made(self, encoder: str) -> dict[str, Any]:
        samples = self._samples
        made: dict[str, Any] = {"vectors": samples / f"vectors-{encoder}.npy"}
        return made | ({"sample": samples / "footnote"} if encoder == "footnote" else {})

    def _folder(self, name: str, what: object) -> Path:
        return self._given.folder / "indexes" / f"{name}-{what}"

    def _measure(self, name: str, system: str, stage: str, *, quietly: bool = False, **spec: Any) -> bool:
        """Run a stage in a process of its own, unless there is a result; tell whether there is one now."""
        if self._results.get(name) and (stage != "build" or Path(spec["folder"]).exists()):
            return True
        if not python_of(self._given.folder, system).exists():
            return False
        seen = wait_for_quiet(self._fastest, 0 if quietly else self._given.patience)
        self._fastest = min(self._fastest or seen.loop_seconds, seen.loop_seconds)
        _say(f"{name}{'' if seen.is_quiet or quietly else f' (not quiet: others take {seen.busy:.0%})'}")
        began = time.monotonic()
        found = self._outcome(system, {"stage": stage, "system": system, "weights": self._weights, **spec})
        kept: dict[str, Any] = {key: spec[key] for key in ("size", "round", "reranked", "limit") if key in spec}
        if "set" in spec:
            kept["set"] = Path(spec["set"]).name
        about = {"stage": stage, "system": system, "quiet": {**asdict(seen), "is_quiet": seen.is_quiet}}
        self._results.put(name, {**about, **kept, "took_seconds": time.monotonic() - began, **found})
        if "failed" in found:
            _say(f"  failed: {found['failed'].splitlines()[-1]}")
        return "failed" not in found

    def _outcome(self, system: str, spec: dict[str, Any]) -> dict[str, Any]:
        """Return what a process with this to do comes to, with its seconds where it ends at its first answer."""
        python = python_of(self._given.folder, system)
        if spec["stage"] == "cold" and system == "footnote":
            return _command_line(python.with_name("footnote"), spec)
        out, path = self._given.folder / "out.json", self._given.folder / "spec.json"
        out.unlink(missing_ok=True)
        path.write_text(json.dumps({**spec, "out": out}, default=str), encoding="utf-8")
        began = time.monotonic()
        found = _run(python, path, out)
        return {**found, "seconds": found["answered_at"] - began} if "answered_at" in found else found

    def _write(self) -> None:
        pictures = self._given.page.parent / "benchmarks"
        python = python_of(self._given.folder, TOOLS)
        drawn = subprocess.run(
            [str(python), "-m", "tests.benchmarks.peers.report.plots", str(self._results.folder), str(pictures)],
            check=False,
            cwd=ROOT,
            env=clean_environment(),
        )
        if drawn.returncode:
            _say("the plots could not be drawn")
        write_page(list(self._results.all()), self._given.page, pictures)
        _say(f"written: {self._given.page}")


def _run(python: Path, spec: Path, out: Path) -> dict[str, Any]:
    """Return what a worker writes, or how it failed."""
    command = [str(python), "-m", "tests.benchmarks.peers.worker", str(spec)]
    log = spec.with_name("log.txt")
    try:
        with log.open("w", encoding="utf-8") as told:
            done = subprocess.run(
                command, check=False, cwd=ROOT, env=clean_environment(), stdout=told, stderr=told, timeout=MOST_SECONDS
            )
    except subprocess.TimeoutExpired:
        return {"failed": f"it took longer than {MOST_SECONDS} seconds"}
    if done.returncode < 0:
        return {"failed": f"ended by {signal.Signals(-done.returncode).name}"}
    if done.returncode or not out.exists():
        last = log.read_text(encoding="utf-8", errors="replace").strip()[-1_500:]
        return {"failed": f"exit {done.returncode}\n{last}"}
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _command_line(footnote: Path, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return how long the command line takes for an answer by itself: it is what a cold Footnote is.

    And how long the next one takes, which is answered by the process that an earlier one left behind.
    """
    verb = "ask" if wanted["reranked"] else "search"
    command = [str(footnote), verb, wanted["questions"][0], "--index", str(wanted["folder"])]
    times = []
    for resident in (0, _STAYS, _STAYS):
        environment = clean_environment() | {"FOOTNOTE_RESIDENT_SECONDS": str(resident)}
        began = time.monotonic()
        done = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
        times.append(time.monotonic() - began)
        # That the documents do not answer is no error: it has a code of its own.
        if done.returncode not in (0, _ABSTAINED):
            return {"failed": f"exit {done.returncode}\n{done.stderr}"}
    time.sleep(_STAYS + 2)  # nothing of it is there when the next is measured
    return {"seconds": times[0], "following_seconds": times[2]}


def _say(words: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stderr.flush()


def _given(arguments: list[str] | None) -> Given:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus", type=Path, help="a folder with corpus.jsonl, packed by xz or not, and questions.jsonl"
    )
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="folders of question sets, for hit@1")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 20_000, 160_000], help="passages")
    parser.add_argument("--systems", nargs="+", choices=list(MODULES), default=list(MODULES))
    parser.add_argument("--rounds", type=int, default=3, help="turns that each system has")
    parser.add_argument("--limit", type=int, default=100, help="questions of each set")
    parser.add_argument("--originals", type=int, default=ORIGINALS, help="passages that larger sizes are made of")
    parser.add_argument("--seconds", type=float, default=20, help="that asking lasts at most, at 20 questions or more")
    parser.add_argument("--patience", type=float, default=30, help="seconds that a quiet machine is waited for")
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="for environments, data and results")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "benchmarks.md", help="the report")
    values = vars(parser.parse_args(arguments))
    if not (values["corpus"] or values["sets"]):
        parser.error("give --corpus, or --sets, or both")
    absolute = {key: values[key].resolve() for key in ("corpus", "folder", "page") if values[key]}
    return Given(**{**values, **absolute, "sets": [each.resolve() for each in values["sets"]]})


def main(arguments: list[str] | None = None) -> None:
    """Measure and write."""
    Benchmark(_given(arguments)).run()


if __name__ == "__main__":
    main()
