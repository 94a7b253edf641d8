"""Documents, their versions and their chunks come back as they were committed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from unicodedata import normalize

import numpy as np
import pytest

from index.documents import Document, Section, document_id
from index.encoding.encoded_chunks import EncodedChunk, encode_documents
from index.encoding.encoders.hash import HashEncoder
from index.errors import DocumentNotFound
from index.storage.records import DocumentSummary
from index.storage.tables import documents
from index.storage.tables.documents import DocumentTable
from index.store import Counts, Index
from index.text.tags import tidy_tags
from tests.support.documents import remove_for_good


def encoded(document: Document) -> tuple[Document, list[EncodedChunk]]:
    return document, encode_documents(HashEncoder(), [document])[0]


def test_what_was_put_is_returned(index: Index) -> None:
    document = Document(
        source="/papers/zürich.txt",
        title="Zürich",
        text="Head\nThe café opened. 😀 It closed.",
        content_hash="ab",
        sections=(Section(0, 34, "Head"),),
        media_type="text/markdown",
        published_at="2024-05-06",
        language="en",
    )
    assert index.commit([encoded(document)]) == [1]
    stored = index.documents.get(document.id)
    for name in ("id", "title", "source", "text", "sections", "published_at", "media_type", "language"):
        assert getattr(stored, name) == getattr(document, name)
    assert index.documents.content_hashes() == {document.id: "ab"}
    [row] = index.chunks.get([1]).values()
    assert [stored.text[start:end] for start, end in row.sentences] == ["The café opened.", "😀 It closed."]
    assert index.chunks.text(row) == "The café opened. 😀 It closed."
    assert (row.title, row.heading, row.published_at) == ("Zürich", "Head", "2024-05-06")


def test_what_is_derived_of_documents_is_made_once_a_commit(index: Index, make_document) -> None:
    made: list[list[str]] = []

    def sources(_: DocumentTable, documents: Sequence[DocumentSummary]) -> list[str]:
        made.append([each.source for each in documents])
        return made[-1]

    index.commit([encoded(make_document("a", "One."))])
    assert index.documents.derived(sources) is index.documents.derived(sources)
    index.commit([encoded(make_document("b", "Two."))])
    assert [layer.made for layer in index.documents.derived(sources)] == [["a", "b"]]
    remove_for_good(index, document_id("a"))
    assert [layer.made for layer in index.documents.derived(sources)] == [["b"]]
    assert made == [["a"], ["a", "b"], ["b"]]


def test_beginnings_are_read_of_few_documents_and_of_many(
    index: Index, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.commit(
        [encoded(make_document(name, f"{text}.")) for name, text in zip("abc", ("One", "Two", "Three"), strict=True)]
    )
    some = [document_id("a"), document_id("c")]
    assert index.documents.openings(2, some) == {document_id("a"): "On", document_id("c"): "Th"}
    monkeypatch.setattr(documents, "_LOOKED_UP", 1)
    assert index.documents.openings(2, some) == {document_id("a"): "On", document_id("c"): "Th"}


def test_the_summary_of_what_went_meanwhile_is_an_error_that_says_so(index: Index, make_document) -> None:
    index.commit([encoded(make_document("a", "One."))])
    assert index.documents.summary(document_id("a")).source == "a"
    index.trash.trash([document_id("a")], "2026-01-01T00:00:00")
    with pytest.raises(DocumentNotFound):
        index.documents.summary(document_id("a"))


def test_a_replaced_document_keeps_its_versions_and_gives_up_its_chunks(index: Index, make_document) -> None:
    assert index.commit([encoded(make_document("a", "One."))]) == [1]
    assert index.commit([encoded(make_document("a", "Two."))]) == [2]
    assert index.documents.get(document_id("a")).text == "Two."
    assert [index.documents.get(document_id("a"), version).text for version in (1, 2)] == ["One.", "Two."]
    assert index.chunks.removed_since(1) == [1]
    assert index.chunks.removed_since(2) == []
    assert [ids for ids, _ in index.chunks.vectors_since(0)] == [[2]]
    assert [row.text for row in index.chunks.words_since(0)] == ["Two."]


def test_a_chunk_id_is_never_used_twice(index: Index, make_document) -> None:
    for text in ("One.", "Two."):
        index.commit([encoded(make_document("a", text))])
        remove_for_good(index, [document_id("a")])
    index.commit([encoded(make_document("a", "Three."))])
    assert [ids for ids, _ in index.chunks.vectors_since(0)] == [[3]]


def test_a_deleted_document_is_gone_with_every_version(index: Index, make_document) -> None:
    for text in ("One.", "Two."):
        index.commit([encoded(make_document("a", text))])
    remove_for_good(index, [document_id("a")])
    for version in (None, 1, 2):
        with pytest.raises(DocumentNotFound):
            index.documents.get(document_id("a"), version)
    assert index.chunks.get([1, 2]) == {}
    assert index.counts() == Counts(0, 0, 3)


def test_deleting_an_unknown_document_deletes_nothing(index: Index, make_document) -> None:
    index.commit([encoded(make_document("a", "One."))])
    with pytest.raises(DocumentNotFound):
        remove_for_good(index, [document_id("a"), "0" * 16])
    assert index.documents.get(document_id("a")).text == "One."
    assert index.counts() == Counts(1, 1, 1)


def test_vectors_come_back_as_unit_rows_close_to_what_was_put(index: Index, make_document) -> None:
    items = [encoded(make_document(f"{n}", f"Words number {n}.")) for n in range(5)]
    index.commit(items)
    [(ids, vectors)] = index.chunks.vectors_since(0)
    expected = np.stack([chunks[0].vector for _, chunks in items])
    assert ids == [1, 2, 3, 4, 5]
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected, atol=2**-10)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    some, same = index.chunks.vectors_of([4, 9, 2])
    assert some == [2, 4]
    np.testing.assert_array_equal(same, vectors[[1, 3]])
    np.testing.assert_array_equal(index.chunks.some_vectors(2), vectors[[0, 2]])
    assert len(index.chunks.some_vectors(9)) == 5


def test_documents_are_found_by_source_and_by_date(index: Index, make_document) -> None:
    dates = {"/news/a.txt": "2024-01-31", "/news/b.txt": "2024-02-01T09:00:00Z", "/old/a.txt": None}
    index.commit([encoded(make_document(s, "Text.", published_at=day)) for s, day in dates.items()])

    def matching(sources: tuple[str, ...], after: str | None, before: str | None) -> set[str]:
        found = set(index.documents.matching(sources, after, before))
        return {source for source in dates if document_id(source) in found}

    assert matching((), None, None) == set(dates)
    assert matching(("a.txt",), None, None) == {"/news/a.txt", "/old/a.txt"}
    assert matching(("/news/b.txt", "old/a.txt"), None, None) == {"/news/b.txt", "/old/a.txt"}
    assert matching(("ews/a.txt",), None, None) == set()
    assert matching((), "2024-02-01", None) == {"/news/b.txt"}
    assert matching((), None, "2024-02-01") == {"/news/a.txt", "/news/b.txt"}
    assert matching((), "2024-01-31", "2024-01-31") == {"/news/a.txt"}


def test_documents_are_listed_by_title_in_pages(index: Index, make_document) -> None:
    index.commit(
        [encoded(make_document(source, "Text.", title=title)) for source, title in zip("xyz", "CAB", strict=True)]
    )
    assert [document.title for document in index.documents.listed()] == ["A", "B", "C"]
    assert [document.title for document in index.documents.listed(limit=1, offset=1)] == ["B"]


@pytest.mark.parametrize(("kept", "asked"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_sources_tags_and_authors_match_in_either_form_of_unicode(
    kept: Literal["NFC", "NFD"], asked: Literal["NFC", "NFD"], index: Index, make_document
) -> None:
    path = "/papers/Ärztehaus Köln.txt"
    one = replace(make_document(normalize(kept, path), "The tower is open."), tags=(normalize(kept, "übung"),))
    one = replace(one, authors=(normalize(kept, "José Núñez"),))
    index.commit([encoded(one), encoded(make_document("/papers/other.txt", "The tower is high."))])
    for name in (path, "Ärztehaus Köln.txt"):
        assert index.documents.matching([normalize(asked, name)], None, None) == [one.id]
        assert index.documents.id_of(normalize(asked, name)) == one.id
    assert index.documents.matching([], None, None, tidy_tags([normalize(asked, "Übung")])) == [one.id]
    assert index.documents.get(one.id).tags == tidy_tags([normalize(asked, "übung")])
    assert index.documents.tags() == [(normalize("NFC", "übung"), 1)]
    assert index.documents.matching([], None, None, (), [normalize(asked, "JOSÉ")]) == [one.id]
    assert index.documents.authors() == [(normalize("NFC", "José Núñez"), 1)]
    index.documents.choose_tags(one.id, ())
    index.documents.add_tags([one.id], tidy_tags([normalize(asked, "übung"), "köln"]))
    assert index.documents.get(one.id).tags == ("köln",)


def test_of_two_names_in_either_form_the_one_that_was_written_is_meant(index: Index, make_document) -> None:
    both: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
    forms = {form: make_document(normalize(form, "/papers/Köln.txt"), form) for form in both}
    index.commit([encoded(each) for each in forms.values()])
    for form, document in forms.items():
        assert index.documents.id_of(normalize(form, "Köln.txt")) == document.id


def test_the_opening_of_a_text_is_read_without_white_space_in_front(index: Index) -> None:
    text = "\n \n😀 The tide comes in. It goes out."
    sections = (Section(0, len(text), ""),)
    document = Document(source="tide.txt", title="Tide", text=text, content_hash="ab", sections=sections)
    index.commit([encoded(document)])
    assert index.documents.opening(document.id, 1, 10) == "😀 The tide"
    assert index.documents.opening(document.id, 1, 500) == document.text.lstrip()
    assert index.documents.opening(document.id, 2, 10) == ""
