"""Measures retrieval, evidence, abstention and speed on a folder of questions."""

import dataclasses
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.documents import document_id
from index.store import Index
from rag.answers.answer import Answer, AnswerSentence, NearestSentence
from rag.answers.place import Passage, Place
from rag.asking.assistant import Assistant
from rag.evaluation.measures.curves import calibration_error
from rag.evaluation.measures.ranking import auroc, ndcg
from rag.evaluation.question_sets import GoldSpan, QuestionCase
from rag.evidence.sentences import Evidence
from rag.investigation.investigator import quotes
from rag.verification.by_language import verifier_for
from rag.verification.verifier import Verifier

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

_TOP_K = 20
_KEPT = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave.

    Attributes:
        case: the question.
        documents: the set's document ids, best first, each once; those of a passage's copies follow its own.
        passages: whether each passage, or a copy of it, contains a gold span, best first.
        evidence: whether each evidence sentence contains a gold span or answer of a relevant document, best first.
        cited: whether each sentence of the answer cites one that does, and says so itself where a language model wrote
            it; empty for an abstention.
        nearest: whether each sentence that an abstention shows as near cites one that does, nearest first.
        unsupported: sentences that a language model wrote and that their citations do not support.
        confidence: 0 to 1.
        abstained: whether the answer was an abstention.
        milliseconds: that the answer took.
        features: of the confidence model.
        answer: as given, with its first passages.
    """

    case: QuestionCase
    documents: tuple[str, ...]
    passages: tuple[bool, ...]
    evidence: tuple[bool, ...]
    cited: tuple[bool, ...]
    nearest: tuple[bool, ...]
    unsupported: int
    confidence: float
    abstained: bool
    milliseconds: float
    features: tuple[float, ...]
    answer: Answer


def observe(
    assistant: Assistant,
    cases: Sequence[QuestionCase],
    doc_id_of: dict[str, str],
    progress: Callable[[int], None] | None = None,
    *,
    llm: bool = False,
) -> list[Outcome]:
    """Ask every question and compare with what would be right.

    Args:
        assistant: on the set's index.
        cases: questions.
        doc_id_of: the set's document id by source.
        progress: called with the number of questions asked.
        llm: whether the assistant's language model writes the answers.

    Raises:
        LanguageModelUnset: a language model is to write, and none is set up.
    """
    by_id = {document_id(source): identity for source, identity in doc_id_of.items()}
    outcomes = []
    for number, case in enumerate(cases, start=1):
        outcomes.append(_observe(assistant, case, by_id, llm=llm))
        if progress:
            progress(number)
    return outcomes


def measure(outcome: Outcome) -> dict[str, float | None]:
    """Return what one question says of each share or gain that is a mean over questions, 0 to 1; None for nothing."""
    case = outcome.case
    answerable = case.answerable
    documents = answerable and bool(case.doc_ids)
    spans = answerable and bool(case.spans)
    answers = answerable and bool(case.spans or case.answers)
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


def _observe(assistant: Assistant, case: QuestionCase, by_id: dict[str, str], *, llm: bool) -> Outcome:
    findings = assistant.find(case.query(top_k=_TOP_K, llm=llm))
    found, answer = findings.investigation, assistant.finish(findings, assistant.compose(findings))
    cited = tuple(
        (not sentence.written or _says(case, sentence.text)) and _cites_gold(case, by_id, sentence)
        for sentence in answer.sentences
    )
    places = [_places(passage) for passage in answer.passages]
    return Outcome(
        case=case,
        documents=tuple(dict.fromkeys(by_id.get(place.document_id, "") for some in places for place in some)),
        passages=tuple(
            any(contains(case.spans, by_id.get(place.document_id, ""), place.start, place.end) for place in some)
            for some in places[:10]
        ),
        evidence=tuple(
            holds_answer(assistant.index, case, by_id.get(piece.row.document_id, ""), piece)
            for piece in found.evidence[:3]
        ),
        cited=cited,
        nearest=tuple(_cites_gold(case, by_id, sentence) for sentence in answer.nearest),
        unsupported=_unsupported(assistant.index, case.question, [each for each in answer.sentences if each.written]),
        confidence=found.confidence,
        abstained=answer.abstained,
        milliseconds=answer.timing_ms["total"],
        features=found.features,
        answer=dataclasses.replace(answer, passages=answer.passages[:_KEPT]),
    )


def _places(passage: Passage) -> tuple[Place, ...]:
    return (passage, *passage.copies)


def holds_answer(index: Index, case: QuestionCase, doc_id: str, piece: Evidence) -> bool:
    """Tell whether the right answer stands in what an answer would quote of a piece of evidence.

    Args:
        index: that it is from.
        case: with gold spans, or answers to look for.
        doc_id: the set's id of the document.
        piece: of that document.
    """
    quoted = dataclasses.replace(piece, start=piece.quoted_from)
    [quote] = quotes(index, [quoted])
    return _is_gold(case, doc_id, quoted.start, quoted.end, quote)


def _cites_gold(case: QuestionCase, by_id: Mapping[str, str], sentence: AnswerSentence | NearestSentence) -> bool:
    return any(_is_gold(case, by_id.get(c.document_id, ""), c.start, c.end, c.quote) for c in sentence.citations)


def _is_gold(case: QuestionCase, doc_id: str, start: int, end: int, text: str) -> bool:
    if contains(case.spans, doc_id, start, end):
        return True
    plain = _plain(text)
    return doc_id in case.doc_ids and any(_plain(answer) in plain for answer in case.answers if answer.strip())


def _unsupported(index: Index, question: str, written: Sequence[AnswerSentence]) -> int:
    if not written:
        return 0
    verifier = verifier_for(index, question)
    return sum(not is_supported(verifier, each, question) for each in written)


def is_supported(verifier: Verifier, sentence: AnswerSentence, question: str) -> bool:
    """Tell whether the quotes, titles and dates of a sentence's citations support it, whoever says they do."""
    quotes = [citation.quote for citation in sentence.citations]
    titles = [f"{each.title} ({(each.published_at or '')[:10]})" for each in sentence.citations]
    return verifier.verify(sentence.text, [*quotes, *titles], question).supported


def _says(case: QuestionCase, text: str) -> bool:
    plain = _plain(text)
    return not case.answers or any(_plain(answer) in plain for answer in case.answers)


def contains(spans: Sequence[GoldSpan], doc_id: str, start: int, end: int) -> bool:
    """Tell whether one of the gold spans lies in a stretch of a document."""
    return any(span.doc_id == doc_id and start <= span.start and span.end <= end for span in spans)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None
