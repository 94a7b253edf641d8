"""``footnote serve`` answers, or says at once why it cannot."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.commands.cli import cli
from index.store import Index
from tests.support.announced import announced
from tests.support.documents import ingest_bytes
from web.errors.tree import AddressUnavailable
from web.server.run import address_of, bind

COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()"]
PATIENCE_SECONDS = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, b"The keeper of the lamp was Amalia.", "lamp.txt", "lamp.txt")
    index.close()
    return tmp_path / "index"


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve in a process of its own; the value is the process and the line that it printed."""
    process = subprocess.Popen([*COMMAND, "serve", *arguments], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        yield process, process.stderr.readline()
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)


@pytest.mark.slow
def test_a_program_is_told_the_address_as_json(folder: Path) -> None:
    command = [*COMMAND, "serve", "--port", "0", "--json", "--index", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        told = announced(process)
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)
    assert told["url"].startswith("http://127.0.0.1:")
    assert told["index"] == str(folder)


@pytest.mark.slow
def test_the_address_that_it_prints_answers_and_an_interrupt_ends_it_in_peace(folder: Path) -> None:
    with serving("--port", "0", "--index", str(folder)) as (process, line):
        assert line.startswith("Footnote answers on http://127.0.0.1:"), line
        address = line.split()[3]
        body = json.dumps({"question": "Who was the keeper of the lamp?"}).encode()
        request = urllib.request.Request(  # noqa: S310 - the address is our own server's
            f"{address}/api/ask", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:  # noqa: S310 - the same
            answer = json.load(response)
        assert answer["passages"][0]["source"] == "lamp.txt"
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_SECONDS) == 0
        assert process.stderr
        assert process.stderr.read() == ""


def test_a_port_in_use_is_said_before_anything_is_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(cli, ["serve", "--port", str(port), "--index", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert f"Port {port} on 127.0.0.1 is in use. Choose another one with --port" in result.stderr


def test_a_missing_index_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", "--port", "0", "--index", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert "There is no index" in result.stderr
    assert "footnote index" in result.stderr


def test_other_machines_are_not_served_without_a_key(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", "--host", "0.0.0.0", "--port", "0", "--index", str(folder)])  # noqa: S104
    assert result.exit_code == 1
    assert "FOOTNOTE_API_KEY" in result.stderr


@pytest.mark.parametrize("host", ["no-such-name.invalid", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_said(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Resolving needs no network here: the fence around the tests would refuse it.
    def resolve(name: str, port: int, **_: object) -> list[tuple[object, ...]]:
        if name == "192.0.2.1":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port))]
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(AddressUnavailable, match=r"127\.0\.0\.1"):
        bind(host, 0)


def test_the_printed_address_can_be_opened_on_this_machine() -> None:
    with bind("127.0.0.1", 0) as listener:
        assert address_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"
    with socket.socket() as everywhere:
        everywhere.bind(("0.0.0.0", 0))  # noqa: S104 - nobody listens
        assert address_of(everywhere) == f"http://127.0.0.1:{everywhere.getsockname()[1]}"


def test_no_other_command_loads_the_web_framework() -> None:
    frameworks = {"fastapi", "starlette", "uvicorn", "jinja2"}
    code = f"import sys, web.commands.serving; print(sorted({frameworks} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
