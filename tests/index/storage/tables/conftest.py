"""Tables are the same in every engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from tests.support.postgres import Cluster


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index of the encoder without meaning, in a folder and in a database."""
    if request.param == "sqlite":
        yield Index.open(tmp_path / "index", HashEncoder(), create=True)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    made = Index.open(cluster.new_database(), HashEncoder(), create=True, replicas=tmp_path)
    yield made
    made.close()
