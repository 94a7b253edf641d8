"""What tells kinds can be taught, and what was learned is what ships."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from index.encoding.bundled.onnx_model import bundled_file
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256, TOKENIZER_SHA256
from rag.evaluation.sets.question_case import QuestionCase
from rag.training.kinds.fit_telling import logits_of, train
from rag.training.kinds.kind_model import KindModel
from rag.training.kinds.labelled_questions import (
    general_questions,
    is_taught,
    labelled_cases,
    labelled_questions,
)

BENCH = Path(__file__).parents[4] / "bench" / "kinds"
TEXTS = ["Is it open?", "List all members", "Can I park here?", "Name every town"]


def test_a_few_questions_are_learned() -> None:
    torch.manual_seed(0)
    tokenizer = Tokenizer.from_buffer(bundled_file(f"{FOLDER}/tokenizer.json", TOKENIZER_SHA256))
    tokenizer.no_padding()
    model = KindModel(bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256), 2)
    train(model, tokenizer, TEXTS, [0, 1, 0, 1], epochs=12)
    assert logits_of(model, tokenizer, TEXTS).argmax(axis=1).tolist() == [0, 1, 0, 1]


def test_what_teaches_and_what_is_held_apart_share_no_collection() -> None:
    questions = labelled_questions(BENCH)
    taught = {question.collection for question in questions if is_taught(question)}
    apart = {question.collection for question in questions if not is_taught(question)}
    assert not taught & apart
    assert len(taught) > len(apart) > 10


def test_a_line_with_other_columns_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("club\ten\tfact\tWhen?\n", encoding="utf-8")
    with pytest.raises(ValueError, match="unpack"):
        labelled_questions(tmp_path)


def test_of_a_question_set_what_is_answered_and_has_a_kind_can_teach() -> None:
    cases = [
        QuestionCase("1", "How many rooms are there?", answerable=True, doc_ids=("hut",), kind="number"),
        QuestionCase("2", "In short, what does the warden write?", answerable=True, doc_ids=("hut",), kind="summary"),
        QuestionCase("3", "Is there a lift?", answerable=False, doc_ids=(), kind="yes_no", written_for="hut"),
        QuestionCase("4", "The hut opens in June.", answerable=True, doc_ids=("hut",), kind="claim"),
    ]
    found = labelled_cases(cases)
    assert [(each.collection, each.label) for each in found] == [("hut", "fact"), ("hut", "overview/document")]


def test_of_a_set_without_kinds_question_and_answers_that_agree_can_teach() -> None:
    def asked(text: str, *answers: str, affirmed: bool | None = None) -> QuestionCase:
        return QuestionCase(text, text, answerable=True, answers=answers, doc_ids=("hut",), affirmed=affirmed)

    cases = [
        asked("when was the hut built", "1931", "in 1931"),
        asked("does the hut have a stove", "yes", affirmed=True),
        asked("What are the peaks above the hut?", "the Horn, the Needle and the Saddle"),
        asked("What are the peaks above the hut?", "the Horn"),  # Several are asked for, and one is given.
        asked("Who built the hut?", "Ida Marr and her sons"),  # It does not ask for several.
        asked("Is there a path to the hut?", "from the east"),  # Neither yes nor a fact.
        asked("How does the stove work?", "it is lit from below and needs an hour until the room is warm"),
        QuestionCase("last", "Who owns the hut?", answerable=False, written_for="hut"),
    ]
    found = [(each.text, each.label) for each in general_questions(cases)]
    assert found == [(case.question, label) for case, label in zip(cases, ("fact", "yes_no", "list"), strict=False)]
