"""The promise of offsets, as a function that any document can be held against."""

import re

import numpy as np

from index.documents import WORD, Document
from index.encoding.chunks import split
from index.encoding.encoders.hash import HashEncoder
from index.text.tables.rows import is_row

__all__ = ["check"]

ENCODER = HashEncoder()


def check(document: Document) -> None:
    """Every offset holds: sections, chunks, sentences, heads of tables, pages and the words on them."""
    text = document.text
    assert text.strip()
    assert text == text.encode("utf-8").decode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text)
    end = 0
    for section in document.sections:
        assert end <= section.start < section.end <= len(text)
        assert not text[end : section.start].strip(), "text between two sections can never be cited"
        end = section.end
        if section.head:
            assert section.start == section.head[0] < section.head[1] <= section.end
            assert all(is_row(line) for line in text[slice(*section.head)].split("\n"))
    assert not text[end:].strip()
    cited = 0
    for chunk in split(document, ENCODER.count_tokens, 448):
        assert 0 <= chunk.start < chunk.end <= len(text)
        assert (chunk.sentences[0][0], chunk.sentences[-1][1]) == (chunk.start, chunk.end)
        for start, stop in chunk.sentences:
            assert cited <= start < stop
            assert text[start:stop] == text[start:stop].strip() != ""
            cited = stop
    place = 0
    for page in document.pages:
        assert place <= page.start <= page.end <= len(text)
        place = page.start
        for word in np.frombuffer(page.words, WORD):
            quoted = text[word["start"] : word["start"] + word["length"]]
            assert quoted
            assert not re.search(r"\s", quoted), "a word's box stands for one word"
            assert word["left"] <= word["right"]
            assert word["top"] <= word["bottom"]
