"""A parser's process starts no program; one that reads pictures is started for it, and is as confined."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index.sandbox.recognition import OcrChannel, wanted

CONFINED = """
import os, sys
from index.limits import Limits
from index.sandbox.kernel.confinement import Confinement
confinement, own = Confinement.prepared(sys.argv[1]), os.getpid()
process = os.fork()
if process == 0:
    confinement.enter(Limits(), parent=own, start=True)
    try:
        os.execve(sys.argv[2], sys.argv[2:], {})
    except PermissionError:
        os._exit(77)
print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
"""


def started(allowed: str, *command: str) -> tuple[str, int]:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, allowed, *command], capture_output=True, text=True, check=True
    )
    output, _, status = done.stdout.rstrip("\n").rpartition("\n")
    return output, int(status)


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
def test_only_the_program_that_is_allowed_starts_and_it_reads_no_files_of_the_users(tmp_path: Path) -> None:
    cat, true, env = (shutil.which(name) for name in ("cat", "true", "env"))
    assert cat
    assert true
    assert env
    secret = tmp_path / "secret.txt"
    secret.write_text("mine")
    assert started(cat, cat, "/usr/lib/os-release")[1] == 0
    assert started(cat, cat, str(secret)) == ("", 1)
    assert started(cat, cat, "/proc/1/environ") == ("", 1)
    assert started(cat, true)[1] == 77
    assert started(env, env, true)[1] != 0  # the program itself starts no other


def test_a_line_carries_a_picture_there_and_the_words_back() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = os.fork()
        if process == 0:
            asked = None
            while asked is None:
                asked = wanted(theirs)
            os.dup2(asked[0], 0)
            os.dup2(asked[1], 1)
            os.execvp("tr", ["tr", "a-z", "A-Z"])  # noqa: S606 — a list of our own
        assert OcrChannel(ours).recognise(b"a picture " * 100_000, 60.0) == b"A PICTURE " * 100_000
        assert os.waitpid(process, 0)[1] == 0


def test_what_answers_too_late_is_waited_for_no_longer() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        OcrChannel(ours).recognise(b"a picture", 0.05)


def test_only_what_asks_rightly_is_heard_and_nothing_of_the_rest_stays_open() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        before = len(list(Path("/dev/fd").iterdir()))
        for message, files in ((b"x", [0, 1]), (b"r", [0]), (b"r", [0, 1, 2, 0]), (b"r", [])):
            socket.send_fds(ours, [message], files)
            found = wanted(theirs)
            if found is not None:  # of four files, two
                assert len(files) == 4
                for descriptor in found:
                    os.close(descriptor)
        assert len(list(Path("/dev/fd").iterdir())) == before
    assert wanted(theirs) is None
