"""The asker's end: a fork server, and what becomes of the files that are given to it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path

import index
from index.errors import DocumentError, EmptyDocument, PictureTooSlow, UnreadableDocument, UnsupportedFormat
from index.limits import Limits
from index.parse.pdf.ocr.tesseract import tesseract
from index.sandbox.messages import Ended, ParseJob, ParseOutcome, TooMuch, receive, send
from index.sandbox.soundness import are_sound
from index.tally import Tally

__all__ = ["LOST", "Child", "ParserLost", "ReadingStopped", "Stop"]

Stop = threading.Event | None
"""Calls what it is given to off when it is set."""

_BYTES_A_CHARACTER = 12
"""Of JSON, with what describes the text; a longer answer is refused before it fills the asker's memory."""

_SMALLEST_ANSWER = 10_000_000
_MOST_OF_AN_END = 1_000
_LONGEST_ERROR = 20_000
"""Characters of a problem: the names of files stand in them."""

_GRACE_SECONDS = 2.0
"""For a process to end after it has answered."""

_LOOK_SECONDS = 0.1
"""How often to look whether a reading is called off."""

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from index.sandbox.fork_server import main;"
    " main(int(sys.argv[2]), sys.argv[3] or None)"
)
_TAKEN_ALONG = ("LD_LIBRARY_PATH", "TESSDATA_PREFIX")
"""Of the environment, what says where installed programs find their libraries and data: nothing else is told."""

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Threads do not come along into a forked process, and it may start none."""

_RAISED: dict[str, type[DocumentError]] = {
    error.__name__: error for error in (DocumentError, EmptyDocument, UnreadableDocument, UnsupportedFormat)
}


LOST = Tally()
"""Processes of this one's that a file took down, or that needed more than the limits and were killed."""


class ReadingStopped(Exception):
    """A reading was called off; what was at work on it is gone."""


class ParserLost(UnreadableDocument):
    """The fork server is gone, and nothing says why."""


class Child:
    """A fork server with a connection to it, and the process that it has forked for a file, if it is at work."""

    def __init__(self, niceness: int = 0) -> None:
        """Start it; what it forks stands back for other processes as it does."""
        self._connection, other = socket.socketpair()
        with other:
            # Isolated, from the root, with the paths of this process: no folder of the user's is looked in for code.
            paths = json.dumps(_import_paths())
            command = [sys.executable, "-I", "-X", "utf8", "-c", _START, paths, str(other.fileno()), tesseract() or ""]
            self._process = subprocess.Popen(
                command,
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
                start_new_session=True,
            )
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, niceness)

    def is_alive(self) -> bool:
        """Tell whether it can take a file."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill it with all that it started, and wait until it is gone."""
        self._connection.close()
        if self.is_alive():
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def do(self, descriptor: int, job: ParseJob, stop: Stop = None) -> ParseOutcome:
        """Return what was made of an open file; when that takes too much or is called off, the child is gone."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        deadline = time.monotonic() + job.limits.seconds
        results, theirs = socket.socketpair()
        try:
            with results, theirs:
                outcome = self._answered(job, (descriptor, theirs), results, deadline, stop)
            if isinstance(outcome, ParseOutcome):
                self._ended(_GRACE_SECONDS)
        except (OSError, EOFError, ValueError) as error:
            self.end()
            LOST.add("fork server")
            raise ParserLost(*_brought_down(job)) from error
        except BaseException:  # Ctrl-C: what it says later would be taken for the next file's
            self.end()
            raise
        if isinstance(outcome, DocumentError):
            LOST.add("parser")
            raise outcome
        if outcome.error is not None:
            kind, problem, remedy = outcome.error
            raise _RAISED.get(kind, DocumentError)(problem, remedy)
        return outcome

    def _answered(
        self, job: ParseJob, given: tuple[int, socket.socket], results: socket.socket, deadline: float, stop: Stop
    ) -> ParseOutcome | DocumentError:
        """Return what comes of a job, or why nothing does; in that case the process at work on it is gone.

        Raises:
            EOFError: the fork server is gone.
            OSError: the same.
            ReadingStopped: ``stop`` was set.
        """
        most = max(_SMALLEST_ANSWER, job.limits.characters * _BYTES_A_CHARACTER)
        file, theirs = given
        try:
            self._connection.settimeout(job.limits.seconds)
            send(self._connection, job, [file, theirs.fileno()])
            theirs.close()  # so that the end of the process that has it now is the end of the connection
            _wait_for(results, deadline, stop)
            outcome, _ = receive(results, ParseOutcome, most, deadline - time.monotonic())
            return outcome if _is_sound(outcome, job.limits) else UnreadableDocument(*_brought_down(job))
        except (TimeoutError, TooMuch) as error:
            self.end()
            return _too_slow(job) if isinstance(error, TimeoutError) else _too_long(job)
        except (OSError, EOFError, ValueError):
            ended = self._ended(_GRACE_SECONDS)
        return _too_costly(job) if ended == -signal.SIGXCPU else UnreadableDocument(*_brought_down(job))

    def _ended(self, seconds: float) -> int:
        """Return how the process ended that was at work; nothing that it says can tell so."""
        return receive(self._connection, Ended, _MOST_OF_AN_END, seconds)[0].code


def _wait_for(results: socket.socket, deadline: float, stop: Stop) -> None:
    """Wait until an answer begins.

    Raises:
        ReadingStopped: ``stop`` was set.
        TimeoutError: no answer came in time.
    """
    while (left := deadline - time.monotonic()) > 0:
        if stop is not None and stop.is_set():
            raise ReadingStopped
        if wait([results], left if stop is None else min(left, _LOOK_SECONDS)):
            return
    raise TimeoutError


def _too_slow(job: ParseJob) -> DocumentError:
    if job.page is not None:
        return _not_drawn(job)
    return UnreadableDocument(
        f"“{job.name}” was not read within {job.limits.seconds:g} s",
        f"Divide it, or raise {job.limits.settings}_SECONDS",
    )


def _too_costly(job: ParseJob) -> DocumentError:
    if job.page is not None:
        return _not_drawn(job)
    return UnreadableDocument(
        f"“{job.name}” needs more than {job.limits.cpu_seconds} s of computing",
        f"Divide it, or raise {job.limits.settings}_CPU_SECONDS",
    )


def _not_drawn(job: ParseJob) -> DocumentError:
    return PictureTooSlow(f"Page {job.page} of “{job.name}” takes too long to be drawn", "Read its text instead")


def _too_long(job: ParseJob) -> DocumentError:
    return UnreadableDocument(f"“{job.name}” holds more text than is taken from one file", "Divide it")


def _is_sound(outcome: ParseOutcome, limits: Limits) -> bool:
    if outcome.error and any(len(words) > _LONGEST_ERROR for words in outcome.error):
        return False
    return outcome.contents is None or are_sound(outcome.contents, limits)


def _brought_down(job: ParseJob) -> tuple[str, str]:
    return f"“{job.name}” brought its parser down", "It may be damaged: save it again, or report it"


def _import_paths() -> list[str]:
    """Return where modules are imported from, without the working directory, and with Footnote before packages."""
    own = Path(index.__path__[0]).parent
    left_out = {Path.cwd().resolve(), own.resolve()}
    paths = [path for path in sys.path if Path(path).is_absolute() and Path(path).resolve() not in left_out]
    packages = [n for n, path in enumerate(paths) if Path(path).name in ("site-packages", "dist-packages")]
    paths.insert(packages[0] if packages else len(paths), str(own))
    return paths


def _environment() -> dict[str, str]:
    return _ONE_THREAD | {name: os.environ[name] for name in _TAKEN_ALONG if name in os.environ}
