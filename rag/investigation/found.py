"""What was found for a question, and what was found for several as if for one."""

import dataclasses
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeVar

from rag.evidence.doubts.mentions import Missing
from rag.evidence.sentences import Evidence
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["Found", "Investigation", "combined", "in_turn"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The passages for a question.

    Attributes:
        question: as read.
        generation: of the index that everything is from.
        candidates: passages, best first.
        texts: of the first candidates, as many as passages were asked for.
        timing_ms: milliseconds a stage.
        namesakes: by the id of each document that is like another, the terms of the question's names that tell it
            from that; empty for one that has none of them (``rag.investigation.namesakes``).
    """

    question: Question
    generation: int
    candidates: tuple[Candidate, ...]
    texts: tuple[str, ...]
    timing_ms: dict[str, float] = field(default_factory=dict)
    namesakes: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Investigation:
    """What was found for a question before an answer is made of it.

    Attributes:
        found: the passages.
        evidence: sentences, best first.
        features: of the confidence model; empty when nothing was found.
        confidence: calibrated probability that the evidence answers the question.
        uncovered: words of the question that none of the passages shown covers, and no other document has as they are.
        timing_ms: milliseconds a stage.
        missing: what the question names that is not mentioned where the answer would be.
        plain: of the evidence, what plainly answers (``rag.evidence.plain.answers``).
        together: the two sentences that answer together where none does alone, the first two of the evidence.
        earlier: what older editions, whose place another took, say in the place of the first of the evidence.
    """

    found: Found
    evidence: tuple[Evidence, ...]
    features: tuple[float, ...]
    confidence: float
    uncovered: tuple[str, ...] = ()
    timing_ms: dict[str, float] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    plain: tuple[Evidence, ...] = ()
    together: tuple[Evidence, ...] = ()
    earlier: tuple[Evidence, ...] = ()


def combined(parts: Sequence[Investigation], threshold: float) -> Investigation:
    """Return what was found for the parts of a question as if for one: passages and evidence of each in turn.

    Its question is the first part's, and its confidence that of the weakest part that is answered; when none is, that
    of the strongest.

    Args:
        parts: at least one.
        threshold: confidence from which a part is answered.
    """
    if len(parts) == 1:
        return parts[0]
    answered = [part for part in parts if part.confidence >= threshold]
    order = answered + [part for part in parts if part.confidence < threshold]
    candidates = in_turn([part.found.candidates for part in order], lambda candidate: candidate.row.id)
    evidence = in_turn([part.evidence for part in order], lambda piece: (piece.row.id, piece.start))
    text_of = {
        candidate.row.id: text
        for part in parts
        for candidate, text in zip(part.found.candidates, part.found.texts, strict=False)
    }
    size = max(len(part.found.texts) for part in parts)
    texts = tuple(text_of[candidate.row.id] for candidate in candidates[:size])
    timing = {stage: sum(part.timing_ms[stage] for part in parts) for stage in parts[0].timing_ms}
    namesakes: dict[str, frozenset[str]] = {}
    for part in parts:
        for document, terms in part.found.namesakes.items():
            namesakes[document] = namesakes.get(document, frozenset()) | terms
    return Investigation(
        found=dataclasses.replace(parts[0].found, candidates=tuple(candidates), texts=texts, namesakes=namesakes),
        evidence=tuple(evidence),
        features=order[0].features,
        confidence=min(part.confidence for part in answered) if answered else max(part.confidence for part in parts),
        uncovered=tuple(dict.fromkeys(word for part in parts for word in part.uncovered)),
        timing_ms=timing,
        missing=tuple(name for part in parts for name in part.missing),
    )


def in_turn(rankings: Sequence[Sequence[_T]], key: Callable[[_T], Hashable]) -> list[_T]:
    """Return the first of every ranking, then the second of each, and so on; what comes again is left out."""
    found: dict[Hashable, _T] = {}
    for some in zip_longest(*rankings):
        for item in some:
            if item is not None:
                found.setdefault(key(item), item)
    return list(found.values())
