"""The process that parsers are forked from: it never looks at a file, so that none can reach the next one's parser.

A parser's process reads one file, writes one outcome to a socket that only its asker holds the other end of, and ends.
What is costly to load is loaded here, once, before the first file that needs it.
"""

import contextlib
import gc
import os
import select
import signal
import socket
from collections.abc import Callable
from typing import NoReturn

from index.errors import DocumentError, UnreadableDocument
from index.limits import Limits, too_large
from index.parse.formats import read
from index.parse.pdf.ocr.choice import chosen, use
from index.parse.pdf.ocr.engine import OcrEngine, PictureReader
from index.parse.pdf.pictures import page_picture
from index.parse.preloading import preload
from index.sandbox.kernel.confinement import Confinement
from index.sandbox.messages import Ended, ParseJob, ParseOutcome, receive, send
from index.sandbox.recognition import OcrChannel, wanted

__all__ = ["main"]

_MOST_OF_A_JOB = 1_000_000
_STANDARD_ERROR = 2
_FAILED_TO_START = 70
"""An exit status: the process was not confined as it should have been, and looked at nothing."""


def main(descriptor: int, program: str | None) -> None:
    """Answer until the other side hangs up.

    Args:
        descriptor: of the socket on which jobs come.
        program: Tesseract's path, where it is installed.
    """
    # Whatever this process starts is in its group, so that all of it can be ended at once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as connection, _Children(connection, program) as children:
        while True:
            try:
                job, [file, results] = receive(connection, ParseJob, _MOST_OF_A_JOB, descriptors=2)
            except (EOFError, OSError):
                return
            preload(job.name)
            ended = children.run(job, file, results)
            try:
                send(connection, ended)
            except OSError:
                return


class _Children:
    """One parser's process at a time, and at most one program beside it that reads a picture for it."""

    def __init__(self, connection: socket.socket, program: str | None) -> None:
        self._connection = connection
        self._program = program
        self._confinement = Confinement.prepared(program)
        self._own_id = os.getpid()
        self._reader: int | None = None
        self._alarm, self._told = os.pipe()
        for end in (self._alarm, self._told):
            os.set_blocking(end, False)

    def __enter__(self) -> "_Children":
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._told)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)

    def run(self, job: ParseJob, file: int, results: int) -> Ended:
        """Return how a job's process ended."""
        line, theirs = socket.socketpair()
        with line:
            with theirs:
                process = _forked(lambda: self._parse(job, file, results, theirs))
            os.close(file)
            os.close(results)
            try:
                return Ended(self._attended(process, line, job.limits))
            finally:
                self._end_reader()

    def _attended(self, process: int, line: socket.socket, limits: Limits) -> int:
        """Wait for a process to end, reading pictures for it; end everything when the asker hangs up."""
        watched: list[socket.socket | int] = [self._connection, line, self._alarm]
        while True:
            readable, _, _ = select.select(watched, [], [])
            if self._connection in readable:
                os.killpg(0, signal.SIGKILL)
            if self._alarm in readable:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._alarm, 4096)
                found, status = os.waitpid(process, os.WNOHANG)
                if found:
                    return os.waitstatus_to_exitcode(status)
            if line in readable:
                asked = wanted(line)
                if asked is not None:
                    self._recognise(*asked, limits)
                else:
                    watched.remove(line)

    def _recognise(self, source: int, target: int, limits: Limits) -> None:
        self._end_reader()
        engine = chosen(limits.ocr, self._program)
        if engine:
            engine.load()
            self._reader = _forked(lambda: self._serve(engine, source, target, limits))
        os.close(source)
        os.close(target)

    def _end_reader(self) -> None:
        if self._reader is not None:
            os.kill(self._reader, signal.SIGKILL)  # it is not waited for before, so the number is still its own
            os.waitpid(self._reader, 0)
            self._reader = None

    def _serve(self, engine: OcrEngine, source: int, target: int, limits: Limits) -> None:
        os.dup2(source, 0)
        os.dup2(target, 1)
        _close_all_but({self._confinement.ruleset})
        self._confinement.enter(limits, parent=self._own_id, start=engine.program is not None)
        engine.serve()

    def _parse(self, job: ParseJob, file: int, results: int, line: socket.socket) -> None:
        connection = socket.socket(fileno=results)
        _close_all_but({self._confinement.ruleset, file, results, line.fileno()})
        try:
            self._confinement.enter(job.limits, parent=self._own_id)
        except OSError as error:
            send(connection, _unconfined(job, error))
            return
        engine = chosen(job.limits.ocr, self._program)
        if engine:
            use(PictureReader(engine, OcrChannel(line).recognise))
        send(connection, _outcome(job, file))


def _forked(act: Callable[[], None]) -> int:
    """Return the id of a process that does something and ends."""
    gc.freeze()
    process = os.fork()
    if process == 0:
        _do_and_end(act)
    return process


def _do_and_end(act: Callable[[], None]) -> NoReturn:
    status = _FAILED_TO_START
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        act()
        status = 0
    finally:
        os._exit(status)


def _close_all_but(kept: set[int | None]) -> None:
    """Close what is open, but for the standard three and some."""
    for descriptor in map(int, os.listdir("/dev/fd")):  # noqa: PTH208 — numbers, not paths
        if descriptor > _STANDARD_ERROR and descriptor not in kept:
            with contextlib.suppress(OSError):  # the one that listed them is closed already
                os.close(descriptor)


def _unconfined(job: ParseJob, error: OSError) -> ParseOutcome:
    """Say why a file is not looked at."""
    problem = f"“{job.name}” was not read, because what reads it could not be confined ({error.strerror or error})"
    remedy = "Let the service or container that Footnote runs in allow it, as docs/deploy.md says"
    return ParseOutcome(error=(UnreadableDocument.__name__, problem, remedy))


def _outcome(job: ParseJob, descriptor: int) -> ParseOutcome:
    """Parse an open file."""
    error: DocumentError
    try:
        with os.fdopen(descriptor, "rb") as file:
            size = os.fstat(descriptor).st_size
            if size > job.limits.file_bytes:
                raise too_large(job.name, job.limits.file_bytes)
            data = file.read(size)
        if job.page is not None:
            return ParseOutcome(picture=page_picture(data, job.name, job.page, job.marks))
        return ParseOutcome(read(data, job.source, job.name, job.limits))
    except DocumentError as found:
        error = found
    except MemoryError:
        problem = f"“{job.name}” needs more than {job.limits.memory_bytes // 1_000_000:,} MB of memory to be read"
        error = UnreadableDocument(problem, "Divide it, or raise FOOTNOTE_MAX_PARSER_MEMORY_BYTES")
    except RecursionError:
        error = UnreadableDocument(f"“{job.name}” is nested too deeply", "Save it again in another format")
    except Exception as found:  # noqa: BLE001 — a parser's fault must cost one file, not the run
        problem = f"“{job.name}” cannot be read ({type(found).__name__}: {str(found)[:200]})"
        error = UnreadableDocument(problem, "It may be damaged: save it again, or report it")
    return ParseOutcome(error=(type(error).__name__, error.problem, error.remedy))
