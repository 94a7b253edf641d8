"""A process gives up what a parser never needs: the user's files, the network, more memory, outliving its parent."""

import ctypes
import glob
import os
import resource
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["allow_cpu", "allow_memory", "confine"]

_PR_SET_NO_NEW_PRIVS = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The system calls of Landlock (Linux 5.13 and later), the same on every architecture."""

_ABI_VERSION = 1
_PATH_BENEATH = 1
_READ = 1 << 2 | 1 << 3
_READ_FILE = 1 << 2
_EXECUTE = 1 << 0
_ALL_FILE_ACCESS = (1 << 13) - 1
_ALL_TCP = 0b11
_NETWORK_ABI = 4

_LOADERS = ("/lib*/ld-linux*", "/usr/lib*/ld-linux*", "/lib/*/ld-linux*", "/lib/ld-musl*")
_OPEN_FILES = 128
_PARENT_CHECKED_EVERY_SECONDS = 1.0


def confine(programs: Sequence[str] = ()) -> None:
    """Give up, for good, what this process will not need; what the system does not know how to take, it keeps.

    Everywhere it writes no files, dumps no core, and ends soon after its parent. Under Linux with Landlock (Salaün,
    kernel documentation, “Landlock: unprivileged access control”) it reads only the files of Python and the system's
    libraries, starts no program but those given, which then are as confined, and opens no TCP connection.

    Args:
        programs: paths of what may be started.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it ends its children itself
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        _landlock(libc, programs)


def allow_memory(more: int) -> None:
    """Allow so many bytes of address space beyond what is in use."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + more)


def allow_cpu(seconds: int) -> None:
    """Allow so many seconds of computing from now; then SIGXCPU ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECKED_EVERY_SECONDS)
    os._exit(1)


def _lower(what: int, value: int) -> None:
    """Set a soft limit, as far as the hard one admits it."""
    hard = resource.getrlimit(what)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (soft, hard))


def _landlock(libc: ctypes.CDLL, programs: Sequence[str]) -> None:
    abi = libc.syscall(_CREATE_RULESET, None, 0, _ABI_VERSION)
    if abi < 1:
        return
    rights = (_ALL_FILE_ACCESS, _ALL_TCP) if abi >= _NETWORK_ABI else (_ALL_FILE_ACCESS,)
    handled = struct.pack(f"{len(rights)}Q", *rights)
    ruleset = libc.syscall(_CREATE_RULESET, handled, len(handled), 0)
    if ruleset < 0:
        return
    for path in _needed():
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        access = _READ if os.path.isdir(path) else _READ_FILE  # noqa: PTH112 — a folder or not is all that is asked
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", access, descriptor), 0)
        os.close(descriptor)
    # A program is started by the loader that it names, which must be allowed as well.
    loaders = [path for pattern in _LOADERS if programs for path in glob.glob(pattern)]  # noqa: PTH207 — from the root
    for path in (*programs, *loaders):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", _EXECUTE | _READ_FILE, descriptor), 0)
        os.close(descriptor)
    libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _needed() -> list[str]:
    """Return the folders of Python, its packages and the system's libraries, as far as they exist."""
    named = [sys.prefix, sys.base_prefix, *sys.path, *"/usr /lib /lib64 /etc/mime.types /proc /dev/urandom".split()]
    packages = [Path(folder) for folder in sys.path if Path(folder).name in ("site-packages", "dist-packages")]
    linked = [place for folder in packages if folder.is_dir() for place in _behind_links(folder)]
    return sorted({name for name in (*named, *linked) if name and os.path.exists(name)})  # noqa: PTH110 — as above


def _behind_links(packages: Path) -> Iterator[str]:
    """Yield where packages really lie whose folders, or whose files, are links, as some installers make them."""
    for part in packages.iterdir():
        if part.is_symlink():
            yield str(part.resolve())
        elif (part / "__init__.py").is_symlink():
            yield str((part / "__init__.py").resolve().parent)
