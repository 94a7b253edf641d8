"""Results as they come, one file each, so that a run that was interrupted goes on."""

import datetime
import json
import platform
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["Results", "commit_of", "machine"]

Result = dict[str, Any]


class Results:
    """A folder of JSON files.

    Args:
        folder: is made.
        commit: of Footnote; what was measured of it at another commit does not count.
    """

    def __init__(self, folder: Path, commit: str) -> None:
        self.folder, self._commit = folder, commit
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, name: str) -> Result | None:
        """Return a result that still counts; a failure does not."""
        path = self.folder / f"{name}.json"
        if not path.exists():
            return None
        found: Result = json.loads(path.read_text(encoding="utf-8"))
        is_old = found.get("system") == "footnote" and found.get("commit") != self._commit
        return None if is_old or "failed" in found else found

    def put(self, name: str, result: Result) -> None:
        """Keep a result; its file is there whole or not at all."""
        path = self.folder / f"{name}.json"
        kept = {"name": name, "commit": self._commit, "at": now(), **result}
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(path)

    def all(self) -> Iterator[Result]:
        """Yield every result, failures too, by name."""
        for path in sorted(self.folder.glob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))


def now() -> str:
    """Return the time, in UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def commit_of(root: Path) -> str:
    """Return the commit of a work tree, with a mark where files differ from it."""
    told = subprocess.run(
        ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=7", "--exclude=*"],
        check=False,
        capture_output=True,
        text=True,
    )
    return told.stdout.strip() or "unknown"


def machine() -> dict[str, str]:
    """Return what the figures depend on: processor, cores, memory, system."""
    described = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    names = re.findall(r"^model name\s*:\s*(.+)$", described, re.MULTILINE)
    flags = set(re.findall(r"avx2|avx512f|avx512_vnni|avx_vnni|amx_int8", described))
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(encoding="ascii"))
    return {
        "processor": names[0] if names else platform.machine(),
        "cores": str(len(names) or 1),
        "instructions": ", ".join(sorted(flags)),
        "memory": f"{int(memory[1]) / 2**20:.0f} GiB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
    }
