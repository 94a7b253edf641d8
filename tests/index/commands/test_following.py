"""The command that keeps the search engine of many servers equal to the database."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.address import EngineChoice
from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.store import Index
from tests.index.conftest import Maker
from tests.support.postgres import Cluster

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()"]


@pytest.fixture
def shared(cluster: Cluster, tmp_path: Path, make_document: Maker, monkeypatch: pytest.MonkeyPatch) -> Index:
    """An index in PostgreSQL, and the settings of a machine that searches it with LanceDB."""
    address = cluster.new_database()
    for name, value in {"INDEX": address.url, "ENGINE": tmp_path / "engine", "REPLICAS": tmp_path / "machine"}.items():
        monkeypatch.setenv(f"FOOTNOTE_{name}", str(value))
    engine = EngineChoice(str(tmp_path / "engine"))
    index = Index.open(address, HashEncoder(), create=True, replicas=tmp_path / "one", engine=engine)
    ingest_documents(index, [make_document("garden", "The garden has forty roses.")])
    return index


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, with which its connections end."""
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)


def test_it_follows_once_and_status_says_how_far_it_is(shared: Index) -> None:
    engine = json.loads(run("status", "--json").stdout)["engine"]
    assert (engine["generation"], engine["behind"], engine["beside"]) == (-1, 1, 1)
    assert run("follow", "--once").returncode == 0
    engine = json.loads(run("status", "--json").stdout)["engine"]
    assert (engine["generation"], engine["behind"], engine["beside"]) == (1, 0, 0)
    assert f"{engine['address']}: 0 commits behind" in run("status").stdout
    assert "all is as it was written" in run("verify").stderr
    shared.close()


@pytest.mark.parametrize("command", ["follow", "work"])
def test_it_follows_until_it_is_ended(shared: Index, make_document: Maker, command: str) -> None:
    with subprocess.Popen([*COMMAND, command], stderr=subprocess.PIPE, text=True) as following:
        assert following.stderr is not None
        assert "Ctrl-C stops it" in following.stderr.readline()
        ingest_documents(shared, [make_document("lake", "A zeppelin crossed the lake.")])
        until = time.monotonic() + 60
        while (state := shared.search.state()) and state.behind:
            assert time.monotonic() < until
            time.sleep(0.05)
        os.kill(following.pid, signal.SIGTERM)
        assert following.wait(60) == 0
    assert shared.faults() == []
    shared.close()


def test_without_a_shared_engine_there_is_nothing_to_follow(
    shared: Index, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shared.close()
    monkeypatch.setenv("FOOTNOTE_ENGINE", "gopher://papers")
    assert "neither a bucket nor a folder" in run("follow", "--once").stderr
    monkeypatch.delenv("FOOTNOTE_ENGINE")
    assert "Set FOOTNOTE_ENGINE" in run("follow", "--once").stderr
    Index.open(tmp_path / "index", HashEncoder(), create=True).close()
    monkeypatch.setenv("FOOTNOTE_ENGINE", str(tmp_path / "engine"))
    assert "Unset FOOTNOTE_ENGINE" in run("status", "--index", str(tmp_path / "index")).stderr
