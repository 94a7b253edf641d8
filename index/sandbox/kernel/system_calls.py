"""Which system calls a parser may make, and their numbers on the architectures whose numbers are known.

They are those of Linux's ``asm/unistd_64.h`` (x86-64) and ``asm-generic/unistd.h`` (AArch64), which do not change.
"""

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

__all__ = ["FREE", "NUMBERS", "Architecture", "architecture"]


@dataclass(frozen=True, slots=True)
class Architecture:
    """An architecture, as the kernel names it to a filter.

    Attributes:
        audit: its number in ``linux/audit.h``.
        column: of ``NUMBERS``.
    """

    audit: int
    column: int


_KNOWN = {"x86_64": Architecture(0xC000003E, 0), "aarch64": Architecture(0xC00000B7, 1)}


@cache
def architecture() -> Architecture | None:
    """Return this process's architecture; None where its numbers are not known."""
    is_64_bit = sys.maxsize > 2**32
    return _KNOWN.get(platform.machine()) if sys.platform == "linux" and is_64_bit else None


NUMBERS: Mapping[str, tuple[int | None, int | None]] = MappingProxyType(
    {
        "access": (21, None),
        "arch_prctl": (158, None),
        "brk": (12, 214),
        "clock_getres": (229, 114),
        "clock_gettime": (228, 113),
        "clock_nanosleep": (230, 115),
        "clone3": (435, 435),
        "close": (3, 57),
        "close_range": (436, 436),
        "dup": (32, 23),
        "dup2": (33, None),
        "dup3": (292, 24),
        "execve": (59, 221),
        "exit": (60, 93),
        "exit_group": (231, 94),
        "faccessat": (269, 48),
        "faccessat2": (439, 439),
        "fadvise64": (221, 223),
        "fcntl": (72, 25),
        "fstat": (5, 80),
        "fstatfs": (138, 44),
        "futex": (202, 98),
        "getcpu": (309, 168),
        "getcwd": (79, 17),
        "getdents64": (217, 61),
        "getegid": (108, 177),
        "geteuid": (107, 175),
        "getgid": (104, 176),
        "getpgid": (121, 155),
        "getpgrp": (111, None),
        "getpid": (39, 172),
        "getppid": (110, 173),
        "getrandom": (318, 278),
        "getresgid": (120, 150),
        "getresuid": (118, 148),
        "getrlimit": (97, 163),
        "getrusage": (98, 165),
        "getsid": (124, 156),
        "gettid": (186, 178),
        "gettimeofday": (96, 169),
        "getuid": (102, 174),
        "ioctl": (16, 29),
        "kill": (62, 129),
        "lseek": (8, 62),
        "lstat": (6, None),
        "madvise": (28, 233),
        "mmap": (9, 222),
        "mprotect": (10, 226),
        "mremap": (25, 216),
        "munmap": (11, 215),
        "nanosleep": (35, 101),
        "newfstatat": (262, 79),
        "open": (2, None),
        "openat": (257, 56),
        "pipe": (22, None),
        "pipe2": (293, 59),
        "poll": (7, None),
        "ppoll": (271, 73),
        "pread64": (17, 67),
        "preadv": (295, 69),
        "prlimit64": (302, 261),
        "pselect6": (270, 72),
        "read": (0, 63),
        "readlink": (89, None),
        "readlinkat": (267, 78),
        "readv": (19, 65),
        "recvfrom": (45, 207),
        "recvmsg": (47, 212),
        "restart_syscall": (219, 128),
        "rseq": (334, 293),
        "rt_sigaction": (13, 134),
        "rt_sigpending": (127, 136),
        "rt_sigprocmask": (14, 135),
        "rt_sigreturn": (15, 139),
        "sched_getaffinity": (204, 123),
        "sched_yield": (24, 124),
        "select": (23, None),
        "sendmsg": (46, 211),
        "sendto": (44, 206),
        "set_robust_list": (273, 99),
        "set_tid_address": (218, 96),
        "sigaltstack": (131, 132),
        "stat": (4, None),
        "statfs": (137, 43),
        "statx": (332, 291),
        "sysinfo": (99, 179),
        "tgkill": (234, 131),
        "time": (201, None),
        "times": (100, 153),
        "tkill": (200, 130),
        "uname": (63, 160),
        "write": (1, 64),
        "writev": (20, 66),
    }
)
"""Every system call that the filter knows by name: its number under x86-64 and under AArch64, None for none."""

FREE = frozenset(NUMBERS) - {
    *("clone3", "execve", "fcntl", "ioctl", "kill", "open", "openat", "prlimit64", "tgkill", "tkill")
}
"""Those that are allowed whatever their arguments are: computing, memory, and what is open already.

What may write goes to what is open, and that is the connection to the one who asked. Sockets, processes, threads, other
processes' limits and memory, file modes and times, sessions and namespaces are not among them.
"""
