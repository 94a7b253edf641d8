import math

import numpy as np
import pytest

from index.database import ChunkRow
from index.lexical import analyse
from index.token_vectors import TokenVectors
from rag.answers import PassageScores
from rag.confidence import FEATURES, ConfidenceModel, load_model, uncovered_words
from rag.questions import Question, Word
from rag.retrieve import Candidate


def test_the_probability_is_the_logistic_of_the_standardised_features() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        means, coefficients, values = random.normal(size=(3, 4))
        scales = random.uniform(0.1, 2, size=4)
        model = ConfidenceModel(tuple(means), tuple(scales), tuple(coefficients), 0.3, 0.5)
        odds = 0.3 + coefficients @ ((values - means) / scales)
        assert model.probability(tuple(values)) == pytest.approx(float(1 / (1 + np.exp(-odds))), abs=1e-9)


def test_a_feature_that_is_not_known_weighs_nothing() -> None:
    model = ConfidenceModel((0.0, 0.0), (1.0, 1.0), (2.0, 5.0), 0.0, 0.5)
    assert model.probability((1.0, math.nan)) == pytest.approx(1 / (1 + math.exp(-2)))


def test_far_out_features_stay_probabilities() -> None:
    model = ConfidenceModel((0.0,), (1.0,), (1.0,), 0.0, 0.5)
    assert 0 < model.probability((-1e9,)) < 1e-9
    assert 1 - 1e-9 < model.probability((1e9,)) <= 1


def test_the_model_that_ships_has_a_value_for_every_feature() -> None:
    model = load_model()
    assert {len(values) for values in (model.means, model.scales, model.coefficients)} == {len(FEATURES)}
    assert all(scale > 0 for scale in model.scales)
    assert 0 < model.threshold < 1


def asked(*words: tuple[str, float]) -> tuple[Question, Candidate]:
    """Return a question of one token a word, and a candidate whose vectors come so close to each."""
    best = np.array([cosine for _, cosine in words], np.float32)
    weights = np.full(len(words), 1 / len(words), np.float32)
    read = tuple(Word(text, tuple(analyse(text)), 1.0, (place,)) for place, (text, _) in enumerate(words))
    row = ChunkRow(1, "d", 1, 0, 10, "", ((0, 10),), "T", "s", None, "", b"")
    vectors = TokenVectors(np.zeros((0, 4), np.int8), np.zeros(0, np.float16), np.zeros((0, 2), np.uint16))
    candidate = Candidate(row, vectors, best[None, :], best, 0.5, PassageScores(None, None, 0.5))
    question = Question("q", np.ones(1, np.float32), np.ones((len(words), 1), np.float32), weights, read)
    return question, candidate


def test_a_word_is_uncovered_when_it_is_neither_there_nor_meant() -> None:
    question, candidate = asked(("Who", 0.1), ("built", 0.3), ("ferries", 0.9), ("Tangier", 0.2), ("docks", 0.1))
    # “docks” stands in the text in another form, “ferries” is meant by some word of it, and “who” asks.
    assert uncovered_words(question, [candidate], ["The dock is old."]) == ("built", "Tangier")


def test_without_passages_every_word_asked_about_is_uncovered() -> None:
    question, _ = asked(("What", 0.0), ("ferries", 0.0))
    assert uncovered_words(question, [], []) == ("ferries",)
