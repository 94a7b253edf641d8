"""The reader as it ships, and that what training changes is what answering uses."""

import io

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index.encoding.bundled.onnx_model import bundled_file
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256, TOKENIZER_SHA256, Reader, best_span
from rag.reading.passage_text import PassageText, passage_text
from rag.reading.trained_weights import load_weights
from rag.training.bert.bert_model import pad
from rag.training.reader.passage_examples import ReaderExample, ReadPassage
from rag.training.reader.reader_loss import in_tokens
from rag.training.reader.reader_model import PassageReader
from rag.training.reader.ship_reader import shipped

QUESTION = "Who commanded Apollo 11?"
SENTENCES = ("Apollo 11 flew in July 1969.", "It was commanded by Neil Armstrong.", "The crew came back to Earth.")


def passage(*sentences: str, title: str = "Apollo") -> PassageText:
    """Return sentences as a passage behind a title."""
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += f"{sentence} "
    return passage_text((title,), text.rstrip(), spans)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def model() -> bytes:
    return bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)


def test_the_passage_that_answers_is_told_from_one_on_the_subject(reader: Reader) -> None:
    other = passage("Apollo 12 flew in November 1969.", "It was commanded by Pete Conrad.", "It landed near a crater.")
    bread = passage("Bread is made of flour.", "It rises for an hour.", title="Baking")
    scores = reader.read(QUESTION, [passage(*SENTENCES), other, bread])
    assert scores[0].answers > 0 > scores[2].answers
    assert scores[0].answers > scores[1].answers


def test_the_sentence_that_answers_is_told_from_those_around_it_though_it_names_nobody(reader: Reader) -> None:
    [score] = reader.read(QUESTION, [passage(*SENTENCES)])
    assert max(range(4), key=lambda unit: score.units[unit]) == 2


def test_without_the_sentence_that_answers_the_passage_answers_less(reader: Reader) -> None:
    with_it, without = reader.read(QUESTION, [passage(*SENTENCES), passage(SENTENCES[0], SENTENCES[2])])
    assert without.answers < with_it.answers - 1


def test_a_passage_is_read_alone(reader: Reader) -> None:
    alone = reader.read(QUESTION, [passage(*SENTENCES)])[0]
    assert reader.read(QUESTION, [passage(*SENTENCES), passage("Bread " * 300)])[0] == alone


def test_sentences_behind_a_title_that_fills_the_window_answer_nothing(reader: Reader) -> None:
    [score] = reader.read(QUESTION, [passage(*SENTENCES, title="A very long title " * 400)])
    assert score.units[1:] == (-20.0, -20.0, -20.0)


def test_the_likeliest_span_ends_behind_its_start_and_is_no_longer_than_an_answer() -> None:
    scores = np.zeros((40, 2), np.float32)
    scores[30, 0], scores[10, 1], scores[33, 1] = 5, 9, 2
    assert best_span(scores) == 9
    scores[:11, 0] = -9
    assert best_span(scores) == 7


def test_words_that_do_not_answer_are_behind_those_that_do(reader: Reader) -> None:
    sentence = "Neil Armstrong commanded Apollo 11 and Michael Collins stayed in orbit."
    collins = sentence.index("Michael")
    assert reader.margin(QUESTION, sentence, [(0, 14)]) == 0
    assert reader.margin(QUESTION, sentence, [(collins, collins + 15)]) > 0.3


def test_what_was_trained_is_what_answers(model: bytes) -> None:
    torch.manual_seed(1)
    trained = PassageReader(model).eval()
    with torch.no_grad():
        for value in trained.parameters():
            if value.requires_grad:
                value.add_(0.005 * torch.randn(value.shape))
    stored = io.BytesIO()
    np.savez(stored, **shipped(trained.trained_state(), model, ("a set",)))
    weights = load_weights(stored.getvalue())
    assert weights.learned_from == ("a set",)
    tokenizer = Tokenizer.from_buffer(bundled_file(f"{FOLDER}/tokenizer.json", TOKENIZER_SHA256))
    tokenizer.no_padding()
    read = passage(*SENTENCES)
    lesson = in_tokens(tokenizer, ReaderExample("a", QUESTION, (ReadPassage(read),)), ReadPassage(read))
    with torch.no_grad():
        pooled, states = trained(pad([lesson.ids], 0), pad([lesson.types], 0), torch.ones(1, len(lesson.ids)).bool())
        expected, units = trained.answers(pooled).item(), trained.unit_logits(states, pad([lesson.units], -1), 4)[0]
    [score] = Reader(weights).read(QUESTION, [read])
    [as_it_came] = Reader().read(QUESTION, [read])
    # int8 and four bits on one side only
    assert score.answers == pytest.approx(expected, abs=0.5)
    assert score.units == pytest.approx(units.tolist(), abs=0.3)
    assert as_it_came.answers != pytest.approx(expected, abs=0.5)
