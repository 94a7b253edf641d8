"""The numbers of system calls are those of the system's own headers."""

import re
from pathlib import Path

import pytest

from index.sandbox.kernel.system_calls import FREE, NUMBERS

HEADERS = (Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm-generic/unistd.h"))
GENERIC = {"newfstatat": "fstatat"}
"""The generic table has some under an older name, which a line of it says to be the newer one."""

DANGEROUS = """
accept bind bpf chmod chown clone connect creat fchmod fchmodat fork ftruncate init_module io_uring_setup ioperm
kexec_load keyctl link linkat listen memfd_create mkdir mount move_pages msgget name_to_handle_at open_by_handle_at
perf_event_open personality pidfd_getfd pidfd_open pidfd_send_signal pivot_root pkey_alloc prctl process_vm_readv
process_vm_writev ptrace quotactl reboot rename renameat2 seccomp setns setpgid setpriority setrlimit setsid
setsockopt setuid setxattr shmget socket socketpair symlink symlinkat truncate umount2 unlink unlinkat unshare
userfaultfd utimensat vfork waitid wait4 execveat
""".split()


@pytest.mark.parametrize(("header", "column"), [(HEADERS[0], 0), (HEADERS[1], 1)], ids=["x86-64", "AArch64"])
def test_numbers_are_those_of_the_headers(header: Path, column: int) -> None:
    if not header.exists():
        pytest.skip("the system's headers are not installed")
    found = {
        name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    }
    for name, numbers in NUMBERS.items():
        own = GENERIC.get(name, name) if column else name
        assert numbers[column] == found.get(own), name


def test_what_is_dangerous_is_not_known_even_by_name() -> None:
    assert not set(DANGEROUS) & set(NUMBERS)
    assert set(NUMBERS) > FREE


def test_no_two_names_have_one_number() -> None:
    for column in (0, 1):
        numbers = [each[column] for each in NUMBERS.values() if each[column] is not None]
        assert len(numbers) == len(set(numbers))
