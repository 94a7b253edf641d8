"""Servers that share an index in PostgreSQL, each with FAISS and Tantivy or all with LanceDB."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from index.address import Address, EngineChoice
from index.documents import Document
from index.encoding.encoders.hash import HashEncoder
from index.search.lance.lance_search import LanceSearch
from index.store import Index
from tests.index.conftest import Maker
from tests.support.postgres import Cluster

WORDS = [f"word{number}" for number in range(60)]


@dataclass
class Servers:
    """Machines with one index.

    Attributes:
        address: of its database.
        engine: what they search with; None for FAISS and Tantivy of each one's own.
    """

    address: Address
    engine: EngineChoice | None
    folder: Path
    opened: ExitStack

    def server(self, name: str = "one", *, own: bool = False, down: Literal["error", "local"] = "error") -> Index:
        """Open the index as a machine does, or one that searches with what is its own."""
        engine = None if self.engine is None or own else EngineChoice(self.engine.address, down)
        machine = self.folder / f"{name}-{'own' if engine is None else 'shared'}"
        index = Index.open(self.address, HashEncoder(), create=True, replicas=machine, engine=engine)
        self.opened.enter_context(closing(index))
        return index


def follow(index: Index) -> None:
    """Bring the engine up to the database, where there is one."""
    follower = index.search.follower()
    if follower is not None:
        follower.follow(60)


def engine_of(index: Index) -> LanceSearch:
    """Return the search engine that servers share."""
    assert isinstance(index.search, LanceSearch)
    return index.search


def papers(make_document: Maker, numbers: range, turn: int = 0) -> list[Document]:
    """Return documents of words at random, the same for the same numbers and turn."""
    made = []
    for number in numbers:
        chance = random.Random(f"{number} {turn}")  # noqa: S311 — the same words each time
        parts = [" ".join(chance.choices(WORDS, k=chance.randint(5, 60))) for _ in range(chance.randint(1, 3))]
        made.append(make_document(f"paper-{number}", f"turn{turn} number{number} " + "\n\n".join(parts)))
    return made


@pytest.fixture
def share(cluster: Cluster, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Servers]]:
    """Make servers that search with “own”, a “folder” or a “bucket”."""
    with ExitStack() as opened:

        def made(kind: str) -> Servers:
            engine = None if kind == "own" else EngineChoice(str(tmp_path / "engine"))
            if kind == "bucket":
                store = request.getfixturevalue("store")
                monkeypatch = request.getfixturevalue("monkeypatch")
                for name, value in store.environment.items():
                    monkeypatch.setenv(name, value)
                engine = EngineChoice(store.new_bucket(tmp_path.name.replace("_", "-").lower()[-40:].strip("-")))
            return Servers(cluster.new_database(), engine, tmp_path, opened)

        yield made


@pytest.fixture
def servers(share: Callable[[str], Servers]) -> Servers:
    """Servers that share LanceDB in a folder."""
    return share("folder")
