"""Where the words of a document stand is told by its pages."""

from collections.abc import Callable
from dataclasses import replace

from index.documents import Document, Page
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoders.hash import HashEncoder
from index.store import Index


def _indexed(index: Index, make_document: Callable[..., Document]) -> str:
    document = replace(make_document("a", "One. Two. Three."), pages=(Page(1, 0, 6), Page(2, 6, 16)))
    index.commit([(document, encode_documents(HashEncoder(), [document])[0])])
    return document.id


def test_the_page_of_words_is_the_one_that_has_most_of_them(index: Index, make_document) -> None:
    document = _indexed(index, make_document)
    spans = ((0, 4), (5, 9), (5, 7), (10, 16), (16, 20))
    assert [index.pages.of_most(document, 1, *span) for span in spans] == [1, 2, 1, 2, None]


def test_the_page_of_a_place_is_the_one_that_it_lies_on(index: Index, make_document) -> None:
    document = _indexed(index, make_document)
    assert [index.pages.at(document, 1, place) for place in (0, 5, 6, 16)] == [1, 1, 2, None]
    assert index.pages.of(document, 2) == []
