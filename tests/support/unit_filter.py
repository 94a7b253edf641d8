"""Starts a command under a systemd unit's filters of system calls: ``python unit_filter.py UNIT COMMAND…``.

systemd itself cannot run in most places where tests do. It makes its filters with libseccomp too.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_EQ, _MASKED_EQ = 4, 7
_EPERM, _ENOSYS, _EAFNOSUPPORT = 1, 38, 97
_PROT_EXEC, _PROT_WRITE = 4, 2
_NEW_NAMESPACES = (0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
_FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}
_MOST_FAMILIES = 64
_PR_SET_NO_NEW_PRIVS = 38


class _Comparison(ctypes.Structure):
    _fields_ = (("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


class _Filter:
    """A filter that does one thing with every call, but for some.

    Args:
        default: what it does.
    """

    def __init__(self, default: int) -> None:
        self._library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._library.seccomp_init(ctypes.c_uint32(default)))

    def add(self, call: str, action: int, *comparisons: tuple[int, int, int, int]) -> None:
        """Do something else with a call whose arguments compare so; one that the library does not know is left."""
        number = self._library.seccomp_syscall_resolve_name(call.encode())
        if number == -1:
            return
        array = (_Comparison * len(comparisons))(*(_Comparison(*each) for each in comparisons))
        arguments = (self._context, ctypes.c_uint32(action), number, ctypes.c_uint(len(comparisons)), array)
        assert self._library.seccomp_rule_add_array(*arguments) == 0, call

    def load(self) -> None:
        """Filter the calls of this thread from now on."""
        assert self._library.seccomp_load(self._context) == 0


def directives(unit: Path) -> dict[str, list[str]]:
    """Return what a unit sets, each with all its lines."""
    found: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def calls_in(group: str) -> Iterator[str]:
    """Yield the system calls of a group of systemd's; a call by itself is one."""
    if not group.startswith("@"):
        yield group
        return
    listed = subprocess.run(
        ["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for line in listed[1:]:
        if line.strip() and not line.strip().startswith("#"):
            yield from calls_in(line.strip())


def allowed(lines: Sequence[str]) -> set[str]:
    """Return the system calls that the lines of ``SystemCallFilter=`` leave."""
    left: set[str] = set()
    for line in lines:
        calls = {call for group in line.removeprefix("~").split() for call in calls_in(group)}
        left = left - calls if line.startswith("~") else left | calls
    return left


def confine(unit: Path) -> None:
    """Put on the filters of a unit, for this process and all that it starts."""
    said = directives(unit)
    denied = _Filter(_ALLOW)
    for call in ("mprotect", "pkey_mprotect"):
        denied.add(call, _ERRNO | _EPERM, (2, _MASKED_EQ, _PROT_EXEC, _PROT_EXEC))
    both = _PROT_EXEC | _PROT_WRITE
    denied.add("mmap", _ERRNO | _EPERM, (2, _MASKED_EQ, both, both))
    denied.add("clone3", _ERRNO | _ENOSYS)
    for call, argument in (("clone", 0), ("unshare", 0), ("setns", 1)):
        for flag in _NEW_NAMESPACES:
            denied.add(call, _ERRNO | _EPERM, (argument, _MASKED_EQ, flag, flag))
    families = [_FAMILIES[name] for name in said["RestrictAddressFamilies"][0].split()]
    for family in set(range(_MOST_FAMILIES)) - set(families):
        denied.add("socket", _ERRNO | _EAFNOSUPPORT, (0, _EQ, family, 0))
    known = _Filter(_ERRNO | _EPERM)
    for call in allowed(said["SystemCallFilter"]):
        known.add(call, _ALLOW)
    assert ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    denied.load()
    known.load()


if __name__ == "__main__":
    confine(Path(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 — a command of the tests' own
