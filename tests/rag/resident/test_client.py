"""A command has its question answered by the process that stays, or by itself."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.store import Index
from rag.resident.client import told_by_resident
from rag.resident.request import Request
from tests.support.documents import ingest_bytes


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has an index."""
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, b"The museum opened in 1901.", "museum.txt", "museum.txt")
    index.close()
    (tmp_path / "run").mkdir(mode=0o700)
    home = {name: str(tmp_path / name.lower()) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    return {
        **os.environ,
        **home,
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "FOOTNOTE_INDEX": str(tmp_path / "index"),
        "FOOTNOTE_RESIDENT_SECONDS": "30",
    }


def run(surroundings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from index.commands.cli import main; main()", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def holder(surroundings: dict[str, str]) -> Path:
    return Path(surroundings["XDG_RUNTIME_DIR"], "footnote", "resident.sock")


def ended(surroundings: dict[str, str]) -> bool:
    """Wait until nobody listens any more."""
    for _ in range(600):
        if not holder(surroundings).exists():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_the_second_question_is_answered_by_what_the_first_one_started(surroundings: dict[str, str]) -> None:
    first = run(surroundings, "search", "When did the museum open?", "--json")
    second = run(surroundings, "search", "When did the museum open?", "--json")
    alone = run({**surroundings, "FOOTNOTE_RESIDENT_SECONDS": "0"}, "search", "When did the museum open?", "--json")
    assert json.loads(first.stdout) == json.loads(second.stdout) == json.loads(alone.stdout)
    assert (first.returncode, second.stderr) == (0, "")
    assert holder(surroundings).exists()
    # Another setting: the one that is there ends, and another takes its place.
    other = {**surroundings, "FOOTNOTE_THRESHOLD": "0.9", "FOOTNOTE_RESIDENT_SECONDS": "0.1"}
    assert run(other, "ask", "Who painted the ceiling?").returncode == 3
    assert ended(surroundings)


@pytest.mark.slow
def test_errors_are_what_they_are_without_it(surroundings: dict[str, str]) -> None:
    there = {**surroundings, "FOOTNOTE_RESIDENT_SECONDS": "0.1"}
    alone = {**surroundings, "FOOTNOTE_RESIDENT_SECONDS": "0"}
    for arguments in (("ask", " "), ("ask", "When?", "--after", "soon"), ("ask", "When?", "--index", "missing")):
        with_it, without = run(there, *arguments), run(alone, *arguments)
        assert (with_it.returncode, with_it.stdout, with_it.stderr) == (
            without.returncode,
            without.stdout,
            without.stderr,
        )
        assert with_it.returncode == 1
    assert ended(surroundings)


def test_where_it_is_not_wanted_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("FOOTNOTE_RESIDENT_SECONDS", "0")
    assert told_by_resident(Request("ask", "When?")) is None
    assert not list(tmp_path.iterdir())


def test_where_it_dies_at_once_the_command_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("FOOTNOTE_RESIDENT_SECONDS")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert told_by_resident(Request("ask", "When?")) is None


def test_where_it_cannot_be_started_the_command_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("FOOTNOTE_RESIDENT_SECONDS")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    assert told_by_resident(Request("ask", "When?")) is None


def test_a_socket_that_nobody_listens_on_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("FOOTNOTE_RESIDENT_SECONDS")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    (tmp_path / "footnote").mkdir(mode=0o700)
    (tmp_path / "footnote" / "resident.sock").touch()
    assert told_by_resident(Request("ask", "When?")) is None
