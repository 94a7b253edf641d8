"""How many chunks documents will have, told before they are divided, so that a percentage can be."""

import dataclasses
from collections.abc import Iterable

from index.documents import Document
from index.encoding.encoded_chunks import chunks_of
from index.encoding.encoder import Encoder
from index.text.languages import language_of

__all__ = ["expected_chunks"]

_COUNTED_CHARACTERS = 200_000
"""So much is divided to know how many chunks there will be; the rest is taken to be like it."""


def expected_chunks(encoder: Encoder, documents: Iterable[Document]) -> int:
    """Return about how many chunks documents are divided into, at least 1; a long text is not divided to its end."""
    characters = counted = chunks = 0
    for document in documents:
        characters += len(document.text)
        if counted < _COUNTED_CHARACTERS:
            part = _beginning(document, _COUNTED_CHARACTERS - counted)
            part = dataclasses.replace(part, language=language_of(part.text, document.language))
            chunks += len(chunks_of(encoder, part))
            counted += len(part.text)
    return max(1, round(chunks * characters / max(counted, 1)))


def _beginning(document: Document, characters: int) -> Document:
    end = min(len(document.text), characters)
    sections = [
        dataclasses.replace(section, end=min(section.end, end), head=None)
        for section in document.sections
        if section.start < end
    ]
    return dataclasses.replace(document, text=document.text[:end], sections=tuple(sections))
