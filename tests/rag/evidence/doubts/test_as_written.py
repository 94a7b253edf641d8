"""A question is read with the amounts that the documents have, in their form."""

import pytest

from rag.evidence.doubts.as_written import as_documents_write

TEXTS = ["Its housing is made of steel.", "Helmsen earned €1,250,000 in 2024, and paid 4.5 million."]


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Who earned EUR 1250000?", "Who earned €1,250,000?"),
        ("Who earned 1.25 million euros?", "Who earned €1,250,000 euros?"),
        ("Who paid 4,500,000 and earned EUR 1250000?", "Who paid 4.5 million and earned €1,250,000?"),
    ],
)
def test_amounts_are_put_as_a_text_writes_them(question: str, read: str) -> None:
    assert as_documents_write(question, TEXTS) == read


@pytest.mark.parametrize("question", ["Who earned €1,250,000?", "Who earned €9,000?", "Why?"])
def test_what_stands_there_to_the_letter_or_nowhere_stays(question: str) -> None:
    assert as_documents_write(question, TEXTS) == question
