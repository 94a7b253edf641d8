"""Measures retrieval, evidence, abstention and speed on a folder of questions."""

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.documents import document_id
from rag.assistant import Assistant, Investigation
from rag.question_sets import GoldSpan, QuestionCase

__all__ = ["METRICS", "Outcome", "auroc", "ndcg", "observe", "summarise"]

METRICS = (
    "questions",
    "answerable",
    "hit@1",
    "recall@5",
    "ndcg@10",
    "passage_hit@1",
    "passage_recall@5",
    "evidence@1",
    "evidence@3",
    "answer_right",
    "abstention_auroc",
    "abstention_precision",
    "abstention_recall",
    "wrongly_refused",
    "p50_ms",
    "p95_ms",
)
"""The keys of ``summarise``."""

_TOP_K = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave.

    Attributes:
        case: the question.
        documents: the set's document ids, best first, each once.
        passages: whether each passage contains a gold span, best first.
        evidence: whether each evidence sentence contains a gold span or answer of a relevant document, best first.
        cited: whether a cited sentence of the answer does; None for an abstention.
        confidence: 0 to 1.
        abstained: whether the answer was an abstention.
        milliseconds: that the answer took.
        features: of the confidence model.
    """

    case: QuestionCase
    documents: tuple[str, ...]
    passages: tuple[bool, ...]
    evidence: tuple[bool, ...]
    cited: bool | None
    confidence: float
    abstained: bool
    milliseconds: float
    features: tuple[float, ...]


def observe(
    assistant: Assistant,
    cases: Sequence[QuestionCase],
    doc_id_of: dict[str, str],
    progress: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """Ask every question and compare with what would be right.

    Args:
        assistant: on the set's index.
        cases: questions.
        doc_id_of: the set's document id by source.
        progress: called with the number of questions asked.
    """
    by_id = {document_id(source): identity for source, identity in doc_id_of.items()}
    outcomes = []
    for number, case in enumerate(cases, start=1):
        outcomes.append(_observe(assistant, case, by_id))
        if progress:
            progress(number)
    return outcomes


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Return every metric, None where the questions cannot tell; shares are 0 to 1."""
    answerable = [o for o in outcomes if o.case.answerable]
    unanswerable = [o for o in outcomes if not o.case.answerable]
    with_documents = [o for o in answerable if o.case.doc_ids]
    with_spans = [o for o in answerable if o.case.spans]
    with_answers = [o for o in answerable if o.case.spans or o.case.answers]
    abstained = [o for o in outcomes if o.abstained]
    both = bool(answerable and unanswerable)
    times = sorted(o.milliseconds for o in outcomes)
    return {
        "questions": len(outcomes),
        "answerable": len(answerable),
        "hit@1": _mean(o.documents[:1] and o.documents[0] in o.case.doc_ids for o in with_documents),
        "recall@5": _mean(
            len(set(o.documents[:5]) & set(o.case.doc_ids)) / len(o.case.doc_ids) for o in with_documents
        ),
        "ndcg@10": _mean(ndcg(o.documents, o.case.doc_ids) for o in with_documents),
        "passage_hit@1": _mean(any(o.passages[:1]) for o in with_spans),
        "passage_recall@5": _mean(any(o.passages[:5]) for o in with_spans),
        "evidence@1": _mean(any(o.evidence[:1]) for o in with_answers),
        "evidence@3": _mean(any(o.evidence[:3]) for o in with_answers),
        "answer_right": _mean(bool(o.cited) for o in with_answers),
        "abstention_auroc": auroc([o.confidence for o in answerable], [o.confidence for o in unanswerable]),
        "abstention_precision": _mean(not o.case.answerable for o in abstained) if both else None,
        "abstention_recall": _mean(o.abstained for o in unanswerable) if both else None,
        "wrongly_refused": _mean(o.abstained for o in answerable),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[min(len(times) - 1, math.ceil(0.95 * len(times)) - 1)], 2),
    }


def ndcg(ranking: Sequence[str], relevant: Sequence[str], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain, 0 to 1 (Järvelin and Kekäläinen 2002, section 2.2)."""
    wanted = set(relevant)
    gain = sum(1 / math.log2(rank + 1) for rank, item in enumerate(ranking[:depth], start=1) if item in wanted)
    return gain / sum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), depth) + 1))


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Return the probability that a positive's score is above a negative's, ties as half; None without both."""
    if not positives or not negatives:
        return None
    ranked = sorted([(score, 1) for score in positives] + [(score, 0) for score in negatives])
    ranks: dict[float, list[int]] = {}
    for rank, (score, _) in enumerate(ranked, start=1):
        ranks.setdefault(score, []).append(rank)
    total = sum(statistics.fmean(ranks[score]) for score in positives)
    count = len(positives)
    return (total - count * (count + 1) / 2) / (count * len(negatives))


def _observe(assistant: Assistant, case: QuestionCase, by_id: dict[str, str]) -> Outcome:
    found, answer = assistant.examine(case.question, top_k=_TOP_K)
    cited = [
        _is_gold(case, by_id.get(citation.document_id, ""), citation.start, citation.end, citation.quote)
        for sentence in answer.sentences
        for citation in sentence.citations
    ]
    return Outcome(
        case=case,
        documents=tuple(dict.fromkeys(by_id.get(passage.document_id, "") for passage in answer.passages)),
        passages=tuple(
            _contains(case.spans, by_id.get(passage.document_id, ""), passage.start, passage.end)
            for passage in answer.passages[:10]
        ),
        evidence=_gold_evidence(assistant, found, case, by_id),
        cited=any(cited) if cited else None,
        confidence=found.confidence,
        abstained=answer.abstained,
        milliseconds=answer.timing_ms["total"],
        features=found.features,
    )


def _gold_evidence(
    assistant: Assistant, found: Investigation, case: QuestionCase, by_id: dict[str, str]
) -> tuple[bool, ...]:
    gold = []
    for piece in found.evidence[:3]:
        text = assistant.index.chunk_text(piece.row)[piece.start - piece.row.start : piece.end - piece.row.start]
        gold.append(_is_gold(case, by_id.get(piece.row.document_id, ""), piece.start, piece.end, text))
    return tuple(gold)


def _is_gold(case: QuestionCase, doc_id: str, start: int, end: int, text: str) -> bool:
    if _contains(case.spans, doc_id, start, end):
        return True
    plain = _plain(text)
    return doc_id in case.doc_ids and any(_plain(answer) in plain for answer in case.answers if answer.strip())


def _contains(spans: Sequence[GoldSpan], doc_id: str, start: int, end: int) -> bool:
    return any(span.doc_id == doc_id and start <= span.start and span.end <= end for span in spans)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _mean(values: Iterable[float | bool | Sequence[str]]) -> float | None:
    numbers = [float(bool(value)) if not isinstance(value, float) else value for value in values]
    return statistics.fmean(numbers) if numbers else None
