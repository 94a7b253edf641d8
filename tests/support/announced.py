"""What a server says of itself once it is there: the JSON of ``footnote serve --json``."""

import json
import subprocess

__all__ = ["announced"]


def announced(server: subprocess.Popen[str]) -> dict[str, str]:
    """Return the object that a server prints when it takes questions, read from its stdout.

    Raises:
        AssertionError: it ended before; where that was not looked for, one that cannot start filled the memory.
    """
    assert server.stdout
    lines = []
    for line in server.stdout:
        lines.append(line)
        if line == "}\n":
            told: dict[str, str] = json.loads("".join(lines))
            return told
    raise AssertionError(f"The server ended with {server.wait()} before it said where it is: {''.join(lines)!r}")
