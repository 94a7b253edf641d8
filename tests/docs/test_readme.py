"""What the README tells people to type works as it stands.

Every line of an ``sh`` block is run as it is written, in order, in a copy of the tree; blocks of other kinds are not.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ENVIRONMENT = Path(sys.prefix)
START_SECONDS = 180


def commands(text: str) -> list[str]:
    """Return the command lines of every ``sh`` block, in order; continued lines are joined, comments are left out."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = "".join(blocks).replace("\\\n", "").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def starting_with(*words: str) -> list[str]:
    return [command for command in commands(README) if command.split()[0] in words]


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree whose .venv is the environment that the tests run in, so that nothing has to be installed."""
    copied = tmp_path_factory.mktemp("readme") / "footnote"
    ignored = shutil.ignore_patterns(".git", ".venv*", ".footnote", ".*_cache", ".hypothesis", "__pycache__", "dist")
    shutil.copytree(ROOT, copied, ignore=ignored)
    (copied / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (copied / ".venv" / name).symlink_to(ENVIRONMENT / name)
    (copied / ".venv" / "installed").touch()
    return copied


def surroundings(copied: Path) -> dict[str, str]:
    """Return the environment variables of a user of the copy, whose Documents are the seeds and a lease."""
    home = copied.parent / "home"
    if not home.exists():
        shutil.copytree(copied / "seeds", home / "Documents")
        (home / "Documents" / "contracts").mkdir()
        (home / "Documents" / "contracts" / "lease.md").write_text("# Lease\n\nThe notice period is three months.\n")
    path = f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ['PATH']}"
    data = {"HOME": str(home), "XDG_DATA_HOME": str(home / ".local" / "share")}
    return {**os.environ, **data, "PATH": path, "FOOTNOTE_INDEX": str(home / "index")}


@contextlib.contextmanager
def served(command: list[str], port: int, copied: Path) -> Iterator[Path]:
    """Run a command until it serves on the port, then end it and all that it started; yields the file of its output."""
    log = copied.parent / f"output-{port}.txt"
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=copied,
            env=surroundings(copied),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            await_health(server, port, log)
            yield log
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGINT)
            server.wait(timeout=30)


def await_health(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server says that it is well; fails when it ends, or has not said so in time."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, f"The server ended with {server.returncode}:\n{log.read_text()}"
        with contextlib.suppress(OSError):
            if request(port, "GET", "/healthz")[0] == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"No server within {START_SECONDS} seconds:\n{log.read_text()}")


def request(port: int, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """Return status and decoded body of one HTTP request to this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, json.loads(response.read())


def test_the_readme_names_the_two_commands() -> None:
    assert {"make run", "make test"} <= set(commands(README))


@pytest.mark.parametrize("command", starting_with("make"))
def test_make_knows_every_target_that_the_readme_names(command: str) -> None:
    done = subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def type_in(command: str, copied: Path) -> None:
    """Run a line of the README as a user's shell does; it must succeed and say something."""
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=copied,
        env=surroundings(copied),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}\n{done.stderr}"
    assert done.stdout.strip() or done.stderr.strip(), f"$ {command}\nsaid nothing"


def test_every_footnote_command_of_the_readme_works(copy: Path, port: int) -> None:
    for command in starting_with("footnote"):
        if command.startswith("footnote serve"):
            with served(["sh", "-c", f"exec {command} --port {port}"], port, copy):
                continue
        type_in(command, copy)


def test_make_run_serves_answers_about_the_seeds_and_does_nothing_twice(copy: Path, port: int) -> None:
    command = ["make", "run", f"PORT={port}"]
    with served(command, port, copy) as log:
        status, answer = request(port, "POST", "/api/ask", {"question": "Who was the night watchman at the warehouse?"})
        for line in starting_with("curl"):
            type_in(line.replace("127.0.0.1:8000", f"127.0.0.1:{port}"), copy)
        first = log.read_text()
    assert status == 200
    citations = [citation for sentence in answer["sentences"] for citation in sentence["citations"]]
    assert any("Wilberth Arroyo" in citation["quote"] for citation in citations), answer
    assert "$ footnote ask" in first

    with served(command, port, copy) as log:
        second = log.read_text()
    assert "unchanged" in second
    assert "Installing" not in second
