"""An index has one encoder for all its life, and says so when another comes."""

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.errors import EncoderMismatch
from index.folders.ingest import ingest_documents
from index.store import Index
from tests.index.three_documents import TEXTS, again


class OtherEncoder(HashEncoder):
    """The same name with other weights."""

    fingerprint = "f" * 64


class Renamed(HashEncoder):
    name = "renamed"


def test_an_encoder_of_another_name_is_an_error_that_says_what_to_do(filled: Index) -> None:
    with pytest.raises(EncoderMismatch, match="footnote index PATH --index NEW_FOLDER"):
        again(filled, Renamed())


def test_an_encoder_of_the_same_name_with_other_weights_is_an_error(filled: Index) -> None:
    reopened = again(filled, OtherEncoder())
    with pytest.raises(EncoderMismatch, match="ffffffffffff"):
        _ = reopened.encoder.loaded()


def test_nothing_is_written_with_another_encoder(filled: Index, make_document) -> None:
    reopened = again(filled, OtherEncoder())
    with pytest.raises(EncoderMismatch):
        ingest_documents(reopened, [make_document("new", "New words.")])
    assert {document.source for document in again(filled).documents.listed()} == set(TEXTS)


def test_the_index_remembers_its_encoder(filled: Index) -> None:
    assert Index.open(filled.folder).encoder.name == "hash"
