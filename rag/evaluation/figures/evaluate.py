"""Measures retrieval, evidence, abstention and speed on what questions gave."""

import math
import statistics
from collections.abc import Iterable, Sequence

from rag.evaluation.figures.outcomes import Outcome, holds_answer, is_supported, observe
from rag.evaluation.measures.curves import calibration_error
from rag.evaluation.measures.ranking import auroc, ndcg
from rag.evaluation.sets.gold import contains

__all__ = [
    "METRICS",
    "Outcome",
    "contains",
    "holds_answer",
    "is_supported",
    "measure",
    "observe",
    "summarise",
]

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
    "answer_precision",
    "written",
    "unsupported",
    "abstention_auroc",
    "abstention_precision",
    "abstention_recall",
    "wrongly_refused",
    "nearest@3",
    "calibration_error",
    "p50_ms",
    "p95_ms",
)
"""The keys of ``summarise``."""


def measure(outcome: Outcome) -> dict[str, float | None]:
    """Return what one question says of each share or gain that is a mean over questions, 0 to 1; None for nothing."""
    case = outcome.case
    answerable = case.answerable
    documents = answerable and bool(case.doc_ids)
    spans = answerable and bool(case.spans)
    answers = answerable and bool(case.spans or case.strings)
    found = outcome.documents
    sentences = outcome.answer.sentences
    is_written = bool(sentences) and outcome.answer.writing is not None
    return {
        "hit@1": float(bool(found) and found[0] in case.doc_ids) if documents else None,
        "recall@5": len(set(found[:5]) & set(case.doc_ids)) / len(case.doc_ids) if documents else None,
        "ndcg@10": ndcg(found, case.doc_ids) if documents else None,
        "passage_hit@1": float(any(outcome.passages[:1])) if spans else None,
        "passage_recall@5": float(any(outcome.passages[:5])) if spans else None,
        "evidence@1": float(any(outcome.evidence[:1])) if answers else None,
        "evidence@3": float(any(outcome.evidence[:3])) if answers else None,
        "answer_right": float(any(outcome.cited)) if answers else None,
        "answer_precision": statistics.fmean(outcome.cited) if answers and outcome.cited else None,
        "written": statistics.fmean(each.written for each in sentences) if is_written else None,
        "unsupported": outcome.unsupported / len(sentences) if is_written else None,
        "abstention_precision": float(not answerable) if outcome.abstained else None,
        "abstention_recall": None if answerable else float(outcome.abstained),
        "wrongly_refused": float(outcome.abstained) if answerable else None,
        "nearest@3": float(any(outcome.nearest)) if answers and outcome.abstained else None,
    }


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Return every metric in the order of ``METRICS``, None where the questions cannot tell; shares are 0 to 1."""
    measured = [measure(outcome) for outcome in outcomes]
    answerable = [o.confidence for o in outcomes if o.case.answerable]
    others = [o.confidence for o in outcomes if not o.case.answerable]
    times = sorted(o.milliseconds for o in outcomes)
    values: dict[str, float | int | None] = {
        **{name: _mean(row[name] for row in measured) for name in measure(outcomes[0])},
        "questions": len(outcomes),
        "answerable": len(answerable),
        "abstention_auroc": auroc(answerable, others),
        "calibration_error": calibration_error([o.confidence for o in outcomes], [o.case.answerable for o in outcomes]),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[min(len(times) - 1, math.ceil(0.95 * len(times)) - 1)], 2),
    }
    if not (answerable and others):
        values |= dict.fromkeys(("abstention_precision", "abstention_recall", "calibration_error"))
    return {name: values[name] for name in METRICS}


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None
