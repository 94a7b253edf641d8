"""How long an overview of a long document takes, and one of a single thing in it.

python tests/benchmarks/asking/overviews.py FOLDER [--pages 100] [--rounds 5]

Makes a report of so many pages of 400 words out of invented sentences, indexes it into FOLDER once, and prints the
medians and the longest times, in milliseconds, as one JSON object.
"""

import json
import random
import statistics
import time
from pathlib import Path

import click

from index.hardening.terminal import say
from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

WORDS_A_PAGE, PAGES_A_SECTION = 400, 5
QUESTIONS = {"whole": "Summarise this document", "part": "Summarise what the report says about the ferries of Orlo"}
WHO = ("The council", "The harbour master", "A survey of residents", "The chief engineer", "The board of the port")
DID = ("reported on", "measured", "asked for", "paid for", "closed", "repaired", "reviewed", "put off")
WHAT = ("the ferries", "the bridge", "the water works", "the school", "the tram", "the archive", "the flood wall")
WHERE = ("of Orlo", "in Marenburg", "at Puerto Almendro", "on the east bank", "near the old mill")


def report(pages: int) -> str:
    """Return a text with a section for every five pages, the same each time."""
    chance = random.Random(19)  # noqa: S311 — the same text each time
    lines = ["# Report on the region", ""]
    for page in range(pages):
        if page % PAGES_A_SECTION == 0:
            lines += ["", f"## Part {page // PAGES_A_SECTION + 1}: {chance.choice(WHAT)} {chance.choice(WHERE)}", ""]
        said = 0
        while said < WORDS_A_PAGE:
            figure = f"in {chance.randint(1990, 2024)} for {chance.randint(2, 900)} thousand pounds"
            subject = f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)} {chance.choice(WHERE)}"
            lines.append(f"{subject} {figure}, as {chance.choice(WHO).lower()} had wished.")
            said += len(lines[-1].split())
        lines.append("")
    return "\n".join(lines)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--pages", default=100, show_default=True)
@click.option("--rounds", default=5, show_default=True)
def main(folder: Path, pages: int, rounds: int) -> None:
    """Ask for both overviews in turn."""
    index = Index.open(folder, create=True)
    if not index.documents.listed():
        ingest_bytes(index, report(pages).encode(), "report.md", "report.md")
    assistant = Assistant(index)
    assistant.warm()
    found: dict[str, object] = {"pages": pages, "chunks": index.chunks.count()}
    for name, question in QUESTIONS.items():
        times = []
        for number in range(rounds):
            # Another question each time: what was looked up last is kept.
            started = time.perf_counter()
            assistant.ask(Query(f"{question}{' ' * number}{'.' * number}", kind=Kind.OVERVIEW))
            times.append(1000 * (time.perf_counter() - started))
        found[name] = {"median": round(statistics.median(times)), "longest": round(max(times))}
    say(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
