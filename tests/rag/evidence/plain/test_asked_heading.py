"""What stands below a heading that asks the question itself is its answer."""

import numpy as np
import pytest

from index.storage.records import ChunkRow
from rag.evidence.plain.asked_heading import below_the_question
from rag.evidence.sentences import Evidence


def piece(number: int, heading: str) -> Evidence:
    row = ChunkRow(number, "d", 1, 0, 9, heading, ((0, 9),), "T", "s", None, "", b"")
    return Evidence(row, 0, 9, np.ones(1, np.float32), 0.9, 0.9)


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("Shop › Do you ship to Iceland?", "do you ship to iceland"),
        ("Q3. Do you ship to Iceland?", "Do you ship to Iceland?"),
        ("12) Do you ship to Iceland", "Do you ship to Iceland?"),
        ("Question 7: Do you ship to Iceland?", "Do you ship to Iceland?"),
    ],
)
def test_a_heading_asks_the_question_whatever_its_number_and_case(heading: str, question: str) -> None:
    below, other = piece(1, heading), piece(2, "Shop › Warranty")
    assert below_the_question(question, [other, below]) == [below]


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("Do you ship to Ireland?", "Do you ship to Iceland?"),
        ("Do you not ship to Iceland?", "Do you ship to Iceland?"),
        ("Shipping", "Shipping?"),
        ("6 months of notice?", "12 months of notice?"),
        ("", "Do you ship to Iceland?"),
    ],
)
def test_a_word_more_or_another_asks_something_else(heading: str, question: str) -> None:
    assert below_the_question(question, [piece(1, heading)]) == []
