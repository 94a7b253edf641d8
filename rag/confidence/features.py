"""What can be seen of a question and its evidence that tells whether they belong together."""

import math
from collections.abc import Sequence

import numpy as np

from index.search.analysis import search_terms
from rag.english.word_lists import FUNCTION_WORDS, GENERAL_VERBS, NOT_ASKED_FOR
from rag.reading.close_reading import ReadCandidate
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question, covered_idf

__all__ = ["FEATURES", "features", "uncovered_words"]

FEATURES = ("answers", "sentence", "rare_word_coverage", "names_and_numbers_missing", "passage_maxsim")
"""In the order of the model's coefficients; each is explained in ``features``."""

_UNCOVERED_COSINE = 0.65
_SAYS_LITTLE = FUNCTION_WORDS | NOT_ASKED_FOR | GENERAL_VERBS
"""Words that whoever asks uses, and that no document lacks which says what was asked for."""


def features(
    question: Question, candidates: Sequence[Candidate], read: Sequence[ReadCandidate], passage_text: str
) -> tuple[float, ...]:
    """Return the features of a question and what was found for it, in the order of ``FEATURES``.

    The reader's logit that the best passage answers, and that of its best sentence (NaN, which weighs nothing, without
    a reader); the share of the question's words, by idf, that stand in the best passage; how many of the names and
    numbers asked about do not stand in it; its weighted MaxSim.

    Args:
        question: as read.
        candidates: best first; at least one.
        read: those that were read.
        passage_text: of the best candidate, with its title and heading.
    """
    top = candidates[0]
    terms = set(search_terms(passage_text, top.row.language))
    asked = [word for word in question.words if word.text.lower() not in NOT_ASKED_FOR] or list(question.words)
    idf = sum(word.idf for word in asked) or 1.0
    missing = [word for word in asked if _is_name_or_number(word.text) and not terms.intersection(word.terms)]
    score = max((each.score for each in read), key=lambda score: score.answers, default=None)
    return (
        math.nan if score is None else score.answers,
        math.nan if score is None else max(score.units, default=math.nan),
        covered_idf(asked, terms) / idf,
        float(len(missing)),
        top.scores.maxsim,
    )


def uncovered_words(question: Question, candidates: Sequence[Candidate], texts: Sequence[str]) -> tuple[str, ...]:
    """Return the words asked about that stand in no passage, title or heading, and are close to no word of them.

    A word comes once, whatever its case.
    """
    heads = [f"{c.row.title}\n{c.row.heading}\n{c.row.head_text}" for c in candidates]
    terms = {term for text in (*heads, *texts) for term in search_terms(text, question.language)}
    best = np.max([c.best for c in candidates], axis=0) if candidates else np.full(len(question.weights), -1.0)
    found: dict[str, str] = {}
    for word in question.words:
        asks = word.text.lower().replace("’", "'").split("'")[0] in _SAYS_LITTLE
        if not asks and not terms.intersection(word.terms) and _cosine(word.tokens, best) < _UNCOVERED_COSINE:
            found.setdefault(word.text.casefold(), word.text)
    return tuple(found.values())


def _cosine(tokens: Sequence[int], best: np.ndarray) -> float:
    return float(np.mean(best[list(tokens)])) if tokens else 0.0


def _is_name_or_number(word: str) -> bool:
    return word[0].isupper() or any(character.isdigit() for character in word)
