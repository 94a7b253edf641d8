"""A filter of system calls: what a parser does not need, the kernel refuses.

The interface is that of the Linux kernel's documentation, “Seccomp BPF (SECure COMPuting with filters)”; the programs
are in the classic form of McCanne and Jacobson, “The BSD Packet Filter”, USENIX Winter 1993, sections 3 and 4.
"""

import ctypes
import errno
import os
import struct
from collections.abc import Iterable, Sequence

from index.sandbox.kernel.system_calls import FREE, NUMBERS, Architecture, architecture

__all__ = ["install", "is_available", "parser_filter"]

_PR_SET_SECCOMP, _FILTER_MODE = 22, 2
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000

_LOAD, _RETURN = 0x20, 0x06
_IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT = 0x15, 0x35, 0x45
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
"""Offsets in ``struct seccomp_data``, bytes."""

_X32 = 0x40000000
"""From here on, numbers under x86-64 are those of its 32-bit form, which no table here knows."""

_OPENS_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FCNTL = (0, 1, 2, 3, 4, 1030)
"""F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC: not those that let the kernel send signals."""

_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: how a file is opened, and a socket waits."""

Instruction = tuple[int, int, int, int]
"""Code, how many to skip if so, how many if not, and the constant."""


def is_available() -> bool:
    """Tell whether this kernel takes filters, and the numbers of this architecture are known."""
    if architecture() is None:
        return False
    # Without a program it is refused before anything happens, and the reason tells whether it would have been taken.
    refused = _libc().prctl(_PR_SET_SECCOMP, _FILTER_MODE, None, 0, 0) < 0
    return refused and ctypes.get_errno() == errno.EFAULT


def parser_filter(process: int, *, may_start: bool = False) -> list[Instruction]:
    """Return the filter of a parser's process; what it refuses fails as “Operation not permitted”.

    Args:
        process: its id, the only one that it may send signals to.
        may_start: whether it may become another program, as far as Landlock lets it.

    Raises:
        OSError: the numbers of this architecture are not known.
    """
    machine = architecture()
    if machine is None:
        raise OSError(errno.ENOSYS, "No system calls are known by number on this architecture")
    rules: dict[str, list[Instruction]] = {
        **{name: [_returns(_ALLOW)] for name in FREE},
        # The C library tries it before others, and goes on to them only where the system has no call of that name.
        "clone3": [_returns(_ERROR | errno.ENOSYS)],
        "fcntl": _one_of(1, _FCNTL),
        "ioctl": _one_of(1, _IOCTL),
        "open": _without_bits(1, _OPENS_TO_WRITE),
        "openat": _without_bits(2, _OPENS_TO_WRITE),
        "prlimit64": [*_require_zero(0), *_require_zero(2), *_require_zero(2, high=True), _returns(_ALLOW)],
        **{name: _one_of(0, (process,)) for name in ("kill", "tgkill", "tkill")},
    }
    if may_start:
        rules["execve"] = [_returns(_ALLOW)]
    return [*_only_on(machine), *_dispatch(rules, machine), _returns(_ERROR | errno.EPERM)]


def install(program: Sequence[Instruction]) -> None:
    """Let a filter decide on every system call from now on; needs what ``landlock.enter`` needs.

    Raises:
        OSError: the kernel refuses.
    """
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    described = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    if _libc().prctl(_PR_SET_SECCOMP, _FILTER_MODE, described, 0, 0) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def _only_on(machine: Architecture) -> list[Instruction]:
    """End the process where a call comes by another table of numbers; the number is loaded afterwards."""
    return [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IF_EQUAL, 1, 0, machine.audit),
        _returns(_KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, 0, 1, _X32),
        _returns(_KILL),
    ]


def _dispatch(rules: dict[str, list[Instruction]], machine: Architecture) -> Iterable[Instruction]:
    for name, body in rules.items():
        number = NUMBERS[name][machine.column]
        if number is not None:
            yield (_IF_EQUAL, 0, len(body), number)
            yield from body


def _returns(verdict: int) -> Instruction:
    return (_RETURN, 0, 0, verdict)


def _argument(position: int, *, high: bool = False) -> Instruction:
    """Load half of an argument: both architectures put the low half first."""
    return (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * position + 4 * high)


def _one_of(position: int, values: Sequence[int]) -> list[Instruction]:
    tests: list[Instruction] = [(_IF_EQUAL, len(values) - n, 0, value) for n, value in enumerate(values)]
    return [_argument(position), *tests, _returns(_ERROR | errno.EPERM), _returns(_ALLOW)]


def _without_bits(position: int, bits: int) -> list[Instruction]:
    return [_argument(position), (_IF_ANY_BIT, 0, 1, bits), _returns(_ERROR | errno.EPERM), _returns(_ALLOW)]


def _require_zero(position: int, *, high: bool = False) -> list[Instruction]:
    return [_argument(position, high=high), (_IF_EQUAL, 1, 0, 0), _returns(_ERROR | errno.EPERM)]


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
