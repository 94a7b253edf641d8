"""A question is read with the codes and amounts that the documents have, in their form."""

import pytest

from rag.evidence.doubts.as_written import as_documents_write

TEXTS = ["XR-2041-B\nIts housing is made of steel.", "Helmsen earned €1,250,000 in 2024, and paid 4.5 million."]


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("xr2041b housing", "XR-2041-B housing"),
        ("Who earned EUR 1250000?", "Who earned €1,250,000?"),
        ("Who earned 1.25 million euros?", "Who earned €1,250,000 euros?"),
        ("Who paid 4,500,000 and has an XR 2041 B?", "Who paid 4.5 million and has an XR-2041-B?"),
    ],
)
def test_codes_and_amounts_are_put_as_a_text_writes_them(question: str, read: str) -> None:
    assert as_documents_write(question, TEXTS) == read


@pytest.mark.parametrize("question", ["Who has an XR-2041-B?", "Who has an XR-2042-B?", "Who earned €9,000?", "Why?"])
def test_what_stands_there_to_the_letter_or_nowhere_stays(question: str) -> None:
    assert as_documents_write(question, TEXTS) == question
