"""Killed while lists of vectors are made, a process leaves an index that opens, answers and is what was written."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.search.search_indexes import SearchIndexes
from index.store import Index
from tests.index.three_documents import again, found

pytestmark = pytest.mark.slow

KILLS = 30
_MAKER = """
import sys
from pathlib import Path
from index.encoding.encoders.hash import HashEncoder
from index.search.dense import dense_index, follower
from index.search.search_indexes import SearchIndexes
from index.store import Index
dense_index.MOST_EXACT = follower.MOST_EXACT = 4
index = Index.open(Path(sys.argv[1]), HashEncoder())
index.search.catch_up()
print("ready", flush=True)
while True:
    index.search._dense.write_anew()
"""


def test_whoever_is_killed_while_lists_are_made_leaves_a_whole_index(
    tmp_path: Path, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(index, [make_document(f"{n}", f"Paper number {n} on topic {n % 7}.") for n in range(60)])
    chance = random.Random(5)  # noqa: S311 — the same moments each time
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", _MAKER, index.folder], stdout=subprocess.PIPE, text=True) as maker:
            assert maker.stdout
            assert maker.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.0, 0.05))
            maker.kill()
        opened = again(index)
        assert found(opened, "topic")[0]
        assert opened.search.problems() == []
        assert opened.search.notices == ()
        opened.close()
    monkeypatch.setattr("index.search.dense.follower.MOST_EXACT", 4)
    search = again(index).search
    assert isinstance(search, SearchIndexes)
    assert search._dense.write_anew()  # and it removes what the others left
    assert sorted(path.suffix for path in (index.folder / "dense").iterdir()) == [".faiss", ".json"]
