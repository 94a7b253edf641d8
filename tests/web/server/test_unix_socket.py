"""A Unix socket serves its user alone, opens no port, and takes nothing away that is not its own."""

import grp
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from index.commands.cli import cli
from index.store import Index
from tests.support.announced import announced
from tests.support.documents import ingest_bytes
from web.errors.tree import AddressUnavailable, KeyRequired
from web.guard.site import check_exposure
from web.server.run import address_of
from web.server.unix_socket import listening
from web.settings import ServerSettings

COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()"]
PATIENCE_SECONDS = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "footnote.sock"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, b"The keeper of the lamp was Amalia.", "lamp.txt", "lamp.txt")
    index.close()
    return tmp_path / "index"


@contextmanager
def serving(folder: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Serve in a process of its own, once it has said where on stdout."""
    command = [*COMMAND, "serve", "--index", str(folder), *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)


def client_of(path: Path) -> httpx.Client:
    return httpx.Client(
        transport=httpx.HTTPTransport(uds=str(path)), base_url="http://localhost", timeout=PATIENCE_SECONDS
    )


def ports_of(process: subprocess.Popen[str]) -> list[str]:
    """Return the local addresses of the TCP sockets that a process has, from /proc."""
    own = set()
    for each in Path(f"/proc/{process.pid}/fd").iterdir():
        # A file may be closed while this looks.
        with suppress(FileNotFoundError):
            own.add(str(each.readlink()))
    lines = [
        line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return [fields[1] for fields in lines if f"socket:[{fields[9]}]" in own]


@pytest.mark.slow
def test_it_answers_on_the_socket_and_on_no_port_and_leaves_nothing(folder: Path, path: Path) -> None:
    with serving(folder, "--socket", str(path), "--json") as process:
        assert announced(process)["url"] == f"unix:{path}"
        assert path.lstat().st_mode & 0o777 == 0o600
        with client_of(path) as client:
            asked = client.post("/api/ask", json={"question": "Who was the keeper of the lamp?"})
            assert asked.json()["passages"][0]["source"] == "lamp.txt"
            assert client.get("/", headers={"accept": "text/html"}).status_code == 200
            # A proxy could be led there by a name of a stranger's, as a browser can to a port.
            assert client.get("/", headers={"host": "evil.example"}).status_code == 421
        if sys.platform == "linux":
            assert ports_of(process) == []
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    assert not path.exists()


@pytest.mark.slow
def test_the_environment_names_it_too_and_an_option_counts_before(folder: Path, path: Path) -> None:
    with serving(folder, "--json", FOOTNOTE_SOCKET=str(path)) as process:
        assert announced(process)["url"] == f"unix:{path}"
    with serving(folder, "--json", "--port", "0", FOOTNOTE_SOCKET=str(path)) as process:
        assert announced(process)["url"].startswith("http://127.0.0.1:")


def test_a_socket_and_a_port_are_one_too_many(folder: Path, path: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", "--socket", str(path), "--port", "0", "--index", str(folder)])
    assert result.exit_code == 2
    assert "give one or the other" in result.stderr


def test_nobody_else_can_open_it_at_any_moment(path: Path) -> None:
    before = os.umask(0)
    try:
        with listening(path):
            assert path.lstat().st_mode & 0o777 == 0o600
        assert os.umask(0) == 0
    finally:
        os.umask(before)


def test_a_group_may_be_let_in(path: Path) -> None:
    group = grp.getgrgid(os.getegid()).gr_name
    with listening(path, group):
        found = path.lstat()
        assert (found.st_mode & 0o777, found.st_gid) == (0o660, os.getegid())
    with pytest.raises(AddressUnavailable, match="There is no group “no such group”"), listening(path, "no such group"):
        pass
    assert not path.exists()


def test_the_socket_of_a_server_that_was_killed_is_taken_over(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(path))
    with listening(path) as listener, socket.socket(socket.AF_UNIX) as client:
        assert address_of(listener) == f"unix:{path}"
        client.connect(str(path))
    assert not path.exists()


def test_that_of_a_server_at_work_is_not(path: Path) -> None:
    with listening(path):
        with pytest.raises(AddressUnavailable, match="A server listens at"), listening(path):
            pass
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link", "pipe"])
def test_what_is_no_socket_is_not_touched(path: Path, tmp_path: Path, kind: str) -> None:
    kept = tmp_path / "kept"
    kept.write_text("kept")
    if kind == "file":
        path.write_text("kept")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(kept if kind == "link" else tmp_path / "nowhere")
    before = path.lstat()
    with pytest.raises(AddressUnavailable, match="not a socket"), listening(path):
        pass
    assert path.lstat() == before
    assert kept.read_text() == "kept"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_socket_of_another_user_is_not_touched(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(path))
    os.chown(path, 65534, 65534)
    with pytest.raises(AddressUnavailable, match="another user's"), listening(path):
        pass
    assert path.is_socket()


def test_at_the_end_what_took_its_place_stays(path: Path) -> None:
    with listening(path):
        path.unlink()
        path.write_text("another's")
    assert path.read_text() == "another's"


@pytest.mark.parametrize("name", ["no-folder/footnote.sock", "x" * 120])
def test_a_path_that_cannot_be_listened_at_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(AddressUnavailable, match="--socket"), listening(tmp_path / name):
        pass


def test_a_socket_needs_no_key_and_a_public_name_behind_it_does(path: Path) -> None:
    check_exposure(ServerSettings(socket=path, host="0.0.0.0"))  # noqa: S104 - nothing listens
    with pytest.raises(KeyRequired):
        check_exposure(ServerSettings(socket=path, public_url="https://docs.example.org/"))
