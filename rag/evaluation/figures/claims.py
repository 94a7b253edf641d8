"""Measures the check of written sentences on claims, each against the one passage that its set names."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.documents import document_id
from index.store import Index
from rag.errors import QuestionSetError
from rag.evaluation.measures.ranking import auroc
from rag.evaluation.sets.question_sets import QuestionCase
from rag.verification.by_language import verifier_for

__all__ = ["CLAIM", "CLAIM_METRICS", "ClaimOutcome", "judge_claims", "measure_claim", "summarise_claims"]

CLAIM = "claim"
"""The kind of a case that is not asked but said."""

CLAIM_METRICS = ("claims", "supported", "support_auroc", "caught", "passed")
"""The keys of ``summarise_claims``."""


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """What became of one claim.

    Attributes:
        case: the claim; ``answerable`` when its passage supports it.
        support: how likely the passage supports it, 0 to 1, as the check says.
        passed: the check lets it through.
    """

    case: QuestionCase
    support: float
    passed: bool


def judge_claims(
    index: Index,
    cases: Sequence[QuestionCase],
    doc_id_of: Mapping[str, str],
    progress: Callable[[int], None] | None = None,
) -> list[ClaimOutcome]:
    """Check every claim against the document that it names, as if a language model had written it and cited that.

    Args:
        index: of the set.
        cases: claims.
        doc_id_of: the set's document id by source.
        progress: called with the number of claims judged.

    Raises:
        QuestionSetError: a claim names no document, or one that the set does not have.
    """
    sources = {identity: source for source, identity in doc_id_of.items()}
    outcomes = []
    for number, case in enumerate(cases, start=1):
        if not case.documents or case.documents[0] not in sources:
            raise QuestionSetError(
                f"The claim {case.id} names no document of its set", "Give it “doc_ids”, or “written_for”"
            )
        document = index.documents.get(document_id(sources[case.documents[0]]))
        title = document.title if document.title != document.source else ""
        verdict = verifier_for(index, case.question).verify(case.question, [document.text, title])
        outcomes.append(ClaimOutcome(case, verdict.support, verdict.supported))
        if progress:
            progress(number)
    return outcomes


def measure_claim(outcome: ClaimOutcome) -> dict[str, float | None]:
    """Return what one claim says of the shares: of those not supported that are caught, of the others that pass."""
    supported = outcome.case.answerable
    return {
        "caught": None if supported else float(not outcome.passed),
        "passed": float(outcome.passed) if supported else None,
    }


def summarise_claims(outcomes: Sequence[ClaimOutcome]) -> dict[str, float | int | None]:
    """Return every metric in the order of ``CLAIM_METRICS``, None where the claims cannot tell; shares are 0 to 1."""
    supported = [outcome for outcome in outcomes if outcome.case.answerable]
    others = [outcome for outcome in outcomes if not outcome.case.answerable]
    return {
        "claims": len(outcomes),
        "supported": len(supported),
        "support_auroc": auroc([each.support for each in supported], [each.support for each in others]),
        "caught": statistics.fmean(not each.passed for each in others) if others else None,
        "passed": statistics.fmean(each.passed for each in supported) if supported else None,
    }
