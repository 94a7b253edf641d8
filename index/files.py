"""The files that are meant by the paths a user gives."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from index.errors import DocumentError
from index.parse import SUPPORTED, readable

__all__ = ["IGNORE_FILE", "FoundFile", "SkippedFile", "find_documents"]

IGNORE_FILE = ".footnoteignore"
"""Lists what to leave out of its folder and those below, in the syntax of .gitignore."""

_SNIFFED_BYTES = 4096


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read.

    Attributes:
        path: as it was given or found.
        source: its absolute path without links, which identifies it across versions.
    """

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file or folder that will not be read, though nobody asked for it to be left out.

    Attributes:
        path: as it was given or found.
        reason: a clause without a full stop, such as "it is a socket".
    """

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class _Ignore:
    """The patterns of one ignore file, which hold for its folder."""

    folder: Path
    spec: GitIgnoreSpec


def find_documents(paths: Sequence[Path]) -> Iterator[FoundFile | SkippedFile]:
    """Return the files at the paths, and in the folders at the paths and below, each once, in the same order each time.

    Inside a folder, hidden files and what an ignore file lists are passed over without a word; files of other formats,
    special files and links that lead out of the folder are reported as skipped. A file that is named itself is always
    found, unless it is a special file: whether it can be read is for its parser to say.

    Raises:
        DocumentError: at once, when a path does not exist.
    """
    for path in paths:
        try:
            path.stat()
        except (OSError, ValueError) as error:
            problem = (
                f"There is no file or folder “{path}”" if _is_missing(error) else f"“{path}” cannot be read ({error})"
            )
            raise DocumentError(problem, "Check how the path is written, and that you may read it") from error
    return _unique(paths)


def _unique(paths: Sequence[Path]) -> Iterator[FoundFile | SkippedFile]:
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path, _real(path), (), set()) if path.is_dir() else [_file(path)]:
            if isinstance(found, FoundFile):
                if found.source in seen:
                    continue
                seen.add(found.source)
            yield found


def _file(path: Path) -> FoundFile | SkippedFile:
    """Return a file that exists, or why it cannot be read."""
    try:
        kind = _special(path.stat().st_mode)
    except OSError as error:
        return SkippedFile(path, _because(error))
    if kind:
        return SkippedFile(path, f"it is a {kind}")
    source = _real(path).as_posix()
    try:
        source.encode()
    except UnicodeEncodeError:
        return SkippedFile(path, "its name is not UTF-8")
    return FoundFile(path, source)


def _walk(
    folder: Path, root: Path, ignores: tuple[_Ignore, ...], visited: set[Path]
) -> Iterator[FoundFile | SkippedFile]:
    """Yield what is in a folder, by name, and in its folders where their names come."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 — sorted as strings, which paths of one folder are not everywhere
        ignores = (*ignores, *_ignore_file(folder))
    except OSError as error:
        yield SkippedFile(folder, _because(error))
        return
    visited.add(_real(folder))
    for name in names:
        path = folder / name
        if name.startswith(".") or _is_ignored(path, ignores):
            continue
        if path.is_symlink() and not _real(path).is_relative_to(root):
            yield SkippedFile(path, "it links out of the folder")
        elif not path.is_dir():
            yield _supported(path)
        # A link to a folder that is on the way here would never end.
        elif _real(path) not in visited:
            yield from _walk(path, root, ignores, visited)


def _supported(path: Path) -> FoundFile | SkippedFile:
    """Return a file of a folder, or why it is skipped; its format counts here."""
    found = _file(path)
    if isinstance(found, SkippedFile):
        return found
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFFED_BYTES)
    except OSError as error:
        return SkippedFile(path, _because(error))
    if readable(path.name, start):
        return found
    return SkippedFile(path, f"its format is none of {', '.join(SUPPORTED)}")


def _ignore_file(folder: Path) -> Iterator[_Ignore]:
    path = folder / IGNORE_FILE
    if path.is_file():
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        yield _Ignore(folder, GitIgnoreSpec.from_lines(lines))


def _is_ignored(path: Path, ignores: tuple[_Ignore, ...]) -> bool:
    """Ask the ignore files from the nearest up; the first with a word on the path decides."""
    for ignore in reversed(ignores):
        relative = path.relative_to(ignore.folder).as_posix() + ("/" if path.is_dir() else "")
        verdict = ignore.spec.check_file(relative).include
        if verdict is not None:
            return verdict
    return False


def _special(mode: int) -> str:
    """Return the kind of a special file; empty for a regular one."""
    if stat.S_ISFIFO(mode):
        return "named pipe"
    if stat.S_ISSOCK(mode):
        return "socket"
    return "" if stat.S_ISREG(mode) else "device"


def _real(path: Path) -> Path:
    """Resolve links; unlike Path.resolve, a loop of links raises nothing."""
    return Path(os.path.realpath(path))


def _is_missing(error: Exception) -> bool:
    return isinstance(error, FileNotFoundError | NotADirectoryError | ValueError)


def _because(error: OSError) -> str:
    return f"it cannot be read ({error.strerror or error})"
