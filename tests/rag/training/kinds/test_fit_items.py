"""What the items of lists are told by is taught by examples."""

from pathlib import Path

import pytest

from index.store import Index
from rag.evaluation.sets.question_sets import GoldSpan, QuestionCase
from rag.training.kinds.fit_items import examples
from tests.support.documents import ingest_bytes

TEXT = "Every boat carries an anchor. Every boat carries a horn. Nobody remembers who won the first regatta.\n"


@pytest.mark.slow
def test_each_sentence_read_is_an_example_and_those_that_answer_are_items(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, TEXT.encode(), "boats.txt", "boats.txt")
    spans = tuple(GoldSpan("boats", *span) for span in ((0, 29), (30, 56)))
    case = QuestionCase(id="1", question="What does every boat carry?", answerable=True, spans=spans)
    found = [label for _, label in examples(index, [case], {"boats.txt": "boats"})]
    assert sorted(found) == [False, True, True]
