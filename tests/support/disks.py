"""A disk that can be filled: a small file system in memory, for tests of what happens when there is no room."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Disk", "mounted"]


class Disk:
    """A file system in memory, mounted at ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def mount(self, options: str) -> None:
        """Mount it, or mount it again, with options of tmpfs: a size, or ``ro``."""
        self._run("mount", "-t", "tmpfs", "-o", options, "tmpfs")

    def unmount(self) -> None:
        self._run("umount", "-l")

    def _run(self, *command: str) -> None:
        subprocess.run([*command, str(self.path)], check=True, capture_output=True)


@contextmanager
def mounted(path: Path, size: str) -> Iterator[Disk]:
    """Mount a disk of a size, as ``3m``, on a new folder while the body runs.

    Raises:
        OSError: nothing can be mounted on this machine.
        subprocess.CalledProcessError: nothing may be mounted by this user.
    """
    path.mkdir()
    disk = Disk(path)
    disk.mount(f"size={size}")
    try:
        yield disk
    finally:
        disk.unmount()
