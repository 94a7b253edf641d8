"""The encoder of questions learns to find, and ships as it was taught."""

from pathlib import Path

import numpy as np
import pytest
import torch

from index.encoding.bundled.onnx_model import OnnxModel, bundled_file
from index.encoding.encoder import unit_rows
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256, TOKENIZER_SHA256, OnnxEncoder
from index.encoding.encoders.question_weights import teach
from rag.training.bert.bert_model import pad
from rag.training.question.fit_question import loss, train
from rag.training.question.question_lessons import LessonSet, lesson_set
from rag.training.question.question_model import QuestionEncoder
from rag.training.question.ship_question import shipped

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model() -> bytes:
    return bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)


@pytest.fixture
def lessons(question_set: Path) -> LessonSet:
    plain = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256)
    return lesson_set(question_set, OnnxEncoder(), plain, lambda _: True)


def test_a_lesson_says_where_the_answer_stands(lessons: LessonSet) -> None:
    assert len(lessons.vectors) == len(lessons.tokens)
    for lesson in lessons.lessons:
        assert len(lesson.kept) == len(lesson.weights)
        assert lesson.right
        assert max(lesson.lexical.values()) == 1


def test_training_teaches_to_find_and_what_ships_is_what_was_taught(
    lessons: LessonSet, model: bytes, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    encoder = QuestionEncoder(model).eval()
    with torch.no_grad():
        before = loss(encoder, lessons, lessons.lessons).item()
    train(encoder, [lessons], tmp_path / "question.pt", times=[6], rate=2e-4)
    encoder.eval()
    with torch.no_grad():
        assert loss(encoder, lessons, lessons.lessons).item() < before
        ids = pad([lessons.lessons[0].ids], 0)
        vectors, _ = encoder(ids, torch.ones_like(ids).bool())
    arrays = shipped(torch.load(tmp_path / "question.pt", weights_only=True), model)
    assert any(arrays[name].any() for name in arrays if name.endswith(".changes"))
    as_shipped = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, change=lambda bert: teach(bert, arrays))
    asked = as_shipped._tokenizer.decode(lessons.lessons[0].ids)
    (states, *_), _ = as_shipped.run(asked)
    vector = unit_rows(unit_rows(states[1:-1]).mean(axis=0, keepdims=True))[0]
    assert float(np.dot(vector, vectors[0].numpy())) > 0.98
