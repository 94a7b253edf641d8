"""What repeats itself in the log is counted, and what is new is written."""

import io
import logging
from collections.abc import Iterator

import pytest

from web.server.repeated_lines import RepeatedLines


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO, Clock]]:
    """A logger of its own with two handlers, of which one is read."""
    logger, written, clock = logging.getLogger("tests.repeated_lines"), io.StringIO(), Clock()
    logger.propagate = False
    logger.setLevel(logging.INFO)
    counting = RepeatedLines(clock=clock)
    handlers = [logging.StreamHandler(io.StringIO()), logging.StreamHandler(written)]
    for handler in handlers:
        handler.addFilter(counting)
        logger.addHandler(handler)
    yield logger, written, clock
    for handler in handlers:
        logger.removeHandler(handler)


Log = tuple[logging.Logger, io.StringIO, Clock]


def warn(logger: logging.Logger, text: str) -> None:
    logger.warning("%s", text)


def test_lines_of_one_kind_are_written_once_a_minute_with_their_number(log: Log) -> None:
    logger, written, clock = log
    for number in range(1_000):
        warn(logger, f"connection {number} cannot be accepted")
    warn(logger, "the disk is full")
    clock.now += 61
    for number in range(3):
        warn(logger, f"connection {number} cannot be accepted")
    assert written.getvalue().splitlines() == [
        "connection 0 cannot be accepted",
        "the disk is full",
        "connection 0 cannot be accepted (and 999 more such lines since 61 s ago)",
    ]


def test_information_is_never_held_back(log: Log) -> None:
    logger, written, _ = log
    for _ in range(3):
        logger.info("GET /")
    assert written.getvalue().splitlines() == ["GET /"] * 3


def test_an_error_of_another_kind_is_another_line(log: Log) -> None:
    logger, written, _ = log
    for kind in (KeyError, ValueError, KeyError):
        try:
            raise kind("lamp")
        except (KeyError, ValueError):
            logger.exception("it failed")
    assert written.getvalue().count("it failed") == 2


def test_there_is_no_end_to_kinds_and_there_is_to_memory(log: Log) -> None:
    logger, _, _ = log
    [counting] = logger.handlers[0].filters
    assert isinstance(counting, RepeatedLines)
    for number in range(2_000):
        warn(logger, "".join(chr(ord("a") + int(digit)) for digit in str(number)))
    assert len(counting._kinds) <= 256
