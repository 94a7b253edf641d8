"""Asks the same questions of the same articles in several formats, and tells whether the answers are alike.

python tests/benchmarks/parsing/formats.py SET FOLDER [--limit N]

SET holds files/FORMAT/*, one folder a format, and questions.jsonl; the indexes are kept in FOLDER, one a format. White
space aside, answers are found alike when the gold answer stands in the same cited words in every format, or in none of
their citations; they are alike when all that they quote is the same. Text marked NAVNOISE must never be cited.
"""

import json
from collections import Counter
from pathlib import Path

import click

from index.folders.sync import sync_paths
from index.store import Index
from rag.answers.answer import Answer
from rag.asking.assistant import Assistant
from rag.investigation.query import Query


def quotes(answer: Answer) -> tuple[str, ...]:
    """Return what an answer cites, white space collapsed; nothing when it abstains."""
    return tuple(" ".join(citation.quote.split()) for sentence in answer.sentences for citation in sentence.citations)


def holder(answers: list[str], quoted: tuple[str, ...]) -> str:
    """Return the cited words that hold one of the gold answers; nothing when none do."""
    gold = [" ".join(answer.split()) for answer in answers]
    return next((quote for quote in quoted if any(answer in quote for answer in gold)), "")


@click.command()
@click.argument("questions", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--limit", default=None, type=int, help="Of questions.")
def main(questions: Path, folder: Path, limit: int | None) -> None:
    """Print one JSON object."""
    lines = (questions / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines][:limit]
    formats = sorted(path.name for path in (questions / "files").iterdir())
    cited: dict[str, list[tuple[str, ...]]] = {}
    holding: dict[str, list[str]] = {}
    found: Counter[str] = Counter()
    for name in formats:
        index = Index.open(folder / name, create=True)
        sync_paths(index, [questions / "files" / name])
        assistant = Assistant(index)
        cited[name] = [quotes(assistant.ask(Query(case["question"]))) for case in cases]
        holding[name] = [holder(case["answers"], quoted) for case, quoted in zip(cases, cited[name], strict=True)]
        found[name] = sum(map(bool, holding[name]))
        click.echo(f"{name}: {found[name]} answers found", err=True)
    together = list(zip(*(cited[name] for name in formats), strict=True))
    found_alike = sum(len(set(some)) == 1 for some in zip(*(holding[name] for name in formats), strict=True))
    unlike = [case["question"] for case, answers in zip(cases, together, strict=True) if len(set(answers)) > 1]
    noise = sum("NAVNOISE" in quote for answers in cited.values() for quoted in answers for quote in quoted)
    result = {
        "questions": len(cases),
        "found": dict(found),
        "found_alike": round(found_alike / len(cases), 4),
        "alike": round(1 - len(unlike) / len(cases), 4),
        "navnoise_cited": noise,
        "unlike": unlike[:20],
    }
    click.echo(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
