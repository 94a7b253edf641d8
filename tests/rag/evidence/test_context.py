from pathlib import Path

import numpy as np
import pytest

from index.storage.records import ChunkRow
from index.store import Index
from index.text.sentences import sentence_spans
from rag.evidence.context import is_address, refers_back, with_antecedent, with_context
from rag.evidence.sentences import Evidence, find
from rag.retrieval.candidates import retrieve
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

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
    below = "Pills | 2 | morning\nShe had a cough."
    assert quoted(below, "She had a cough.") == "She had a cough."


def quoted(text: str, words: str) -> str:
    whole = with_antecedent(piece(text, words), text)
    start = whole.start if whole.antecedent is None else whole.antecedent
    return text[start - 100 : whole.end - 100]


def test_a_pronoun_at_the_start_of_a_chunk_stays_alone() -> None:
    assert quoted("She studied in Graz. The town is old.", "She studied in Graz.") == "She studied in Graz."


LETTER = "Dear friends of the mill,\n\nthis year it is shut. Bring hay,\noats and water.\n\nKind regards,\n\nAda Berg"


@pytest.mark.parametrize(
    ("words", "is_it"),
    [
        ("Dear friends of the mill,", True),
        ("Kind regards,", True),
        ("this year it is shut.", False),
        ("Bring hay,", False),
        ("Ada Berg", False),
    ],
)
def test_a_line_that_addresses_somebody_says_nothing(words: str, is_it: bool) -> None:
    start = LETTER.index(words)
    assert is_address(LETTER, start, start + len(words)) is is_it


def test_no_address_stands_before_a_sentence_that_refers_back() -> None:
    text = "Dear friends,\n\nthis year it is shut."
    assert quoted(text, "this year it is shut.") == "this year it is shut."


LINES = "Days of the fair\n\nIt is old.\n\n- 3 May: boat race. It is free.\n- 4 May: dance\n\nStart: nine"


@pytest.mark.parametrize(
    ("words", "is_item"),
    [
        ("- 3 May: boat race.", True),
        ("- 4 May: dance", True),
        ("It is free.", False),
        ("Start: nine", True),
        ("It is old.", False),
    ],
)
def test_items_and_fields_are_told_from_what_goes_on_with_them(tmp_path: Path, words: str, is_item: bool) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, LINES.encode(), "fair.txt", "fair.txt")
    question = read(index, "When is the boat race?")
    [found] = [
        each
        for each in with_context(index, find(question, retrieve(index, question)))
        if index.chunks.text(each.row)[each.start - each.row.start : each.end - each.row.start] == words
    ]
    assert found.is_item is is_item
