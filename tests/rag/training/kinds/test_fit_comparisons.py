"""What a comparison needs is told by examples, of questions with sides and without."""

from pathlib import Path

import pytest

from index.store import Index
from rag.evaluation.sets.question_sets import GoldSpan, QuestionCase
from rag.training.kinds.fit_comparisons import examples
from tests.support.documents import ingest_bytes

TEXT = "A night at the slip costs 9 euros. A night at the quay costs 14 euros. Nobody remembers the first regatta.\n"


@pytest.mark.slow
@pytest.mark.parametrize("question", ["Which is cheaper, the slip or the quay?", "How do the two prices differ?"])
def test_each_sentence_read_is_an_example_and_those_that_answer_are_needed(tmp_path: Path, question: str) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, TEXT.encode(), "harbour.txt", "harbour.txt")
    spans = tuple(GoldSpan("harbour", *span) for span in ((0, 34), (35, 70)))
    case = QuestionCase(id="1", question=question, answerable=True, spans=spans)
    found = [label for _, label in examples(index, [case], {"harbour.txt": "harbour"})]
    assert sorted(found) == [False, True, True]
