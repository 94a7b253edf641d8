"""How far down is the passage that answers? Recall of each retriever, of their fusion and of MaxSim, by depth.

python tests/benchmarks/answers/recall.py SET… [--limit 300] [--part report]
"""

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from index.encoding.load import load_encoder
from index.store import Index
from rag.evaluation.figures.evaluate import contains
from rag.evaluation.sets.question_sets import QuestionCase, load, open_index, part_of
from rag.retrieval.candidates import RETRIEVED, fuse, retrieve
from rag.retrieval.question import check, read

DEPTHS = (1, 5, 8, 12, 20, 50, 100)


def places(index: Index, case: QuestionCase, doc_id_of: dict[str, str]) -> dict[str, float]:
    """Return where the first right passage stands in each ranking, from 0; infinity where it is in none."""
    question = read(index, check(case.question))
    dense = [identity for identity, _ in index.search.dense(question.vector, RETRIEVED)]
    lexical = [identity for identity, _ in index.search.lexical(question.terms, RETRIEVED)]
    rankings = {
        "BM25": lexical,
        "vectors": dense,
        "fusion": fuse([dense, lexical]),
        "MaxSim": [candidate.row.id for candidate in retrieve(index, question)],
    }
    rows = index.chunks.get(sorted({identity for ranking in rankings.values() for identity in ranking}))
    right = {i for i, row in rows.items() if contains(case.spans, doc_id_of[row.source], row.start, row.end)}
    return {
        name: next((place for place, identity in enumerate(ranking) if identity in right), np.inf)
        for name, ranking in rankings.items()
    }


@click.command()
@click.option("--limit", default=300, show_default=True, help="Questions of each set.")
@click.option("--part", default="report", show_default=True, help="Of a set divided by document; “all” for any.")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folders: Sequence[Path], limit: int, part: str) -> None:
    """Print a Markdown table a set."""
    encoder = load_encoder()
    for folder in folders:
        questions = load(folder)
        index, doc_id_of = open_index(questions, encoder)
        cases = [c for c in questions.cases if c.spans and part in ("all", part_of(c, by_document=True))][:limit]
        with index.database.snapshot():
            found = [places(index, case, doc_id_of) for case in cases]
        click.echo(f"\n{folder.resolve().name}: {len(found)} questions\n")
        click.echo("| ranking | " + " | ".join(f"@{depth}" for depth in DEPTHS) + " |")
        click.echo("|---" * (len(DEPTHS) + 1) + "|")
        for name in found[0]:
            shares = [np.mean([each[name] < depth for each in found]) for depth in DEPTHS]
            click.echo(f"| {name} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")


if __name__ == "__main__":
    main()
