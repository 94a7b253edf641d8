"""Footnotes are numbered as a reader meets them."""

import dataclasses

from rag.answers.answer import Answer, AnswerSentence, AskedWith, Citation, IndexState
from rag.answers.footnotes import view

ANSWER = Answer(
    "0" * 16,
    "q",
    "",
    False,
    None,
    0.9,
    (),
    (),
    (),
    (),
    IndexState(1, "hash", "f"),
    AskedWith(5, (), (), None, None, 0.5, "0" * 16),
    {},
)


def citation(start: int) -> Citation:
    return Citation("0" * 16, 1, "T", "s", start, start + 1, "q")


def sentence(text: str, start: int, *citations: Citation) -> AnswerSentence:
    return AnswerSentence(text, start, start + len(text), 1.0, citations)


def test_footnotes_are_numbered_in_reading_order_and_one_span_has_one_number() -> None:
    sentences = (sentence("A.", 0, citation(5)), sentence("B.", 3, citation(2), citation(5)))
    shown = view(dataclasses.replace(ANSWER, answer="A. B.", sentences=sentences))
    assert [(footnote.number, footnote.citation.start) for footnote in shown.footnotes] == [(1, 5), (2, 2)]
    assert [[footnote.number for footnote in marks] for _, _, marks in shown.sentences] == [[1], [2, 1]]


def test_gaps_and_sentences_are_the_answer() -> None:
    sentences = (sentence("A.", 0, citation(1)), sentence("B.", 4, citation(2)))
    shown = view(dataclasses.replace(ANSWER, answer="A.\n\nB.", sentences=sentences))
    assert "".join(gap + text for gap, text, _ in shown.sentences) == "A.\n\nB."
