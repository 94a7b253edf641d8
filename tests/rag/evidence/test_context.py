import numpy as np
import pytest

from index.storage.records import ChunkRow
from index.text.sentences import sentence_spans
from rag.evidence.context import header_of, refers_back, with_antecedent
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


TABLE = "The ships:\n\nShip | Built | Seats\nAlba | 1931 | 40\nBora |  | 120\n\nAll sail daily."


def header(text: str, words: str) -> str | None:
    found = piece(text, words)
    span = header_of(found.row, found.start, found.end, text)
    return span and text[span[0] - 100 : span[1] - 100]


@pytest.mark.parametrize("row", ["Alba | 1931 | 40", "Bora |  | 120"])
def test_a_row_has_the_head_of_its_table(row: str) -> None:
    assert header(TABLE, row) == "Ship | Built | Seats"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Ship | Built | Note\nAlba | 1931\nBora | 1950 | sunk", "Alba | 1931"),
        ("Item | Estimate of 2022 | Budget of 2025\nBridges | 47.0 | 68.0", "Bridges | 47.0 | 68.0"),
        ("Item | 2024 | 2025\nRent | $1,200 | (310)", "Rent | $1,200 | (310)"),
        ("| 2024 | 2025\nRent | £1.2m | —", "Rent | £1.2m | —"),
    ],
)
def test_a_head_may_have_years_and_a_row_may_end_early(text: str, row: str) -> None:
    assert header(text, row) == text.partition("\n")[0]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Room 12 | 1998 | red\nRoom 13 | 2001 | blue", "Room 13 | 2001 | blue"),
        ("Room 12 | 1998\nRoom 13 | 2001", "Room 13 | 2001"),
        ("2024 | 310\n2025 | 275", "2025 | 275"),
        ("| Built\nAlba | Paso 3", "Alba | Paso 3"),
        (TABLE, "Ship | Built | Seats"),
        (TABLE, "All sail daily."),
        ("Alba | 1931 | 40\nBora | 1950 | 120", "Bora | 1950 | 120"),
        ("Ship | Built\nAlba | 1931 | 40", "Alba | 1931 | 40"),
        ("Ship |  | Seats\nAlba | 1931 | 40", "Alba | 1931 | 40"),
        ("Ship | Home\nAlba | Alder\nBora | Paso", "Bora | Paso"),
    ],
)
def test_what_is_no_head_is_not_taken_for_one(text: str, row: str) -> None:
    assert header(text, row) is None
