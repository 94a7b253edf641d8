"""The process that stays: whom it answers, whom it gives way to, and when it ends."""

import contextlib
import fcntl
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import Index
from rag.resident import serving
from rag.resident.request import Request, Told, receive, send
from rag.resident.serving import Resident, main
from rag.settings import get_settings
from tests.support.documents import ingest_bytes

AGREEMENT = "the same"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, b"The museum opened in 1901.", "museum.txt", "museum.txt")
    index.close()
    return tmp_path / "index"


@contextlib.contextmanager
def resident(path: Path, seconds: float = 60.0) -> Iterator[tuple[Resident, threading.Thread]]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(os.fspath(path))
        listener.listen()
        found = Resident(AGREEMENT)
        thread = threading.Thread(target=found.listen, args=(listener, seconds))
        thread.start()
        yield found, thread
        thread.join()
        found.finish()


def asked(path: Path, request: Request, agreement: str = AGREEMENT) -> dict[str, object] | None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(os.fspath(path))
        send(connection, {"agreed": agreement})
        if receive(connection) != {"agreed": True}:
            return None
        send(connection, request.to_json())
        return receive(connection)


@pytest.mark.slow
def test_it_answers_until_one_comes_that_it_must_not_answer(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "socket"
    request = Request("search", "When did the museum open?", str(folder))
    with resident(path) as (_, thread):
        for _ in range(2):
            found = asked(path, request)
            assert found is not None
            told = Told.from_json(found)
            assert (told.code, told.err) == (0, ())
            assert "The museum opened in 1901." in (told.out or "")
        assert asked(path, request, "another") is None
        thread.join()
        assert not thread.is_alive()


@pytest.mark.slow
def test_what_fails_is_told_with_the_exit_code(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "socket"
    with resident(path):
        found = asked(path, Request("search", "When?", str(folder), after="soon"))
        assert found == {
            "out": None,
            "err": ["footnote: “soon” for “after” is not a date. Write dates as YYYY-MM-DD."],
            "code": 1,
        }
        assert asked(path, Request("search", "When?", str(folder)), "another") is None


def test_of_an_index_that_is_not_there_the_command_itself_may_speak(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with resident(path) as (_, thread):
        assert asked(path, Request("search", "When?", str(tmp_path / "none"))) is None
        thread.join()
        assert not thread.is_alive()


def test_it_ends_when_nobody_has_asked_for_some_time(tmp_path: Path) -> None:
    with resident(tmp_path / "socket", seconds=0.2) as (_, thread):
        thread.join()
        assert not thread.is_alive()


def test_one_that_says_nothing_does_not_hold_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_SENDING_SECONDS", 0.1)
    path = tmp_path / "socket"
    with resident(path, seconds=0.5) as (_, thread), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent:
        silent.connect(os.fspath(path))
        thread.join()
        assert not thread.is_alive()


def test_it_answers_who_started_it_though_another_process_listens(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_GIVING_WAY_SECONDS", 0.1)
    get_settings.cache_clear()
    ours, its = socket.socketpair()
    path = tmp_path / "resident.sock"
    path.touch()
    with path.with_suffix(".lock").open("ab") as lock, ours:
        fcntl.flock(lock, fcntl.LOCK_EX)
        send(ours, Request("search", "When did the museum open?", str(folder)).to_json())
        main([str(its.detach()), str(path), AGREEMENT])
        found = receive(ours)
        assert found is not None
        assert "1901" in str(found["out"])
        assert path.exists()
