"""What stands in front of a passage is read with it, and every token knows its unit."""

import pytest
from tokenizers import Tokenizer

from index.encoding.bundled.onnx_model import bundled_file
from rag.reading.cross_encoder import FOLDER, TOKENIZER_SHA256
from rag.reading.passage_text import cited_text, passage_text, token_units

SENTENCES = [(0, 12), (13, 27)]
PASSAGE = "Tea is grown. Beans are too."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_buffer(bundled_file(f"{FOLDER}/tokenizer.json", TOKENIZER_SHA256))


def test_every_unit_is_what_it_says_in_front_and_in_the_passage() -> None:
    text = passage_text(("Farms", "", " What grows? "), PASSAGE, [(0, 13), (14, 28)])
    assert text.text == "Farms.\nWhat grows?\nTea is grown. Beans are too."
    assert [text.text[a:b] for a, b in text.units] == ["Farms", "What grows?", "Tea is grown.", "Beans are too."]
    assert text.leads == 2
    assert text.text[text.start :] == PASSAGE


def test_a_passage_alone_begins_at_its_first_character() -> None:
    text = passage_text((), PASSAGE, [(0, 13)])
    assert (text.text, text.leads, text.start) == (PASSAGE, 0, 0)
    assert passage_text(("Farms",), "", []).start == len("Farms.\n")


def test_cited_words_are_read_a_text_a_line() -> None:
    cited = cited_text(("Tea is grown. ", "", "Beans are too.", "Farms (2024)"))
    assert cited.text == "Tea is grown.\nBeans are too.\nFarms (2024)"
    assert [cited.text[a:b] for a, b in cited.units] == ["Tea is grown.", "Beans are too.", "Farms (2024)"]
    assert cited_text(()).units == ()


def test_tokens_of_the_question_and_between_units_belong_to_none(tokenizer: Tokenizer) -> None:
    text = passage_text(("Farms",), PASSAGE, [(0, 12), (14, 27)])  # the full stops are in no unit
    tokens = tokenizer.encode("Tea is grown?", text.text)
    units = token_units(tokens, text.units)
    by_unit = {unit: [tokens.tokens[place] for place in (units == unit).nonzero()[0]] for unit in (0, 1, 2)}
    assert by_unit == {0: ["farms"], 1: ["tea", "is", "grown"], 2: ["beans", "are", "too"]}
    assert (units[: tokens.type_ids.index(1)] == -1).all()
