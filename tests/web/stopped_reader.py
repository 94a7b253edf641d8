"""A reader that hangs: its process is stopped in the middle of a file, so that nothing but killing it ends it."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["SLOW_TO_READ", "StoppedReader"]

SLOW_TO_READ = b"<p>The beans <b>of the terrace</b> were red.</p>\n" * 10_000
"""An HTML file that takes a second or more, and is too large for the lane of small uploads."""


class StoppedReader:
    """Stops the process that reads an upload; ``process`` is its id, as soon as it has been stopped."""

    def __init__(self) -> None:
        self.process = 0

    def send(self, client: Any, server: int | None = None) -> str:
        """Send a file to a server, by default one in this process; return its job's id when its reader is stopped."""
        server = server or os.getpid()
        before = _children_of(server)
        identity: str = client.post("/api/documents", files={"file": ("slow.html", SLOW_TO_READ)}).json()["id"]
        while not (found := _children_of(server) - before):
            time.sleep(0.01)
        self.process = found.pop()
        os.kill(self.process, signal.SIGSTOP)
        while (stage := client.get(f"/api/jobs/{identity}").json()["stage"]) == "waiting":
            time.sleep(0.01)
        assert stage == "parsing"
        return identity

    def is_running(self) -> bool:
        """Tell whether the process is still there, stopped or not."""
        try:
            return Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    def end(self) -> None:
        """Kill the process, where it is still there."""
        if self.process:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)


def _children_of(parent: int) -> set[int]:
    """Return the processes that a process has started, and that have become other programs."""
    lists = [path.read_text() for path in Path(f"/proc/{parent}/task").glob("*/children")]
    own = _command_of(parent)
    return {child for each in " ".join(lists).split() if _command_of(child := int(each)) not in (own, b"")}


def _command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
