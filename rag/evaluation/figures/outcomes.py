"""What questions give when they are asked, beside what would be right."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.documents import document_id
from index.store import Index
from rag.answers.answer import Answer, AnswerSentence, NearestSentence
from rag.answers.place import Citation, Passage, Place
from rag.asking.assistant import Assistant
from rag.evaluation.sets.gold import contains, is_gold, plain
from rag.evaluation.sets.question_case import GoldSpan, QuestionCase
from rag.evidence.sentences import Evidence, quotes
from rag.evidence.tables.heads import head_of
from rag.investigation.query import Query
from rag.verification.by_language import verifier_for
from rag.verification.verifier import Verifier

__all__ = ["Outcome", "citations_of", "holds_answer", "is_supported", "observe"]

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
        cited_spans: what its sentences cite, in documents of the set, each once.
        key_points: whether what it cites supports each key point of the question.
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
    cited_spans: tuple[GoldSpan, ...] = ()
    key_points: tuple[bool, ...] = ()


def observe(
    assistant: Assistant,
    cases: Sequence[QuestionCase],
    doc_id_of: dict[str, str],
    progress: Callable[[int], None] | None = None,
    *,
    llm: bool = False,
    as_labelled: bool = False,
    own_documents: bool = False,
) -> list[Outcome]:
    """Ask every question and compare with what would be right.

    Args:
        assistant: on the set's index.
        cases: questions.
        doc_id_of: the set's document id by source.
        progress: called with the number of questions asked.
        llm: whether the assistant's language model writes the answers.
        as_labelled: whether each question is asked as of the kind that its set says, where it says one.
        own_documents: whether each question is asked of the documents that its set names for it alone, where it names
            any: what is measured then is how they are read, not how they are found.

    Raises:
        LanguageModelUnset: a language model is to write, and none is set up.
    """
    by_id = {document_id(source): identity for source, identity in doc_id_of.items()}
    outcomes = []
    for number, case in enumerate(cases, start=1):
        query = case.query(top_k=_TOP_K, llm=llm, as_labelled=as_labelled)
        if own_documents and case.documents:
            own = tuple(source for source, identity in doc_id_of.items() if identity in case.documents)
            query = dataclasses.replace(query, filters=dataclasses.replace(query.filters, sources=own))
        outcomes.append(_observe(assistant, case, query, by_id))
        if progress:
            progress(number)
    return outcomes


def _observe(assistant: Assistant, case: QuestionCase, query: Query, by_id: dict[str, str]) -> Outcome:
    findings = assistant.find(query)
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
        cited_spans=tuple(
            dict.fromkeys(
                GoldSpan(by_id.get(each.document_id, ""), each.start, each.end) for each in citations_of(answer)
            )
        ),
        key_points=_key_points(assistant.index, case, answer),
    )


def _places(passage: Passage) -> tuple[Place, ...]:
    return (passage, *passage.copies)


def holds_answer(index: Index, case: QuestionCase, doc_id: str, piece: Evidence) -> bool:
    """Tell whether the right answer stands in what an answer would quote of a piece of evidence, its table's head too.

    Args:
        index: that it is from.
        case: with gold spans, or answers to look for.
        doc_id: the set's id of the document.
        piece: of that document.
    """
    quoted = dataclasses.replace(piece, start=piece.quoted_from)
    [quote] = quotes(index, [quoted])
    if is_gold(case, doc_id, quoted.start, quoted.end, quote):
        return True
    head = piece.header
    return head is not None and is_gold(case, doc_id, *head, head_of(index, piece.row, head))


def _cites_gold(case: QuestionCase, by_id: Mapping[str, str], sentence: AnswerSentence | NearestSentence) -> bool:
    return any(is_gold(case, by_id.get(c.document_id, ""), c.start, c.end, c.quote) for c in sentence.citations)


def _unsupported(index: Index, question: str, written: Sequence[AnswerSentence]) -> int:
    if not written:
        return 0
    verifier = verifier_for(index, question)
    return sum(not is_supported(verifier, each, question) for each in written)


def citations_of(answer: Answer) -> list[Citation]:
    """Return what the sentences of an answer cite, in reading order."""
    return [citation for sentence in answer.sentences for citation in sentence.citations]


def _key_points(index: Index, case: QuestionCase, answer: Answer) -> tuple[bool, ...]:
    """Tell of each key point whether the cited words support it, as if a language model had written it.

    Of 40 key points of dragonball 0.80 are supported by their gold sentences, 0.03 by others of the same document. The
    share of their words in the cited ones tells them apart as well, and lets wrong figures pass.
    """
    if not (case.key_points and answer.sentences):
        return (False,) * len(case.key_points)
    verifier = verifier_for(index, case.question)
    texts = [text for each in citations_of(answer) for text in (each.quote, each.title)]
    return tuple(
        verifier.verify(point, list(dict.fromkeys(texts)), case.question).supported for point in case.key_points
    )


def is_supported(verifier: Verifier, sentence: AnswerSentence, question: str) -> bool:
    """Tell whether the quotes, titles and dates of a sentence's citations support it, whoever says they do."""
    quotes = [citation.quote for citation in sentence.citations]
    titles = [f"{each.title} ({(each.published_at or '')[:10]})" for each in sentence.citations]
    return verifier.verify(sentence.text, [*quotes, *titles], question).supported


def _says(case: QuestionCase, text: str) -> bool:
    said = plain(text)
    return not case.strings or any(plain(answer) in said for answer in case.strings)
