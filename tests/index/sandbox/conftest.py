"""Code that runs where a parser runs: in a process that was confined before it began."""

import errno
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

_DROP_CAPABILITIES = """
import ctypes, struct
assert ctypes.CDLL(None).capset(struct.pack("=Ii", 0x20080522, 0), bytes(24)) == 0
"""
_TRY = """
import contextlib, json, os, sys
from index.limits import Limits
from index.sandbox.kernel.confinement import Confinement
import ctypes, fcntl, mmap, resource, signal, socket, struct, threading, time
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
tries, limits = json.loads(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
confinement, own = Confinement.prepared(), os.getpid()
told, tell = os.pipe()
process = os.fork()
if process == 0:
    confinement.enter(limits, parent=own)
    found = {}
    for name, code in tries.items():
        try:
            exec(code)
            found[name] = "allowed"
        except (OSError, RuntimeError, MemoryError, ValueError) as error:
            found[name] = type(error).__name__
    os.write(tell, json.dumps(found).encode())
    os._exit(0)
os.close(tell)
with os.fdopen(told) as answers:
    written = answers.read()
status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
print(written if written else json.dumps({"ended": status}))
"""

DENYING = """
import ctypes, struct
from index.sandbox.kernel import seccomp
from index.sandbox.kernel.system_calls import architecture
def deny(numbers, arguments=()):
    body = [(0x20, 0, 0, 0)]
    for number in numbers:
        body += [(0x15, 0, 1, number), (0x06, 0, 0, 0x00050000 | {errno})]
    for number, first in arguments:
        body += [(0x15, 0, 3, number), (0x20, 0, 0, 16), (0x15, 0, 1, first), (0x06, 0, 0, 0x00050000 | {errno})]
    ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
    seccomp.install([*body, (0x06, 0, 0, 0x7FFF0000)])
"""
OLD_KERNEL = DENYING.format(errno=errno.ENOSYS) + "deny([444, 445, 446])\n"
NO_FILTERS = DENYING.format(errno=errno.EINVAL) + "deny([317], [(157, 22)])\n"
"""Begin a program where the kernel is an older one: Landlock's three system calls, or seccomp's two, are not there."""

Attempts = Callable[..., dict[str, str | int]]


@pytest.fixture
def attempts(tmp_path: Path) -> Attempts:
    """Return what runs lines of code in a confined process, and tells of each: the class of its error, or “allowed”."""

    def run(tries: Mapping[str, str], *, before: str = "", drop: bool = False, **limits: float) -> dict[str, str | int]:
        code = (_DROP_CAPABILITIES if drop else "") + before + _TRY
        command = [sys.executable, "-c", code, json.dumps(dict(tries)), json.dumps(limits)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        found: dict[str, str | int] = json.loads(done.stdout)
        return found

    return run
