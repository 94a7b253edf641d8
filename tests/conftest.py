"""What every test runs under: no network, no settings of the developer's own, no index but its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest

from tests.support.beside import Beside
from tests.support.disks import Disk, mounted
from tests.support.postgres import Cluster, running
from tests.support.s3 import Store, storing

# How long an example takes is the machine's affair; no test fails by the clock.
hypothesis.settings.register_profile("footnote", deadline=None)
hypothesis.settings.load_profile("footnote")

_LOOPBACK = {"127.0.0.1", "::1", "localhost", ""}
_CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}

_data_home = Path(tempfile.mkdtemp(prefix="footnote-tests-"))

# Models come out of installed packages. Set before anything imports a hub client, and inherited by child processes.
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", DO_NOT_TRACK="1")
os.environ["XDG_DATA_HOME"] = str(_data_home)
for _name in [name for name in os.environ if name.startswith("FOOTNOTE_")]:
    del os.environ[_name]
# A command leaves no process behind; those tests that are about it say so.
os.environ["FOOTNOTE_RESIDENT_SECONDS"] = "0"


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name is None or name in _LOOPBACK or (isinstance(name, str) and name.startswith("127."))


def _fence(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to reach any address but this machine's own; the interpreter calls it before it does so itself."""
    if event in _CONNECTING:
        address = arguments[1]
        # A path is a Unix socket, and None is a socket that is connected already.
        host = address[0] if isinstance(address, tuple) else None
    elif event in _RESOLVING:
        host = arguments[0]
    else:
        return
    if not _is_loopback(host):
        raise RuntimeError(f"A test reached for the network: {event} {host!r}. Tests talk to 127.0.0.1 only.")


sys.addaudithook(_fence)


def pytest_unconfigure() -> None:
    shutil.rmtree(_data_home, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--times", type=int, default=1, help="how many times as often processes are killed, and write")


@pytest.fixture(scope="session")
def times(request: pytest.FixtureRequest) -> int:
    """How many times as often as by default a test is to kill and to write, for a run that takes its time."""
    found: int = request.config.getoption("--times")
    return found


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The work tree that the tests lie in."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server; where there is none, what needs it is skipped."""
    with ExitStack() as stack:
        try:
            made = stack.enter_context(running())
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield made


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    """An S3 server; where there is none, what needs it is skipped."""
    with ExitStack() as stack:
        try:
            made = stack.enter_context(storing())
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def beside(request: pytest.FixtureRequest, tmp_path: Path) -> Beside:
    """What is kept beside an index, in a folder and in a database."""
    if request.param == "sqlite":
        return Beside(tmp_path)
    made: Cluster = request.getfixturevalue("cluster")
    return Beside(tmp_path, made.new_database())


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 3 MB; where none may be mounted, what needs it is skipped."""
    with ExitStack() as stack:
        try:
            made = stack.enter_context(mounted(tmp_path / "disk", "3m"))
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("no file system may be mounted here")
        yield made


_MINUTES_LONG = {"test_kills.py", "test_real_model.py", "test_wheel.py", "test_readme.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes minutes first, so that no process is left with it alone at the end, and the browser's tests last.

    While these run, Playwright keeps an event loop running in the main thread, which others would trip over. Each of
    them bears the marker “browser”.
    """
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
    items.sort(key=lambda item: ("browser" in item.path.parts) - (item.path.name in _MINUTES_LONG))
