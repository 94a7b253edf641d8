"""What the tests of conversations share."""

from collections.abc import Callable

import pytest

from rag.answers.answer import NO_ANSWER, Answer, AnswerSentence, AskedWith, Grade, IndexState
from rag.answers.place import Citation

Make = Callable[..., Answer]


@pytest.fixture(scope="session")
def answer_to() -> Make:
    """Make an answer to a question that cites spans of documents, or an abstention where it cites none."""

    def make(question: str, *cited: tuple[str, int, int], text: str = "The lamp was lit in 1911.") -> Answer:
        citations = tuple(Citation(identity, 2, "Lighthouse", "l.md", a, b, text[a:b]) for identity, a, b in cited)
        sentences = (AnswerSentence(text, 0, len(text), 1.0, citations),) if cited else ()
        return Answer(
            id="a" * 16,
            question=question,
            grade=Grade.ANSWERED if cited else Grade.NOT_COVERED,
            answer=text if cited else NO_ANSWER,
            abstained=not cited,
            abstain_reason=None if cited else "Nothing covers it.",
            confidence=0.7,
            sentences=sentences,
            passages=(),
            uncovered=(),
            conflicts=(),
            index=IndexState(3, "hash", "f"),
            settings=AskedWith(5, ("l.md",), ("sea",), None, None, 0.5, "0" * 16),
            timing_ms={"total": 1.5},
        )

    return make
