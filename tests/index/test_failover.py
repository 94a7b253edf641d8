"""The primary is killed and its standby takes its place: what was committed is there, and servers go on with it."""

import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.errors import StoreError
from index.folders.ingest import ingest_documents
from index.store import Index
from tests.index.conftest import Maker
from tests.index.three_documents import found
from tests.support.postgres import placed

pytestmark = pytest.mark.slow

PROMOTIONS = 10
_PATIENCE_SECONDS = 60


def test_no_commit_is_lost_when_the_primary_is_killed_and_its_standby_promoted(
    tmp_path: Path, make_document: Maker
) -> None:
    with placed() as one, placed() as other:
        one.make()
        one.start("wal_level=replica")
        address = one.new_database_with(other)
        primary, standby = one, other
        index = Index.open(address, HashEncoder(), create=True, replicas=tmp_path / "machine")
        committed: list[str] = []
        ended = threading.Event()

        def write() -> None:
            number = 0
            while not ended.is_set():
                source = f"paper-{number}"
                try:
                    ingest_documents(index, [make_document(source, f"Paper {number} says something.")])
                except StoreError:
                    time.sleep(0.05)  # it is written anew once there is a primary again
                    continue
                committed.append(source)
                number += 1

        with closing(index):
            writer = threading.Thread(target=write)
            writer.start()
            try:
                for turn in range(PROMOTIONS):
                    primary.be_followed(standby)
                    before = len(committed)
                    until = time.monotonic() + _PATIENCE_SECONDS
                    while len(committed) < before + 3:
                        assert time.monotonic() < until
                        time.sleep(0.02)
                    primary.stop("immediate")
                    sure = len(committed)
                    standby.promote()
                    until = time.monotonic() + _PATIENCE_SECONDS
                    while len(committed) < sure + 2:
                        assert time.monotonic() < until, turn
                        time.sleep(0.02)
                    there = {document.source for document in index.documents.listed()}
                    assert set(committed[:sure]) <= there
                    primary, standby = standby, primary
            finally:
                ended.set()
                writer.join()
            sources = [document.source for document in index.documents.listed()]
            assert sorted(sources) == sorted(set(committed))
            assert {document.version for document in index.documents.listed()} == {1}
            assert index.faults() == []
            assert found(index, "paper") != (set(), set())
