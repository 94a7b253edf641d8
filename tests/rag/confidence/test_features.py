"""Which words of a question nothing covers."""

import dataclasses

import numpy as np

from index.encoding.token_vectors import TokenVectors
from index.search.analysis import analyse
from index.storage.records import ChunkRow
from rag.answers.place import PassageScores
from rag.confidence.features import uncovered_words
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question, QuestionWord


def asked(*words: tuple[str, float]) -> tuple[Question, Candidate]:
    """Return a question of one token a word, and a candidate whose vectors come so close to each."""
    best = np.array([cosine for _, cosine in words], np.float32)
    weights = np.full(len(words), 1 / len(words), np.float32)
    read = tuple(QuestionWord(text, tuple(analyse(text)), 1.0, (place,)) for place, (text, _) in enumerate(words))
    row = ChunkRow(1, "d", 1, 0, 10, "", ((0, 10),), "T", "s", None, "", b"")
    vectors = TokenVectors(np.zeros((0, 4), np.float32), np.zeros((0, 2), np.uint16))
    candidate = Candidate(row, vectors, best[None, :], best, 0.5, PassageScores(None, None, 0.5))
    rows = np.ones((len(words), 1), np.float32)
    question = Question("q", np.ones(1, np.float32), rows, rows, weights, read)
    return question, candidate


def test_a_word_is_uncovered_when_it_is_neither_there_nor_meant() -> None:
    question, candidate = asked(("Who", 0.1), ("built", 0.3), ("ferries", 0.9), ("Tangier", 0.2), ("docks", 0.1))
    # “docks” stands in the text in another form, “ferries” is meant by some word of it, and “who” asks.
    assert uncovered_words(question, [candidate], ["The dock is old."]) == ("built", "Tangier")


def test_without_passages_every_word_asked_about_is_uncovered() -> None:
    question, _ = asked(("What", 0.0), ("ferries", 0.0))
    assert uncovered_words(question, [], []) == ("ferries",)


def test_a_word_comes_once_whatever_its_case() -> None:
    question, candidate = asked(("Tangier", 0.2), ("ferries", 0.2), ("tangier", 0.2), ("What’s", 0.1))
    assert uncovered_words(question, [candidate], ["The dock is old."]) == ("Tangier", "ferries")


def test_a_word_of_a_title_a_heading_or_a_table_head_is_covered() -> None:
    question, candidate = asked(("Tangier", 0.2), ("ferries", 0.2), ("prices", 0.2))
    row = dataclasses.replace(candidate.row, title="Tangier", heading="Ferry", head_text="Price")
    assert uncovered_words(question, [dataclasses.replace(candidate, row=row)], ["The dock is old."]) == ()
