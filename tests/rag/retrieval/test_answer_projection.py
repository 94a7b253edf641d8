"""What moves the vectors of questions and sentences; that it helps is measured by ``footnote eval``."""

import numpy as np
import pytest

from index.encoding.encoder import unit_rows
from rag.retrieval.answer_projection import AnswerProjection, shipped_projection

DIM, RANK = 8, 2


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(7)


def projection_of(question: np.ndarray, sentence: np.ndarray, weights: list[float]) -> AnswerProjection:
    down = np.eye(DIM, RANK, dtype=np.float32)
    return AnswerProjection((down, question), (down, sentence), np.array(weights, np.float32))


def test_an_addition_of_nothing_leaves_the_cosines_and_those_of_the_neighbours(random: np.random.Generator) -> None:
    nothing = np.zeros((RANK, DIM), np.float32)
    question, *sentences = unit_rows(random.normal(size=(5, DIM)).astype(np.float32))
    cosines = np.array(sentences) @ question
    found = projection_of(nothing, nothing, [2, 0, 0, 0]).nearness(question, np.array(sentences))
    assert found == pytest.approx(cosines, abs=1e-6)
    around = projection_of(nothing, nothing, [2, 0, 1, 4]).nearness(question, np.array(sentences)) - cosines
    assert around == pytest.approx([2 * cosines[1], *(cosines[:2] / 2 + 2 * cosines[2:]), cosines[2] / 2], abs=1e-6)


def test_a_question_is_moved_to_where_its_answers_lie() -> None:
    asked, meant, other = np.eye(DIM, dtype=np.float32)[[0, 5, 6]]
    move = np.zeros((RANK, DIM), np.float32)
    move[0, 5] = 3.0
    found = projection_of(move, np.zeros_like(move), [1, 0, 0, 0]).nearness(asked, np.stack([other, meant]))
    assert found.argmax() == 1


def test_a_passage_without_sentences_is_near_to_nothing() -> None:
    asked = np.eye(512, dtype=np.float32)[0]
    assert shipped_projection().nearness(asked, np.zeros((0, 512), np.float32)).shape == (0,)


def test_what_ships_says_what_it_learned_from() -> None:
    shipped = shipped_projection()
    assert shipped.question[0].shape == shipped.sentence[1].T.shape
    assert "natural_twins" in shipped.learned_from
    assert "natural_g" not in shipped.learned_from
