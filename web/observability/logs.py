"""The log: lines of text or of JSON on stderr, each with the id of the request that it is about."""

import datetime
import json
import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

from index.hardening.legibility import visible_line
from index.hardening.terminal import say
from web.current_request import current_request
from web.observability.request_log import ACCESS_LOG, QUESTIONS_LOG
from web.settings import ServerSettings

__all__ = ["JsonLines", "TextLines", "announce", "configure"]

_logger = logging.getLogger(__name__)

_OWN = ("footnote", "index", "rag", "web")
"""The loggers of this project's modules begin so."""


def configure(settings: ServerSettings) -> None:
    """Let everything that is logged in this process go to stderr, in one form.

    Other packages' loggers say nothing below WARNING, whatever the level: at DEBUG a client of language models writes
    down questions and evidence.
    """
    form = JsonLines if settings.log_format == "json" else TextLines
    handler = _Stderr()
    handler.setFormatter(form(with_words=settings.log_questions))
    root = logging.getLogger()
    root.handlers = [*(each for each in root.handlers if not isinstance(each, _Stderr)), handler]
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    root.setLevel(max(level, logging.WARNING))
    for name in _OWN:
        logging.getLogger(name).setLevel(level)
    for name, is_wanted in ((ACCESS_LOG, settings.logs_requests), (QUESTIONS_LOG, settings.log_questions)):
        logging.getLogger(name).setLevel(logging.INFO if is_wanted else logging.CRITICAL)
    logging.captureWarnings(capture=True)


def announce(settings: ServerSettings, text: str, level: int = logging.INFO) -> None:
    """Say on stderr what whoever started the server waits for: bare to a person, and as a line of a log in JSON."""
    if settings.log_format == "json":
        _logger.log(level, "%s", text)
    else:
        say(text if level < logging.WARNING else f"footnote: {text}", err=True)


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at that moment."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        """Write an event."""
        self.stream = sys.stderr
        super().emit(record)


_DEEPEST = 8
"""So many causes of causes are told of an error; they may go round in a circle."""


class _Lines(logging.Formatter):
    """What both forms say.

    Args:
        with_words: whether an error's own words are written, which may be a question's or a document's; without, of an
            error come its type, its trace, and the code that the system or SQLite gave it.
    """

    def __init__(self, *, with_words: bool = False) -> None:
        super().__init__()
        self._with_words = with_words

    def time(self, record: logging.LogRecord) -> str:
        """Return the moment in UTC, as ISO 8601."""
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def trace(self, record: logging.LogRecord) -> list[str]:
        """Return the lines of the trace of what went wrong; none where nothing did."""
        error = record.exc_info[1] if record.exc_info else None
        return list(self._lines_of(error)) if error else []

    def _lines_of(self, error: BaseException, depth: int = 0) -> Iterator[str]:
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        for earlier in (cause, *parts) if depth < _DEEPEST else ():
            if earlier:
                yield from self._lines_of(earlier, depth + 1)
                yield "After that:"
        for line in traceback.format_tb(error.__traceback__):
            yield from line.splitlines()
        yield f"{type(error).__qualname__}{self._said(error)}"

    def _said(self, error: BaseException) -> str:
        if self._with_words:
            return f": {error}"
        if isinstance(error, OSError) and error.strerror:
            return f": {error.strerror}"
        code = getattr(error, "sqlite_errorname", None)
        return f": {code}" if code else ""


class TextLines(_Lines):
    """A line an event: time, level, the request's id, and what happened; of an error the trace, indented.

    What could end the line, or steer a terminal that shows it, is named instead, so that nothing that is logged can
    look like another line.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        request = current_request()
        first = f"{self.time(record)} {record.levelname:<7} {request.id if request else '-'} {record.getMessage()}"
        return "\n    ".join(map(_in_line, [first, *self.trace(record)]))


class JsonLines(_Lines):
    """An object a line: time, level, logger, message, the request's id, and whatever else the event has.

    All in ASCII, so that no reader takes a line separator of Unicode for the end of a line.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the object of an event."""
        request = current_request()
        told: dict[str, Any] = {
            "time": self.time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request:
            told["request_id"] = request.id
        told |= getattr(record, "fields", {})
        if trace := self.trace(record):
            told["trace"] = "\n".join(trace)
        return json.dumps(told, default=str)


def _in_line(text: str) -> str:
    line = text.lstrip(" ")
    return text[: len(text) - len(line)] + visible_line(line)
