"""What the items of lists are told by, fitted to examples that can be worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from index.store import Index
from rag.evaluation.sets.question_sets import GoldSpan, QuestionCase
from rag.training.kinds.fit_items import examples, fit
from tests.documents import ingest_bytes

TEXT = "Every boat carries an anchor. Every boat carries a horn. Nobody remembers who won the first regatta.\n"


def test_what_tells_items_weighs_and_what_does_not_weighs_nothing() -> None:
    random = np.random.default_rng(5)
    noise = random.normal(size=400)
    behind = -np.abs(random.normal(size=400)) * 4
    weights, intercept = fit([((b, n), b > -2) for b, n in zip(behind.tolist(), noise.tolist(), strict=True)])
    assert weights[0] > 5 * abs(weights[1])
    assert weights[0] * -1 + intercept > 0 > weights[0] * -4 + intercept


@pytest.mark.slow
def test_each_sentence_read_is_an_example_and_those_that_answer_are_items(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, TEXT.encode(), "boats.txt", "boats.txt")
    spans = tuple(GoldSpan("boats", *span) for span in ((0, 29), (30, 56)))
    case = QuestionCase(id="1", question="What does every boat carry?", answerable=True, spans=spans)
    found = [label for _, label in examples(index, [case], {"boats.txt": "boats"})]
    assert sorted(found) == [False, True, True]
