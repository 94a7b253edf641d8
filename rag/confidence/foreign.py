"""How likely evidence answers a question in a language that the reader does not know: by words and meaning."""

import math
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from rag.confidence.logistic import ConfidenceModel, shipped_model
from rag.evidence.sentences import Evidence
from rag.retrieval.candidates import Candidate
from rag.retrieval.meaning import meaning_of
from rag.retrieval.question import Question, covered_idf

__all__ = ["FOREIGN_FEATURES", "foreign_confidence", "foreign_features"]

FOREIGN_FEATURES = ("sentence", "rare_word_coverage", "names_and_numbers_missing", "passage_maxsim")
"""In the order of the model's coefficients; each is explained in ``foreign_features``."""

_FILE = "foreign_confidence.json"

_NOUNS_ARE_CAPITALISED = frozenset({"de"})


def foreign_confidence(
    index: Index,
    question: Question,
    candidates: Sequence[Candidate],
    evidence: Sequence[Evidence],
    beside: ConfidenceModel,
) -> float:
    """Return the probability, 0 to 1, that one of the best three sentences answers a question.

    Its log odds are shifted so that its own threshold falls on that of the model for English: an assistant has one, and
    how many questions have no answer, which the shift stands for, is not known of either.

    Args:
        index: within one snapshot.
        question: as read.
        candidates: best first; at least one.
        evidence: best first; at least one.
        beside: the model for English.
    """
    model = shipped_model(_FILE)
    shift = _log_odds(beside.threshold) - _log_odds(model.threshold)
    features = foreign_features(index, question, candidates, evidence)
    return model.rescaled(1.0, shift, beside.threshold).probability(features)


def foreign_features(
    index: Index, question: Question, candidates: Sequence[Candidate], evidence: Sequence[Evidence]
) -> tuple[float, ...]:
    """Return the features in the order of ``FOREIGN_FEATURES``.

    The cosine of the best sentence; the share of the question's words, by idf, that stand in the best passage; how many
    names and numbers of the question do not; the passage's weighted MaxSim.
    """
    best, top = evidence[0], candidates[0]
    of = {candidate.row.id: candidate for candidate in candidates}
    meaning = meaning_of(index, question, of[best.row.id])
    cosines = {start: float(c) for (start, _), c in zip(best.row.sentences, meaning.sentences, strict=True)}
    terms = set(analyse(f"{top.row.title}\n{top.row.heading}\n{index.chunks.text(top.row)}", top.row.language))
    named = [
        word for place, word in enumerate(question.words) if _is_name_or_number(word.text, place, question.language)
    ]
    return (
        cosines[best.start],
        covered_idf(question.words, terms) / (sum(word.idf for word in question.words) or 1.0),
        float(sum(not terms.intersection(word.terms) for word in named)),
        top.scores.maxsim,
    )


def _is_name_or_number(word: str, place: int, language: str) -> bool:
    """Tell whether a word of a question, at its place from 0, is a number, or a name by its capital."""
    capitalised = word[0].isupper() and place > 0 and language not in _NOUNS_ARE_CAPITALISED
    return capitalised or any(character.isdigit() for character in word)


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))
