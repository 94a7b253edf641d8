"""Chunks are encoded behind what says something of them."""

import pytest

from index.documents import Document, Section
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoders.hash import HashEncoder

TEXT = "They are lit at dusk, and put out at dawn."


def made_of(heading: str) -> bytes:
    document = Document("s", "Lamps", TEXT, "h", (Section(0, len(TEXT), heading),))
    [[chunk]] = encode_documents(HashEncoder(), [document])
    assert chunk.chunk.heading == heading
    return chunk.made_of


@pytest.mark.parametrize("heading", ["Lamps › Section 3", "Lamps › Chapter IV", "7."])
def test_a_heading_that_only_counts_is_kept_with_a_chunk_and_not_encoded(heading: str) -> None:
    assert made_of(heading) == made_of("Lamps")


@pytest.mark.parametrize("heading", ["Lamps › Section 3: Oil", "Lamps › Week 2", "Lamps › Oil"])
def test_a_heading_that_says_something_is_encoded(heading: str) -> None:
    assert made_of(heading) != made_of("Lamps")
