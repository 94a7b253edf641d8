"""The files that are meant by the paths a user gives."""

import errno
import os
import stat
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from index.errors import DocumentError
from index.folders.ignoring import IGNORE_FILE, read_ignore_file
from index.parse.formats import readable
from index.text.names import composed

__all__ = ["FoundFile", "SkippedFile", "find_documents", "open_file", "really_called", "unopened"]

_SNIFFED_BYTES = 4096
_DEEPEST = 200
_PASSED_OVER = (".", "~$")
"""How the names of hidden files begin, and of those that an Office program leaves while it has a file open."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read.

    Attributes:
        path: as it was given or found.
        source: its absolute path without links, which identifies it across versions.
        status: of the file, links followed.
        folders: the names of the folders between the one that was given and the file, outermost first.
    """

    path: Path
    source: str
    status: os.stat_result
    folders: tuple[str, ...] = ()


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


def find_documents(paths: Sequence[Path], known: Container[str] = ()) -> Iterator[FoundFile | SkippedFile]:
    """Return the files at the paths, and in the folders at the paths and below, each once, in the same order each time.

    Inside a folder, hidden files, the locks of Office programs and what an ignore file lists are passed over without a
    word; files of other formats, special files and links that lead out of the folder are reported as skipped. A file
    that is named itself is always found, unless it is a special file: whether it can be read is for its parser to say.

    Args:
        paths: of files and folders.
        known: sources that are of a format that is read, as was seen before.

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
    return _unique(paths, known)


def really_called(path: Path) -> Path:
    """Return a path as its folders have it, if nothing is there under this name and something is in the other form.

    Whoever types “Köln” writes three letters or four, and the folder's system may have written the others.
    """
    if path.name in ("", "..") or os.path.lexists(path):
        return path
    folder = really_called(path.parent)
    wanted = composed(path.name)
    try:
        same = [entry for entry in folder.iterdir() if composed(entry.name) == wanted]
    except OSError:
        return path
    return same[0] if len(same) == 1 else path


def open_file(found: FoundFile) -> int:
    """Open a file for reading and return its descriptor.

    Whoever may write to its folder may have put a link there since it was found, in its place or in that of a folder
    above it: what is opened is at the place that was found, or nothing is.

    Raises:
        OSError: it cannot be opened, or it is somewhere else by now.
    """
    # A pipe in the place of the file that was found would be waited for without end.
    descriptor = os.open(found.source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        place = os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 — the kernel's own name of it
    except OSError:
        return descriptor  # no system with that folder
    if place != found.source:
        os.close(descriptor)
        raise OSError(errno.ELOOP, "it was replaced while it was being indexed")
    return descriptor


def unopened(error: OSError) -> DocumentError:
    """Return the error to report of a file that cannot be opened or read."""
    return DocumentError(f"It cannot be read ({error.strerror or type(error).__name__})", "Check its permissions")


def _unique(paths: Sequence[Path], known: Container[str]) -> Iterator[FoundFile | SkippedFile]:
    seen: set[str] = set()
    for path in paths:
        if path.is_dir():
            real = _real(path)
            found_here = _Walk(real, known).walk(path, real)
        else:
            found_here = iter([_file(path, _real(path).as_posix())])
        for found in found_here:
            if isinstance(found, FoundFile):
                if found.source in seen:
                    continue
                seen.add(found.source)
            yield found


def _file(path: Path, source: str, folders: tuple[str, ...] = ()) -> FoundFile | SkippedFile:
    """Return a file that exists, or why it cannot be read."""
    try:
        status = path.stat()
    except OSError as error:
        return SkippedFile(path, _because(error))
    kind = _special(status.st_mode)
    if kind:
        return SkippedFile(path, f"it is a {kind}")
    try:
        source.encode()
    except UnicodeEncodeError:
        return SkippedFile(path, "its name is not UTF-8")
    return FoundFile(path, source, status, folders)


class _Walk:
    """A walk through one folder, which does not leave it."""

    def __init__(self, root: Path, known: Container[str]) -> None:
        self._root = root
        self._known = known
        self._visited: set[Path] = set()

    def walk(
        self, folder: Path, real: Path, folders: tuple[str, ...] = (), ignores: tuple[_Ignore, ...] = ()
    ) -> Iterator[FoundFile | SkippedFile]:
        """Yield what is in a folder, by name, and in its folders where their names come."""
        try:
            with os.scandir(folder) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
            ignores = (*ignores, *_ignore_file(folder))
        except ValueError as error:
            # What was to be left out must not come in because of a mistake in another line.
            yield SkippedFile(folder, f"its {IGNORE_FILE} cannot be read ({error})")
            return
        except OSError as error:
            yield SkippedFile(folder, _because(error))
            return
        self._visited.add(real)
        for entry in entries:
            if not entry.name.startswith(_PASSED_OVER):
                yield from self._entry(folder / entry.name, entry, real, folders, ignores)

    def _entry(
        self, path: Path, entry: os.DirEntry[str], parent: Path, folders: tuple[str, ...], ignores: tuple[_Ignore, ...]
    ) -> Iterator[FoundFile | SkippedFile]:
        try:
            is_link, is_folder = entry.is_symlink(), entry.is_dir()
        except OSError as error:
            yield SkippedFile(path, _because(error))
            return
        if ignores and _is_ignored(path, is_folder, ignores):
            return
        real = _real(path) if is_link else parent / entry.name
        if is_link and not real.is_relative_to(self._root):
            yield SkippedFile(path, "it links out of the folder")
        elif not is_folder:
            yield self._supported(path, real.as_posix(), folders)
        # A link to a folder that was walked already would never end, or give everything twice.
        elif len(folders) >= _DEEPEST:
            yield SkippedFile(path, f"it lies more than {_DEEPEST} folders deep")
        elif real not in self._visited:
            yield from self.walk(path, real, (*folders, entry.name), ignores)

    def _supported(self, path: Path, source: str, folders: tuple[str, ...]) -> FoundFile | SkippedFile:
        """Return a file of a folder, or why it is skipped; its format counts here."""
        found = _file(path, source, folders)
        if isinstance(found, SkippedFile) or source in self._known:
            return found
        try:
            with path.open("rb") as file:
                start = file.read(_SNIFFED_BYTES)
        except OSError as error:
            return SkippedFile(path, _because(error))
        return found if readable(path.name, start) else SkippedFile(path, "its format cannot be read")


def _ignore_file(folder: Path) -> Iterator[_Ignore]:
    path = folder / IGNORE_FILE
    if path.is_symlink() and not _real(path).is_relative_to(_real(folder)):
        raise ValueError("it links out of the folder")
    if path.is_file():
        yield _Ignore(folder, read_ignore_file(path))


def _is_ignored(path: Path, is_folder: bool, ignores: tuple[_Ignore, ...]) -> bool:
    """Ask the ignore files from the nearest up; the first with a word on the path decides."""
    for ignore in reversed(ignores):
        relative = composed(path.relative_to(ignore.folder).as_posix()) + ("/" if is_folder else "")
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
