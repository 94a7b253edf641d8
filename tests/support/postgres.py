"""A PostgreSQL server of the tests' own, from the distribution's package, on a socket in a folder while they run."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from index.address import Address

__all__ = ["Cluster", "placed", "programs", "running"]

_PATIENCE_SECONDS = 60


class Cluster:
    """A server with its folder.

    Attributes:
        folder: with the socket and the data.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._user = "postgres" if os.geteuid() == 0 else None

    def make(self) -> None:
        """Make the files of a new server."""
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--username=footnote")

    def start(self, *settings: str) -> None:
        """Start it, and wait until it answers."""
        options = ["listen_addresses=''", f"unix_socket_directories='{self.folder}'", "max_connections=200", *settings]
        self._run(
            "pg_ctl",
            "--wait",
            "--log",
            str(self.folder / "log"),
            "--options",
            " ".join(f"-c {o}" for o in options),
            "start",
        )

    def copy(self, other: "Cluster") -> None:
        """Become a standby of another server, which waits for this one with each commit as soon as it is started."""
        shutil.rmtree(self._data, ignore_errors=True)
        self._run(
            "pg_basebackup",
            "--write-recovery-conf",
            "--no-sync",
            "--checkpoint=fast",
            f"--dbname=host={other.folder} user=footnote application_name=standby",
        )

    def be_followed(self, standby: "Cluster") -> None:
        """Be followed by another, and wait for that one with each commit from now on."""
        standby.copy(self)
        standby.start("hot_standby=on")
        with psycopg.connect(self.address().url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            connection.execute("SELECT pg_reload_conf()")
            until = time.monotonic() + _PATIENCE_SECONDS
            synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            while connection.execute(synchronous).fetchall() != [(1,)]:
                assert time.monotonic() < until
                time.sleep(0.05)

    def promote(self) -> None:
        """Become the primary, which waits for nobody."""
        self._run("pg_ctl", "--wait", "promote")
        with psycopg.connect(self.address().url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
            connection.execute("SELECT pg_reload_conf()")

    def stop(self, mode: str = "fast") -> None:
        """End it; “immediate” as if it were killed."""
        self._run("pg_ctl", "--wait", "--mode", mode, "stop")

    def address(self, database: str = "postgres") -> Address:
        """Return the address of one of its databases."""
        return Address(f"postgresql:///{database}?host={self.folder}&user=footnote")

    def new_database(self) -> Address:
        """Make a database, and return its address."""
        name = f"index_{secrets.token_hex(6)}"
        with psycopg.connect(self.address().url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def new_database_with(self, other: "Cluster") -> Address:
        """Make a database, and return its address on whichever of two servers can be written."""
        database, _, _ = self.new_database().url.partition("?")
        hosts = f"{self.folder},{other.folder}"
        return Address(f"{database}?host={hosts}&user=footnote&target_session_attrs=read-write")

    def _run(self, program: str, *arguments: str) -> None:
        told = subprocess.run(
            [str(programs() / program), "--pgdata", str(self._data), *arguments],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            user=self._user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if told.returncode:
            raise RuntimeError(f"{program} failed: {told.stderr}{told.stdout}")


def programs() -> Path:
    """Return the folder of PostgreSQL's programs, which are not on the PATH of Debian.

    Raises:
        FileNotFoundError: it is not installed.
    """
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        raise FileNotFoundError("PostgreSQL is not installed: sh tests/install_programs.sh")
    return folders[-1]


@contextmanager
def placed() -> Iterator[Cluster]:
    """Have a folder for a server, which is ended with the body."""
    folder = Path(tempfile.mkdtemp(prefix="footnote-pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        cluster = Cluster(folder)
        try:
            yield cluster
        finally:
            with suppress(RuntimeError):  # it is not running
                cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running() -> Iterator[Cluster]:
    """Run a server for as long as the body does."""
    with placed() as cluster:
        cluster.make()
        cluster.start("fsync=off")
        yield cluster
