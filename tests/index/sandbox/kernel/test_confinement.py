"""Code that takes over a parser gets nothing: not the user's files, the network, other processes, or more time."""

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index.sandbox.protection import protection
from tests.index.sandbox.conftest import DENYING, NO_FILTERS, OLD_KERNEL, Attempts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")

FILES = {
    "reads a file that only its user may read": "open({secret!r})",
    "reads a file in the working directory": "open('secret.txt')",
    "lists the folder": "os.listdir({folder!r})",
    "reads who has an account": "open('/etc/passwd')",
    "reads its asker's environment": "open(f'/proc/{{os.getppid()}}/environ')",
    "reads its own environment": "open('/proc/self/environ')",
    "lists the processes": "os.listdir('/proc')",
    "follows a link out of a package": "open({link!r})",
    "writes a file": "open({folder!r} + '/new', 'w')",
    "writes where all may write": "open('/tmp/footnote-was-here', 'w')",
    "appends": "open({secret!r}, 'a')",
    "truncates": "os.truncate({secret!r}, 0)",
    "truncates what is open": "os.ftruncate(held, 0)",
    "writes to what is open": "os.write(held, b'x')",
    "lets others read it": "os.chmod({secret!r}, 0o644)",
    "lets others read what is open": "os.fchmod(held, 0o644)",
    "gives it away": "os.chown({secret!r}, 1, 1)",
    "sets its times": "os.utime({secret!r}, (1, 1))",
    "sets an attribute": "os.setxattr({secret!r}, 'user.x', b'1')",
    "renames it": "os.rename({secret!r}, {secret!r} + '2')",
    "links it": "os.link({secret!r}, {secret!r} + '3')",
    "links to it": "os.symlink({secret!r}, {folder!r} + '/4')",
    "removes it": "os.unlink({secret!r})",
    "makes a folder": "os.mkdir({folder!r} + '/made')",
    "makes a device": "os.mknod({folder!r} + '/null', 0o600 | 0o020000, os.makedev(1, 3))",
    "makes a file in memory": "os.memfd_create('x')",
    "locks it": "fcntl.flock(held, fcntl.LOCK_EX)",
}
NETWORK = {
    "opens a TCP connection": "socket.create_connection(('127.0.0.1', {port}))",
    "opens an MPTCP connection": "socket.socket(socket.AF_INET, 1, 262).connect(('127.0.0.1', {port}))",
    "sends a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
    "opens a Unix socket": "socket.socket(socket.AF_UNIX).connect({unix!r})",
    "sends to a Unix socket": "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'x', {unix!r})",
    "asks the kernel's network": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "listens": "socket.create_server(('127.0.0.1', 0))",
    "makes a pair of sockets": "socket.socketpair()",
    "uses a socket that is open": "unbound.connect(('127.0.0.1', {port}))",
    "makes a ring of calls": "call(425, 8, (ctypes.c_char * 256)())",
}
PROCESSES = {
    "ends its asker": "os.kill(os.getppid(), 9)",
    "asks whether its asker is there": "os.kill(os.getppid(), 0)",
    "ends its group": "os.killpg(0, 9)",
    "ends everything": "os.kill(-1, 9)",
    "lets the kernel end its asker": "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
    "holds its asker": "os.pidfd_open(os.getppid())",
    "traces its asker": "call(101, 16, os.getppid(), 0, 0)",
    "reads its asker's memory": "call(310, os.getppid(), 0, 0, 0, 0, 0)",
    "writes its asker's memory": "call(311, os.getppid(), 0, 0, 0, 0, 0)",
    "takes its asker's limits": "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (8, 8))",
    "slows its asker": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
    "moves its asker": "os.sched_setaffinity(os.getppid(), {{0}})",
    "leaves its session": "os.setsid()",
    "leaves its group": "os.setpgid(0, 0)",
    "becomes a shell": "os.execv('/bin/sh', ['sh', '-c', 'true'])",
    "starts a shell": "os.posix_spawn('/bin/sh', ['sh', '-c', 'true'], {{}})",
    "starts Python": "os.execv(sys.executable, [sys.executable, '-c', '1'])",
    "starts the loader": "os.execv('/lib64/ld-linux-x86-64.so.2', ['ld', '/bin/true'])",
    "forks": "os.fork() or os._exit(0)",
    "starts a thread": "threading.Thread(target=time.sleep, args=(0,)).start()",
}
POWERS = {
    "lifts its limit of files": "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))",
    "lifts its limit of memory": "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "lifts its limit of computing": "resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))",
    "lifts its limit of what it writes": "resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))",
    "outlives its asker": "libc.prctl(1, 0, 0, 0, 0) and call(157, 1, 0, 0, 0, 0)",
    "asks for capabilities": "call(126, struct.pack('=Ii', 0x20080522, 0), b'\\xff' * 24)",
    "becomes another user": "os.setuid(12345)",
    "makes a namespace": "call(272, 0x10000000)",
    "mounts": "libc.mount(b'none', {folder!r}.encode(), b'tmpfs', 0, None) and call(165, 0, 0, 0, 0, 0)",
    "changes its root": "os.chroot({folder!r})",
    "loads a program into the kernel": "call(321, 0, 0, 0)",
    "watches the machine": "call(298, 0, 0, 0, 0, 0)",
    "takes a key": "call(250, 0, -3, 0, 0, 0)",
    "handles its own page faults": "call(323, 0)",
    "sets the name of the machine": "socket.sethostname('mine')",
    "sets the clock": "time.clock_settime(time.CLOCK_REALTIME, 0)",
    "locks memory": "call(149, 0, 4096)",
    "asks the terminal": "fcntl.ioctl(0, 0x5412, b'x')",
}
"""Numbers are those of x86-64; under another architecture these lines make other calls, which are refused as well."""

BEFORE = """
import os, socket
held = os.open({secret!r}, os.O_RDONLY)
unbound = socket.socket()
"""


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str | int]:
    secret = tmp_path / "secret.txt"
    secret.write_text("mine")
    secret.chmod(0o600)
    (tmp_path / "site-packages").mkdir()
    link = tmp_path / "site-packages" / "link.txt"
    link.symlink_to(secret)
    return {"secret": str(secret), "folder": str(tmp_path), "link": str(link), "unix": str(tmp_path / "unix")}


@pytest.mark.parametrize("drop", [False, True], ids=["as it is", "without capabilities"])
@pytest.mark.parametrize("tries", [FILES, NETWORK, PROCESSES, POWERS], ids=["files", "network", "processes", "powers"])
def test_a_parsers_process_is_denied(
    tries: dict[str, str], drop: bool, attempts: Attempts, places: dict[str, str | int]
) -> None:
    before = Path(str(places["secret"])).stat()
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as unix,
    ):
        unix.bind(str(places["unix"]))
        unix.listen()
        names = places | {"port": server.getsockname()[1]}
        written = {name: code.format(**names) for name, code in tries.items()}
        found = attempts(written, before=BEFORE.format(**names), drop=drop)
        server.settimeout(0)
        with pytest.raises(BlockingIOError):  # nobody has reached it
            server.accept()
    assert {name: outcome for name, outcome in found.items() if outcome == "allowed"} == {}
    assert len(found) == len(tries)
    after = Path(str(places["secret"])).stat()
    assert (after.st_mode, after.st_size, after.st_mtime_ns) == (before.st_mode, before.st_size, before.st_mtime_ns)
    assert sorted(path.name for path in Path(str(places["folder"])).iterdir()) == [
        "secret.txt",
        "site-packages",
        "unix",
    ]


def test_the_same_lines_are_allowed_where_nothing_is_confined(places: dict[str, str | int], tmp_path: Path) -> None:
    """So that a line of the lists above that fails for a fault of its own is found."""
    mostly = {
        name: FILES[name] for name in FILES if name not in ("makes a device", "gives it away", "sets an attribute")
    }
    for name, code in mostly.items():
        secret = tmp_path / "secret.txt"
        secret.unlink(missing_ok=True)
        secret.write_text("mine")
        text = f"import os, fcntl\nheld = os.open({str(secret)!r}, os.O_RDWR)\n{code.format(**places)}"
        done = subprocess.run([sys.executable, "-c", text], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (name, done.stderr)
        for made in ("4", "secret.txt3"):
            (tmp_path / made).unlink(missing_ok=True)


def test_what_a_parser_needs_is_allowed(attempts: Attempts) -> None:
    found = attempts(
        {
            "imports a module": "import wave, lxml.html, pypdfium2, python_calamine",
            "reads its packages": "import index.parse.spreadsheets.workbook",
            "makes threads of none": "import numpy; numpy.ones((64, 64)) @ numpy.ones((64, 64))",
            "ends itself": "signal.signal(signal.SIGUSR1, lambda *_: None); os.kill(os.getpid(), signal.SIGUSR1)",
            "waits": "time.sleep(0.001)",
            "asks for its limits": "resource.getrlimit(resource.RLIMIT_AS)",
            "draws lots": "os.urandom(8)",
        }
    )
    assert set(found.values()) == {"allowed"}, found


def test_packages_that_are_links_can_be_imported_and_other_links_lead_nowhere(
    attempts: Attempts, tmp_path: Path
) -> None:
    """As some installers link a cache into an environment: whole folders, or every file by itself."""
    cache, packages, project = (tmp_path / name for name in ("cache", "site-packages", "project"))
    for folder in (cache / "whole", cache / "filewise" / "inner", packages / "filewise" / "inner", project):
        folder.mkdir(parents=True)
    (packages / "whole").symlink_to(cache / "whole")
    for name in ("whole/__init__.py", "filewise/__init__.py", "filewise/inner/__init__.py"):
        (cache / name).write_text("here = True")
        if name.startswith("filewise"):
            (packages / name).symlink_to(cache / name)
    (tmp_path / "secret").write_text("of the user's")
    (project / "secret").symlink_to(tmp_path / "secret")
    found = attempts(
        {
            "imports": "import filewise.inner, whole; assert filewise.inner.here and whole.here",
            "follows": f"open({str(project / 'secret')!r})",
        },
        before=f"import sys\nsys.path += [{str(packages)!r}, {str(project)!r}]\n",
    )
    assert found == {"imports": "allowed", "follows": "PermissionError"}


@pytest.mark.slow
def test_limits_are_hard_and_end_what_ignores_their_warning(attempts: Attempts) -> None:
    found = attempts({"ignores": "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"}, cpu_seconds=0)
    assert found == {"ended": -9}
    found = attempts({"takes": "bytearray(200_000_000)"}, memory_bytes=100_000_000)
    assert found == {"takes": "MemoryError"}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers that simulate another kernel are x86-64's")
def test_without_landlock_all_but_reading_is_denied_and_that_is_said(
    attempts: Attempts, places: dict[str, str | int]
) -> None:
    """A kernel before 5.13, simulated: its three system calls are not there."""
    assert protection().complete
    said = subprocess.run(
        [sys.executable, "-c", OLD_KERNEL + "from index.sandbox.protection import *\nprint(protection().notice)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "no Landlock" in said
    names = places | {"port": 9}
    tries = {name: code.format(**names) for name, code in (FILES | NETWORK | PROCESSES | POWERS).items()}
    found = attempts(tries, before=OLD_KERNEL + BEFORE.format(**names))
    allowed = {name for name, outcome in found.items() if outcome == "allowed"}
    assert allowed <= {name for name in FILES if name.startswith(("reads", "lists", "follows"))}
    assert "reads a file that only its user may read" in allowed


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers that simulate another kernel are x86-64's")
def test_without_filters_landlock_still_keeps_the_files(attempts: Attempts, places: dict[str, str | int]) -> None:
    said = subprocess.run(
        [sys.executable, "-c", NO_FILTERS + "from index.sandbox.protection import *\nprint(protection().notice)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "no seccomp" in said
    names = places | {"port": 9}
    kept = (
        "reads",
        "lists",
        "follows",
        "writes a",
        "writes where",
        "appends",
        "truncates",
        "links",
        "renames",
        "makes a folder",
    )
    tries = {name: code.format(**names) for name, code in FILES.items() if name.startswith(kept)}
    tries |= {
        name: PROCESSES[name].format(**names) for name in ("ends its asker", "becomes a shell", "traces its asker")
    }
    found = attempts(tries, before=NO_FILTERS + BEFORE.format(**names))
    assert {name for name, outcome in found.items() if outcome == "allowed"} <= {"truncates what is open"}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers that simulate another kernel are x86-64's")
@pytest.mark.skipif(os.geteuid() != 0, reason="without capabilities there are none to give up")
def test_a_file_is_not_looked_at_where_its_parser_cannot_be_confined() -> None:
    code = DENYING.format(errno=errno.EPERM) + "deny([126])\n"
    code += "from index.sandbox.pool import ParserPool\nParserPool(1).read_bytes(b'mine', 'a.txt', 'a.txt')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "“a.txt” was not read, because what reads it could not be confined (capset" in done.stderr


def test_nothing_of_the_asker_reaches_the_process_in_which_files_are_read(tmp_path: Path) -> None:
    """Not its environment, its open files or its working directory."""
    (tmp_path / "open.txt").write_text("x")
    code = (
        "import json, os, sys\nfrom index.sandbox.pool import ParserPool\n"
        "held = os.open('open.txt', os.O_RDONLY); os.set_inheritable(held, True)\n"
        "with ParserPool(1) as pool:\n"
        "    pool.read_bytes(b'x', 'a.txt', 'a.txt')\n"
        "    process = pool._idle.queue[-1]._process.pid\n"
        "    names = open(f'/proc/{process}/environ').read().split(chr(0))\n"
        "    print(json.dumps([names, os.readlink(f'/proc/{process}/cwd'),"
        " [os.readlink(f'/proc/{process}/fd/{each}') for each in os.listdir(f'/proc/{process}/fd')]]))"
    )
    environment = os.environ | {"FOOTNOTE_API_KEY": "secret", "FOOTNOTE_LLM_KEY": "secret", "PYTHONPATH": str(tmp_path)}
    for loader in ("LD_LIBRARY_PATH", "TESSDATA_PREFIX"):
        environment.pop(loader, None)
    command = [sys.executable, "-c", f"import sys; sys.path.append({str(Path.cwd())!r})\n{code}"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    names, folder, opened = json.loads(done.stdout)
    told = {name for name in names if name and not name.startswith("LC_CTYPE=")}
    assert told == {"OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1"}
    assert folder == "/"
    assert not any(str(tmp_path) in path for path in opened)


@pytest.mark.parametrize("search", [".", "/", "", "::", "/root", "{home}"])
def test_a_careless_search_path_for_libraries_opens_no_more(search: str) -> None:
    home = Path.home()
    code = (
        "from index.sandbox.kernel.confinement import _needed\n"
        "from pathlib import Path\nprint([path for path in _needed() if Path(path).resolve() in "
        f"(Path('/'), Path({str(home)!r}).resolve()) or not Path(path).is_absolute()])"
    )
    environment = os.environ | {"LD_LIBRARY_PATH": search.format(home=home)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
