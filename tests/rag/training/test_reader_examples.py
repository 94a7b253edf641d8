"""What the reader learns from is what retrieval finds, with the answer's words marked."""

from pathlib import Path

import numpy as np
import pytest

from rag.evaluation.question_sets import for_the_reader, load
from rag.training.reader_examples import examples

pytestmark = pytest.mark.slow


@pytest.mark.slow
def test_each_question_that_may_be_learned_from_has_a_sentence_with_the_answer_and_others(
    question_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    learned = [case for case in load(question_set).cases if for_the_reader(case)]
    assert learned
    made = list(examples(question_set, ()))
    assert len(made) == len(learned)
    for example in made:
        for sentence in example.sentences:
            assert sentence.states.shape == (len(sentence.inside), 384)
            assert sentence.states.dtype == np.float16
            if sentence.answer:
                first, last = sentence.answer
                assert sentence.inside[first : last + 1].all()
        assert any(sentence.answer for sentence in example.sentences)
        assert any(sentence.answer for sentence in example.in_context)
        assert example.elsewhere
        assert not any(sentence.answer for sentence in example.elsewhere)
    assert list(examples(question_set, {case.question for case in learned})) == []
