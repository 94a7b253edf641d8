"""Training teaches what is in the lessons, and goes on from where it stopped."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from index.encoding.bundled.onnx_model import bundled_file
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256, TOKENIZER_SHA256
from rag.reading.passage_text import passage_text
from rag.training.reader.fit_reader import train
from rag.training.reader.passage_examples import ReaderExample, ReadPassage
from rag.training.reader.reader_loss import in_tokens, loss
from rag.training.reader.reader_model import PassageReader

pytestmark = pytest.mark.slow

LAMP = "Amalia lit the lamp. It was in 1911."
LAMP_SENTENCES = [(0, 20), (21, 36)]


@pytest.fixture(scope="module")
def model() -> bytes:
    return bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_buffer(bundled_file(f"{FOLDER}/tokenizer.json", TOKENIZER_SHA256))
    made.no_padding()
    return made


def passage(*right: int, words: tuple[tuple[int, int], ...] = ()) -> ReadPassage:
    return ReadPassage(passage_text((), LAMP, LAMP_SENTENCES), frozenset(right), words)


def examples() -> list[ReaderExample]:
    answered = ReaderExample("a", "When was the lamp lit?", (passage(1, words=((31, 35),)),))
    unanswered = ReaderExample("b", "How high is the lamp?", (passage(),))
    claim = ReaderExample("c", "Amalia lit a lamp.", (passage(),), supported=True)
    yes = ReaderExample("d", "Did Amalia light it?", (passage(),), affirmed=True)
    return [answered, unanswered, claim, yes] * 3


def test_what_a_token_answers_is_where_the_words_are(tokenizer: Tokenizer) -> None:
    asked = ReaderExample("a", "When?", (passage(1, words=((31, 35),)),))
    lesson = in_tokens(tokenizer, asked, asked.passages[0])
    assert lesson.right == [False, True]
    assert lesson.words is not None
    first, last = lesson.words
    assert tokenizer.decode(lesson.ids[first : last + 1]) == "1911"
    assert lesson.units[first] == 1


def test_a_unit_that_was_cut_off_answers_nothing(tokenizer: Tokenizer) -> None:
    short = Tokenizer.from_str(tokenizer.to_str())
    short.enable_truncation(10, strategy="only_second")
    asked = ReaderExample("a", "When?", (passage(1),))
    assert in_tokens(short, asked, asked.passages[0]).right == [False, False]


def test_training_teaches_what_is_in_the_lessons_and_a_checkpoint_holds_it(
    model: bytes, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    reader = PassageReader(model).eval()
    step = [[in_tokens(tokenizer, each, passage) for passage in each.passages] for each in examples()[:4]]
    with torch.no_grad():
        before = loss(reader, step).item()
    checkpoint = tmp_path / "reader.pt"
    train(reader, tokenizer, examples(), checkpoint, minutes=5, epochs=40)
    reader.eval()
    with torch.no_grad():
        after = loss(reader, step).item()
    assert after < 0.8 * before
    again = PassageReader(model).eval()
    again.load_trained(torch.load(checkpoint, weights_only=True))
    with torch.no_grad():
        assert loss(again, step).item() == pytest.approx(after, abs=1e-4)


def test_a_checkpoint_of_before_there_was_a_head_for_yes_is_gone_on_from(model: bytes) -> None:
    reader = PassageReader(model)
    reader.load_trained({name: value for name, value in reader.trained_state().items() if "affirms" not in name})


def test_a_checkpoint_of_another_reader_is_refused(model: bytes) -> None:
    reader = PassageReader(model)
    state = dict(reader.trained_state())
    state.pop("sentence.weight")
    with pytest.raises(ValueError, match="another reader"):
        reader.load_trained(state)
