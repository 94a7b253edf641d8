"""Folders and files for their owner alone, whatever the umask: what Footnote writes holds the text of documents.

The process's own umask stays as it is: it belongs to whoever started the process, and to the other threads of a
program that uses Footnote as a library. So each folder is made with 0700, and each file with 0600.
"""

import os
import stat
from collections.abc import Container, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["is_open_to_others", "make_folder", "make_private", "open_new", "tighten", "touch", "write_text"]

_FOLDER, _FILE = 0o700, 0o600
_OTHERS = 0o077


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone; one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    if path.is_dir():
        return
    if path.parent != path:
        make_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir(_FOLDER)
        path.chmod(_FOLDER)  # an umask may have taken from it what its owner needs
    if not path.is_dir():
        raise NotADirectoryError(20, os.strerror(20), str(path))


def open_new(path: Path) -> BinaryIO:
    """Open a file to write to, empty; a new one is its owner's alone, and one that is there keeps its mode.

    Raises:
        OSError: it cannot be opened.
    """
    return open(path, "wb", opener=lambda name, flags: os.open(name, flags | os.O_CLOEXEC, _FILE))


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8 to a file, as ``open_new`` opens it; raises OSError."""
    with open_new(path) as file:
        file.write(text.encode())


def touch(path: Path) -> None:
    """Make an empty file, unless there is one, so that what a library writes into it is its owner's alone."""
    with suppress(OSError):  # the library says better what is wrong
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _FILE))


def make_private(folder: Path) -> None:
    """Take a folder and all that is in it from everyone but its owner; what is not this user's, and links, stay.

    A library that knows nothing of modes has written into it.
    """
    for path in (folder, *_below(folder)):
        _take(path)


def is_open_to_others(path: Path) -> bool:
    """Tell whether the mode of a file or folder lets others than its owner do anything with it."""
    return bool(path.lstat().st_mode & _OTHERS)


def tighten(folder: Path, own: Container[str]) -> None:
    """Take a folder and what has one of some names in it, with all below, from everyone but its owner.

    The folder itself stays as it is where others have put something there: it is theirs too.

    Args:
        folder: that an older Footnote wrote to.
        own: names of files and folders, those of Footnote's.
    """
    with suppress(OSError):
        found = list(folder.iterdir())
        for path in found:
            if path.name in own:
                make_private(path)
        if all(path.name in own for path in found):
            _take(folder)


def _below(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        if not folder.is_symlink():
            for parent, folders, files in os.walk(folder):
                yield from (Path(parent, name) for name in (*folders, *files))


def _take(path: Path) -> None:
    """Leave a file or folder of this user to its owner alone.

    No descriptor of it is opened: to close one takes from SQLite the locks that this process has on its file.
    """
    with suppress(OSError):
        found = path.lstat()
        is_ours = found.st_uid == os.geteuid() and (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))
        if is_ours and found.st_mode & _OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
