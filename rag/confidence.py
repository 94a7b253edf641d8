"""What can be seen of a question and its evidence that tells whether they belong together."""

import math
from collections.abc import Sequence

import numpy as np

from index.lexical import analyse
from rag.evidence import Evidence
from rag.questions import Question, Word, covered_idf
from rag.retrieve import Candidate

__all__ = ["FEATURES", "features", "uncovered_words"]

FEATURES = (
    "passage_maxsim",
    "sentence_maxsim",
    "weakest_word",
    "rare_word_coverage",
    "sentence_word_coverage",
    "margin",
    "dense",
    "names_and_numbers_missing",
    "relevance",
    "relevance_lead",
    "weakest_word_in_sentence",
)
"""In the order of the model's coefficients; each is explained in ``features``."""

_UNCOVERED_COSINE = 0.65
_NOT_ASKED_FOR = frozenset(
    "who what when where which why how whom whose is are was were do does did can could will would should may might has"
    " have had the a an of in on at to for by with from and or as it its i my me you your we our us tell please about"
    " there this that these those be been whats whos much many".split()
)


def features(
    question: Question, candidates: Sequence[Candidate], evidence: Sequence[Evidence], passage_text: str
) -> tuple[float, ...]:
    """Return the features of a question and what was found for it, in the order of ``FEATURES``.

    The best passage's and the best sentence's weighted MaxSim; the cosine of the question word that the best passage
    meets least; the share of the question's words, by idf, that stand in the passage, and that the best sentence meets
    closely; how far the best passage is ahead of the tenth; the dense leg's cosine; how many of the names and numbers
    that are asked about do not stand in the passage; the reranker's logit of the best sentence, and how far that is
    ahead of the second (NaN, which weighs nothing, without a reranker); the cosine of the question word that the best
    sentence meets least: of all, the one that best tells a passage on the subject from one that answers.

    Args:
        question: as read.
        candidates: best first; at least one.
        evidence: best first; at least one.
        passage_text: of the best candidate, with its title and heading.
    """
    top, sentence = candidates[0], evidence[0]
    terms = set(analyse(passage_text, top.row.language))
    asked = [word for word in question.words if word.text.lower() not in _NOT_ASKED_FOR] or list(question.words)
    idf = sum(word.idf for word in asked) or 1.0
    met = [word.idf for word in asked if _cosine(word.tokens, sentence.best) >= _UNCOVERED_COSINE]
    # Among fewer than ten, how far the best is ahead says how small the index is, not how good the best is.
    margin = top.score - candidates[9].score if len(candidates) > 9 else math.nan
    missing = [word for word in asked if _is_name_or_number(word.text) and not terms.intersection(word.terms)]
    return (
        top.scores.maxsim,
        sentence.maxsim,
        _weakest(asked, top.best),
        covered_idf(asked, terms) / idf,
        sum(met) / idf,
        margin,
        top.scores.dense or 0.0,
        float(len(missing)),
        math.nan if sentence.relevance is None else sentence.relevance,
        _lead(evidence),
        _weakest(asked, sentence.best),
    )


def uncovered_words(question: Question, candidates: Sequence[Candidate], texts: Sequence[str]) -> tuple[str, ...]:
    """Return the words asked about that stand in none of the texts and come close to none of the candidates' words."""
    terms = {term for text in texts for term in analyse(text, question.language)}
    best = np.max([c.best for c in candidates], axis=0) if candidates else np.full(len(question.weights), -1.0)
    return tuple(
        word.text
        for word in question.words
        if word.text.lower() not in _NOT_ASKED_FOR
        and not terms.intersection(word.terms)
        and _cosine(word.tokens, best) < _UNCOVERED_COSINE
    )


def _cosine(tokens: Sequence[int], best: np.ndarray) -> float:
    return float(np.mean(best[list(tokens)])) if tokens else 0.0


def _weakest(words: Sequence[Word], best: np.ndarray) -> float:
    """Return the cosine of the word that is met least; 0 when no word has tokens."""
    return min((_cosine(word.tokens, best) for word in words if word.tokens), default=0.0)


def _lead(evidence: Sequence[Evidence]) -> float:
    read = [piece.relevance for piece in evidence[:2] if piece.relevance is not None]
    return read[0] - read[1] if len(read) == 2 else math.nan


def _is_name_or_number(word: str) -> bool:
    return word[0].isupper() or any(character.isdigit() for character in word)
