"""The reader as it ships, and that what training changes is what answering uses."""

from pathlib import Path

import numpy as np
import pytest
import torch

from index.encoding.bundled.onnx_file import OnnxFile
from index.encoding.bundled.onnx_model import OnnxModel, bundled_file
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256, SEPARATOR, TOKENIZER_SHA256, Reader, ReaderInput, best_span
from rag.reading.lora import LAYERS, LoraAdapter, layer_output, load_adapter
from rag.training.fit_reader import loss, save, train
from rag.training.lora_model import UpperLayers
from rag.training.reader_examples import ReaderExample, Sentence

pytestmark = pytest.mark.slow

QUESTION = "Who commanded Apollo 11?"
ANSWERS = "Apollo 11 was commanded by Neil Armstrong."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def model() -> bytes:
    return bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)


@pytest.fixture(scope="module")
def below() -> OnnxModel:
    """The model whose second output is what the trained layers are given."""
    return OnnxModel(
        FOLDER, MODEL_SHA256, TOKENIZER_SHA256, lambda model: OnnxFile(model).with_outputs(layer_output(LAYERS[0] - 1))
    )


def test_what_answers_is_told_from_what_is_on_the_subject(reader: Reader) -> None:
    others = ["Apollo 12 was commanded by Pete Conrad.", "It landed on 20 July 1969.", "Bread is made of flour."]
    readings = reader.read(QUESTION, [ReaderInput("Apollo. ", text) for text in [ANSWERS, *others]])
    assert readings[0].relevance > 0
    assert all(reading.relevance < 0 for reading in readings[1:])
    assert readings[0].certainty > max(reading.certainty for reading in readings[1:])


def test_a_pronoun_is_read_with_what_it_stands_for(reader: Reader) -> None:
    alone = ReaderInput("Space. ", "Its commander was Neil Armstrong.")
    whole = ReaderInput(f"Space. Apollo 11 flew in 1969.{SEPARATOR}", alone.sentence)
    other = ReaderInput(f"Space. Apollo 12 flew in 1969.{SEPARATOR}", alone.sentence)
    readings = reader.read(QUESTION, [alone, whole, other])
    assert readings[1].relevance > max(readings[0].relevance, readings[2].relevance)


def test_a_text_is_read_alone(reader: Reader) -> None:
    given = ReaderInput("Apollo. ", ANSWERS)
    assert reader.read(QUESTION, [given, ReaderInput("", "Bread " * 300)])[0] == reader.read(QUESTION, [given])[0]


def test_a_sentence_behind_a_title_that_fills_the_window_has_no_answer(reader: Reader) -> None:
    [reading] = reader.read(QUESTION, [ReaderInput("A very long title " * 400, ANSWERS)])
    assert reading.certainty == -12


def test_the_likeliest_span_ends_behind_its_start_and_is_no_longer_than_an_answer() -> None:
    scores = np.zeros((40, 2), np.float32)
    scores[30, 0], scores[10, 1], scores[33, 1] = 5, 9, 2
    assert best_span(scores) == 9
    scores[:11, 0] = -9
    assert best_span(scores) == 7


def test_what_was_trained_is_what_answers(model: bytes, below: OnnxModel, tmp_path: Path) -> None:
    torch.manual_seed(1)
    half = UpperLayers(model).eval()
    with torch.no_grad():
        for value in half.parameters():
            value.add_(0.05 * torch.randn(value.shape))
    save(half, ["a set"], tmp_path / "reader.npz")
    with np.load(tmp_path / "reader.npz") as stored:
        values = {name: stored[name].astype(np.float32) for name in stored.files if name != "learned_from"}
        assert stored["learned_from"].tolist() == ["a set"]
    adapter = LoraAdapter(values, values.pop("span.weight"), values.pop("span.bias"), ())
    adapted = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, adapter.apply)
    (logit, states), _ = adapted.run("When did Apollo 12 land?", ANSWERS)
    (as_it_came, lower), _ = below.run("When did Apollo 12 land?", ANSWERS)
    with torch.no_grad():
        expected, spans = half(torch.from_numpy(lower)[None], torch.ones(1, len(lower), dtype=torch.bool))
    # int8 on one side only
    assert logit.item() == pytest.approx(expected.item(), abs=0.3)
    assert abs(as_it_came.item() - expected.item()) > 1
    found = states @ adapter.span_weight + adapter.span_bias
    assert np.corrcoef(found.ravel(), spans[0].numpy().ravel())[0, 1] > 0.97


def test_the_shipped_adaptation_says_what_it_learned_from() -> None:
    assert "squad2_halfdev_articles" in load_adapter().learned_from


def example(below: OnnxModel, question: str, *texts: str, answer: str = "") -> ReaderExample:
    sentences = []
    for text in texts:
        (_, states), tokens = below.run(question, text)
        inside = (np.array(tokens.type_ids) == 1) & ~np.array(tokens.special_tokens_mask, bool)
        start = text.find(answer) if answer else -1
        hit = [n for n, (a, b) in enumerate(tokens.offsets) if inside[n] and a < start + len(answer) and b > start >= 0]
        sentences.append(Sentence(states.astype(np.float16), inside, (hit[0], hit[-1]) if hit else None))
    return ReaderExample(tuple(sentences), in_context=tuple(sentences), elsewhere=())


def test_training_teaches_what_is_in_the_lessons(model: bytes, below: OnnxModel) -> None:
    lessons = [
        example(below, QUESTION, ANSWERS, "Apollo 11 landed in 1969.", answer="Neil Armstrong"),
        example(below, "Who built Apollo 11?", ANSWERS, "Apollo 11 landed in 1969."),
    ] * 4
    torch.manual_seed(0)
    half = UpperLayers(model)
    half.eval()
    before = loss(half, [lesson.sentences for lesson in lessons[:2]]).item()
    train(half, lessons, epochs=24)
    half.eval()
    assert loss(half, [lesson.sentences for lesson in lessons[:2]]).item() < before / 2
