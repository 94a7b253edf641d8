"""Landlock: a process may open the files that are named here, and no others.

The interface is that of the Linux kernel's documentation (Salaün, “Landlock: unprivileged access control”): a ruleset
lists the rights that are taken, rules give some of them back beneath a path, and a process that enters the ruleset
keeps to it for good, as does everything that it starts.
"""

import ctypes
import errno
import os
import stat
import struct
import sys
from collections.abc import Iterable

__all__ = ["enter", "ruleset", "version"]

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The numbers of the system calls, the same on every architecture."""

_ASK_VERSION = 1
_PATH_BENEATH = 1
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3

_FILE_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))
"""From a version on, how many rights over files there are: 2 adds linking elsewhere, 3 truncating, 5 ioctl."""

_NETWORK_SINCE, _SCOPES_SINCE = 4, 6
_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def version() -> int:
    """Return the version of the kernel's interface, from 1; 0 where the kernel has no Landlock."""
    return max(0, _call(_CREATE_RULESET, None, 0, _ASK_VERSION)) if sys.platform == "linux" else 0


def ruleset(readable: Iterable[str], executable: Iterable[str]) -> int:
    """Return the descriptor of a ruleset that takes all that this kernel's version can take.

    Args:
        readable: folders, with all in them, and files.
        executable: files that may be started, and read.

    Raises:
        OSError: the kernel refuses, or a path is not there.
    """
    known = version()
    handled = [(1 << max(count for since, count in _FILE_RIGHTS if since <= known)) - 1]
    if known >= _NETWORK_SINCE:
        handled.append(_BIND_AND_CONNECT_TCP)
    if known >= _SCOPES_SINCE:
        handled.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    attributes = struct.pack(f"={len(handled)}Q", *handled)
    made = _checked(_call(_CREATE_RULESET, attributes, len(attributes), 0))
    for path in readable:
        _allow(made, path, _READ_FILE | _READ_DIR)
    for path in executable:
        _allow(made, path, _READ_FILE | _EXECUTE)
    return made


def enter(descriptor: int) -> None:
    """Keep to a ruleset from now on; the process must have given up new privileges (``PR_SET_NO_NEW_PRIVS``).

    Raises:
        OSError: the kernel refuses.
    """
    _checked(_call(_RESTRICT_SELF, descriptor, 0))


def _allow(made: int, path: str, rights: int) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= ~_READ_DIR
        _checked(_call(_ADD_RULE, made, _PATH_BENEATH, struct.pack("=Qi", rights, beneath), 0))
    finally:
        os.close(beneath)


def _call(number: int, *arguments: object) -> int:
    return int(_libc().syscall(ctypes.c_long(number), *arguments))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno() or errno.EPERM
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return result
