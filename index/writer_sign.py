"""Who writes to an index, told to those who wait for it. The lock itself is the operating system's."""

import datetime
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["sign_as_writer", "writer_of"]

_FILE = "writer.json"


def sign_as_writer(folder: Path) -> None:
    """Write down that this process holds the write lock; that it cannot is no reason not to write."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    with suppress(OSError):
        (folder / _FILE).write_text(json.dumps({"pid": os.getpid(), "command": command, "since": now}), "utf-8")


def writer_of(folder: Path) -> str | None:
    """Return the last process that wrote, in words; None when that is not known."""
    try:
        found = json.loads((folder / _FILE).read_text("utf-8"))
        return f"Process {found['pid']:d} (“{found['command']}”, since {found['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return None
