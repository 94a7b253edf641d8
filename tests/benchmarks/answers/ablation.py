"""What each part is worth: every one is left out in turn, on a question set.

python tests/benchmarks/answers/ablation.py SET [--split odd] [--limit 300] [--no-reading]
"""

import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import click
import numpy as np

import rag.evidence.sentences
import rag.reading.close_reading
import rag.retrieval.candidates
import rag.retrieval.question
from index.encoding.load import load_encoder
from index.store import Index
from rag.evaluation.figures.evaluate import contains, holds_answer
from rag.evaluation.measures.ranking import auroc, ndcg
from rag.evaluation.sets.question_sets import QuestionCase, load, open_index, split_of
from rag.evidence.sentences import Evidence, find, judged
from rag.reading.close_reading import CloseReading, relevance_of
from rag.retrieval.candidates import Candidate, fuse, retrieve
from rag.retrieval.duplicates import fold
from rag.retrieval.question import Question, check, read

Rank = Callable[[Index, Question], list[Candidate]]
Sentences = Callable[[Index, Question, list[Candidate]], list[Evidence]]


@contextmanager
def setting(*changes: tuple[object, str, object]) -> Iterator[None]:
    """Let module constants have other values for a while."""
    with ExitStack() as stack:
        for module, name, value in changes:
            stack.enter_context(patch.object(module, name, value))
        yield


def folded(index: Index, question: Question) -> list[Candidate]:
    return fold(retrieve(index, question), index.chunks.text)


def by(score: Callable[[Candidate], float | None]) -> Rank:
    """Return a ranking of the same candidates by another score."""

    def rank(index: Index, question: Question) -> list[Candidate]:
        found = [(score(candidate), candidate) for candidate in retrieve(index, question)]
        return [c for s, c in sorted(found, key=lambda pair: -(-math.inf if pair[0] is None else pair[0]))]

    return rank


def fused(index: Index, question: Question) -> list[Candidate]:
    found = {candidate.row.id: candidate for candidate in retrieve(index, question)}
    rankings = [
        sorted((i for i in found if score(found[i]) is not None), key=lambda i: -(score(found[i]) or 0))
        for score in (lambda c: c.scores.dense, lambda c: c.scores.lexical)
    ]
    return [found[identity] for identity in fuse(rankings)]


def unweighted(index: Index, question: Question) -> list[Candidate]:
    even = np.full_like(question.weights, 1 / len(question.weights))
    return folded(index, dataclasses.replace(question, weights=even))


def without_lexical_term(index: Index, question: Question) -> list[Candidate]:
    with setting((rag.retrieval.candidates, "LEXICAL_WEIGHT", 0.0), (rag.retrieval.candidates, "FOREIGN_WEIGHT", 0.0)):
        return folded(index, question)


def without_dense_term(index: Index, question: Question) -> list[Candidate]:
    with setting((rag.retrieval.candidates, "DENSE_WEIGHT", 0.0)):
        return folded(index, question)


RANKINGS: dict[str, Rank] = {
    "everything": folded,
    "BM25 alone": by(lambda c: c.scores.lexical),
    "dense alone": by(lambda c: c.scores.dense),
    "reciprocal rank fusion of both, no MaxSim": fused,
    "MaxSim without the lexical term": without_lexical_term,
    "MaxSim without the cosine of the whole passage": without_dense_term,
    "question words weigh the same": unweighted,
    "repeated passages not folded": retrieve,
}


def sentences(reading: CloseReading | None) -> dict[str, Sentences]:
    def plain(_: Index, question: Question, candidates: list[Candidate]) -> list[Evidence]:
        return find(question, candidates)

    def alone(_: Index, question: Question, candidates: list[Candidate]) -> list[Evidence]:
        with setting((rag.evidence.sentences, "PASSAGE_WEIGHT", 0.0)):
            return find(question, candidates)

    found: dict[str, Sentences] = {"no reader": plain, "no reader, the passage's score left out": alone}
    if reading is None:
        return found

    def whole(index: Index, question: Question, candidates: list[Candidate]) -> list[Evidence]:
        return judged(
            find(question, candidates), relevance_of(index, question.text, reading.read(question, candidates))
        )

    def changed(*changes: tuple[object, str, object]) -> Sentences:
        def some(index: Index, question: Question, candidates: list[Candidate]) -> list[Evidence]:
            with setting(*changes):
                return whole(index, question, candidates)

        return some

    return {
        "everything": whole,
        "ordered by the sentence's logit alone": changed((rag.reading.close_reading, "_PASSAGE_SHARE", 0.0)),
        "two passages read": changed((rag.reading.close_reading, "MOST_READ", 2)),
        "four passages read": changed((rag.reading.close_reading, "MOST_READ", 4)),
        "always eight passages read": changed((rag.reading.close_reading, "_SURE", math.inf)),
        **found,
    }


def share(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.3f}" if values else "–"


@click.command()
@click.option("--split", default="odd", type=click.Choice(["odd", "even", "all"]))
@click.option("--limit", default=300, help="Questions of each kind.")
@click.option("--no-reading", is_flag=True, help="Retrieval only.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path, split: str, limit: int, no_reading: bool) -> None:
    """Print a Markdown table for retrieval, and one for evidence."""
    questions = load(folder)
    index, doc_id_of = open_index(questions, load_encoder())
    cases = [case for case in questions.cases if split in ("all", split_of(case))]
    answerable = [case for case in cases if case.answerable][:limit]
    others = [case for case in cases if not case.answerable][:limit]
    asked = {case.id: read(index, check(case.question)) for case in answerable + others}
    click.echo(f"{folder.resolve().name}, {split}: {len(answerable)} answerable, {len(others)} not\n")
    click.echo("| passages | ndcg@10 | passage hit@1 | passage recall@5 |\n|---|---|---|---|")
    for name, rank in RANKINGS.items():
        click.echo(f"| {name} | " + " | ".join(ranked(index, doc_id_of, answerable, asked, rank)) + " |")
    if no_reading:
        return
    click.echo("\n| sentences | evidence@1 | evidence@3 | AUROC of the best one's score |\n|---|---|---|---|")
    found = {identity: folded(index, question) for identity, question in asked.items()}
    for name, choose in sentences(CloseReading(index)).items():
        figures = chosen(index, doc_id_of, answerable, others, asked, found, choose)
        click.echo(f"| {name} | " + " | ".join(figures) + " |")


def ranked(
    index: Index, doc_id_of: dict[str, str], cases: Sequence[QuestionCase], asked: dict[str, Question], rank: Rank
) -> list[str]:
    gains: list[float] = []
    first: list[bool] = []
    five: list[bool] = []
    for case in cases:
        candidates = rank(index, asked[case.id])
        places = [(candidate.row, *candidate.copies) for candidate in candidates]
        if case.doc_ids:
            ids = [doc_id_of[row.source] for some in places for row in some]
            gains.append(ndcg(list(dict.fromkeys(ids)), case.doc_ids))
        if case.spans:
            hits = [
                any(contains(case.spans, doc_id_of[row.source], row.start, row.end) for row in some) for some in places
            ]
            first.append(any(hits[:1]))
            five.append(any(hits[:5]))
    return [f"{np.mean(gains):.3f}", share(first), share(five)]


def chosen(
    index: Index,
    doc_id_of: dict[str, str],
    answerable: Sequence[QuestionCase],
    others: Sequence[QuestionCase],
    asked: dict[str, Question],
    candidates: dict[str, list[Candidate]],
    choose: Sentences,
) -> list[str]:
    first: list[bool] = []
    three: list[bool] = []
    scores: dict[bool, list[float]] = {True: [], False: []}
    for case in [*answerable, *others]:
        found = choose(index, asked[case.id], candidates[case.id])
        if found:
            scores[case.answerable].append(found[0].score if found[0].relevance is None else found[0].relevance)
        if case.answerable and (case.spans or case.answers):
            hits = [holds_answer(index, case, doc_id_of[piece.row.source], piece) for piece in found[:3]]
            first.append(any(hits[:1]))
            three.append(any(hits))
    value = auroc(scores[True], scores[False])
    return [share(first), share(three), "–" if value is None else f"{value:.3f}"]


if __name__ == "__main__":
    main()
