"""The projection of sentence vectors learns to bring what answers near, and ships as it was taught."""

from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from index.encoding.load import load_encoder
from rag.retrieval.answer_projection import AnswerProjection
from rag.training.meaning.fit_meaning import Projection, arrays_of, loss, main, train
from rag.training.meaning.meaning_lessons import MeaningLesson, lessons


@pytest.fixture
def taught(question_set: Path) -> list[MeaningLesson]:
    return list(lessons(question_set, load_encoder("hash"), lambda _: True))


def test_a_lesson_names_the_sentences_that_answer(taught: list[MeaningLesson]) -> None:
    assert [lesson.right for lesson in taught] == [(0,), (1,), (1,), (1,), (0,), (1,)]
    document = taught[0].document
    assert document.before.tolist() == [3, 0, 1]
    assert document.behind.tolist() == [1, 2, 3]


def test_training_brings_what_answers_near_and_what_ships_is_what_was_taught(taught: list[MeaningLesson]) -> None:
    torch.manual_seed(0)
    projection = Projection().eval()

    def lost() -> float:
        with torch.no_grad():
            return sum(loss(projection, lesson).item() for lesson in taught)

    before = lost()
    train(projection, taught, epochs=20)
    assert lost() < 0.7 * before
    arrays = arrays_of(projection, ["some"])
    asked, said = ((arrays[f"{part}.down"], arrays[f"{part}.up"]) for part in ("question", "sentence"))
    shipped = AnswerProjection(asked, said, arrays["weights"])
    for lesson in taught:
        with torch.no_grad():
            logits = projection(lesson)[:-1].numpy()
        found = shipped.nearness(lesson.question, lesson.document.vectors)
        assert found * arrays["weights"][0] == pytest.approx(logits, abs=0.05)


def test_a_question_that_nothing_answers_teaches_that_no_sentence_does(taught: list[MeaningLesson]) -> None:
    projection = Projection().eval()
    lesson = MeaningLesson(taught[0].question, taught[0].document, ())
    with torch.no_grad():
        chances = torch.softmax(projection(lesson), 0)
        assert loss(projection, lesson).item() == pytest.approx(-np.log(chances[-1].item()), rel=1e-4)


def test_the_command_writes_the_file(question_set: Path, tmp_path: Path) -> None:
    target = tmp_path / "projection.npz"
    arguments = [str(question_set), "--epochs", "1", "--output", str(target)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    with np.load(target, allow_pickle=False) as file:
        assert file["learned_from"].tolist() == ["set"]
        assert file["question.down"].shape == (512, 64)
