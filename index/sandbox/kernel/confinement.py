"""A process gives up what a parser never needs: files, network, other processes, and more than its share."""

import ctypes
import glob
import mimetypes
import os
import pwd
import resource
import signal
import struct
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import index
from index.limits import Limits
from index.sandbox.kernel import landlock, seccomp

__all__ = ["Confinement"]

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CAPABILITY_VERSION_3 = 0x20080522
_SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
_SHARED_OF_PROGRAMS = ("tessdata", "tesseract-ocr")
"""What Tesseract reads beneath its ``share`` folder: the letters that it knows."""

_LOADERS = ("/lib*/ld-linux*", "/usr/lib*/ld-linux*", "/lib/*/ld-linux*", "/lib/ld-musl*")
_OPEN_FILES = 64
_GRACE_CPU_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Confinement:
    """What one process prepares, and those that it forks enter, each for good.

    Attributes:
        ruleset: descriptor of the Landlock ruleset; None where the system has none.
        filtered: whether system calls are filtered.
        program: that may be started instead of parsing; None for none.
    """

    ruleset: int | None
    filtered: bool
    program: str | None

    @classmethod
    def prepared(cls, program: str | None = None) -> "Confinement":
        """Return it as this system can have it.

        Raises:
            OSError: the system has a part and refuses to make it.
        """
        mimetypes.init()  # reads files of the system's
        executable = [program, *_loaders()] if program else []
        readable = [path for path in (*_needed(), *_beside(program)) if os.path.exists(path)]  # noqa: PTH110 — text is all that is asked for
        made = landlock.ruleset(readable, executable) if landlock.version() else None
        return cls(made, seccomp.is_available(), program)

    def enter(self, limits: Limits, *, parent: int, start: bool = False) -> None:
        """Give up everything else, before anything of a file is looked at.

        The process has one thread. It ends with its parent, dumps no core, writes no file, gets no more of memory and
        computing than the limits say, and no capability, also of root's. Under Linux it opens to read what Python and
        the system's libraries consist of, starts nothing and makes no system call beyond ``system_calls``.

        Args:
            limits: hard ones, of one file.
            parent: the process that this one ends with.
            start: whether it may become ``program``, and open to read what that needs.

        Raises:
            OSError: the system refuses a part that it has.
        """
        _limit(limits)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the asker's, who ends this process
        if sys.platform != "linux":
            return
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # gone before the kernel was asked to tell
            os._exit(1)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        _drop_capabilities(libc)
        if self.ruleset is not None:
            landlock.enter(self.ruleset)
            os.close(self.ruleset)
        if self.filtered:
            seccomp.install(seccomp.parser_filter(os.getpid(), may_start=start))


def _limit(limits: Limits) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    in_use = _address_space()
    for what, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        *(((resource.RLIMIT_AS, in_use + limits.memory_bytes),) if in_use else ()),
    ):
        _set(what, value, value)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_seconds
    # At the first a signal that tells the asker why, at the second the end.
    _set(resource.RLIMIT_CPU, seconds, seconds + _GRACE_CPU_SECONDS)


def _set(what: int, soft: int, hard: int) -> None:
    allowed = resource.getrlimit(what)[1]
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    resource.setrlimit(what, (soft, hard))


def _address_space() -> int:
    """Return the bytes of address space in use; 0 where nobody can tell."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    header, held = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), ctypes.create_string_buffer(24)
    # Where there is nothing to give up, giving it up may be forbidden, as by a service's own filter.
    if libc.capget(header, held) == 0 and not any(held.raw):
        return
    if libc.capset(header, bytes(24)) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"capset: {os.strerror(number)}")


def _loaders() -> list[str]:
    """Return the loaders that programs name as their interpreter: without one that may be started, none starts."""
    return [path for pattern in _LOADERS for path in glob.glob(pattern)]  # noqa: PTH207 — from the root


def _needed() -> list[str]:
    """Return Python's own folders, its packages, this package, and the system's libraries."""
    python = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    packages = {path for path in (*python, *sys.path) if Path(path).name in ("site-packages", "dist-packages")}
    linked = [place for folder in packages if Path(folder).is_dir() for place in _behind_links(Path(folder))]
    own = list(index.__path__)
    libraries = _usable(os.environ.get("LD_LIBRARY_PATH", ""))
    return [path for path in (*python, *packages, *linked, *own, *_SYSTEM_LIBRARIES, *libraries) if path]


def _usable(search_path: str) -> list[str]:
    """Return the folders of a search path, without those that hold more than programs' parts: the root, or a home."""
    home = Path(pwd.getpwuid(os.getuid()).pw_dir).resolve() if _has_account() else Path("/")
    parts = [Path(part) for part in search_path.split(os.pathsep)]
    return [str(part) for part in parts if part.is_absolute() and not home.is_relative_to(part.resolve())]


def _has_account() -> bool:
    try:
        pwd.getpwuid(os.getuid())
    except KeyError:  # as in a container whose user has a number and no name
        return False
    return True


def _beside(program: str | None) -> Iterator[str]:
    """Yield where a program's libraries and data are, installed beside it."""
    if program:
        root = Path(program).resolve().parent.parent
        yield str(root / "lib")
        for name in _SHARED_OF_PROGRAMS:
            yield str(root / "share" / name)
        yield from _usable(os.environ.get("TESSDATA_PREFIX", ""))


def _behind_links(packages: Path) -> Iterator[str]:
    """Yield where packages really lie whose folders, or whose files, are links, as some installers make them."""
    for part in packages.iterdir():
        if part.is_symlink():
            yield str(part.resolve())
        elif (part / "__init__.py").is_symlink():
            yield str((part / "__init__.py").resolve().parent)
