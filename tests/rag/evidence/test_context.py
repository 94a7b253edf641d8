import numpy as np
import pytest

from index.storage.records import ChunkRow
from index.text.sentences import sentence_spans
from rag.evidence.context import refers_back, with_antecedent
from rag.evidence.sentences import Evidence

ONE = np.ones(1, np.float32)


def chunk(text: str, offset: int = 100) -> ChunkRow:
    spans = tuple((start + offset, end + offset) for start, end in sentence_spans(text))
    return ChunkRow(1, "d", 1, offset, offset + len(text), "", spans, "T", "s", None, "", b"")


def piece(text: str, words: str, offset: int = 100) -> Evidence:
    start = text.index(words) + offset
    return Evidence(chunk(text, offset), start, start + len(words), ONE, 0.9, 0.9)


@pytest.mark.parametrize("sentence", ["He was born in Ulm.", "In it, forty rooms burned.", "These are closed."])
def test_a_pronoun_at_the_start_refers_back(sentence: str) -> None:
    assert refers_back(sentence)


@pytest.mark.parametrize("sentence", ["Ada Berg was born in Ulm, her home.", "The bridge carries it.", ""])
def test_a_sentence_that_names_its_subject_stands_alone(sentence: str) -> None:
    assert not refers_back(sentence)


def test_a_pronoun_is_quoted_with_what_it_stands_for() -> None:
    text = "The town is old. Ada Berg was an engineer. She studied in Graz. It was the first school to take her."
    assert quoted(text, "She studied in Graz.") == "Ada Berg was an engineer. She studied in Graz."
    both = "Ada Berg was an engineer. She studied in Graz. It was the first school to take her."
    assert quoted(text, "It was the first school to take her.") == both
    assert quoted(text, "Ada Berg was an engineer.") == "Ada Berg was an engineer."


def quoted(text: str, words: str) -> str:
    whole = with_antecedent(piece(text, words), text)
    start = whole.start if whole.antecedent is None else whole.antecedent
    return text[start - 100 : whole.end - 100]


def test_a_pronoun_at_the_start_of_a_chunk_stays_alone() -> None:
    assert quoted("She studied in Graz. The town is old.", "She studied in Graz.") == "She studied in Graz."
