"""Lines of a log that repeat themselves are counted, so that nobody can fill a disk with them."""

import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["RepeatedLines", "count_repeated_lines"]

_SECONDS = 60.0
_KINDS = 256
"""That are told apart; with more, the one that came longest ago is new when it comes again."""

_NUMBER = re.compile(r"0x[0-9a-fA-F]+|\d+")
_LONGEST = 200
_SAID = "is_first_of_its_kind"


@dataclass(slots=True)
class _Kind:
    """Lines of one kind: when one was written last, and how many have come since."""

    written_at: float
    held_back: int = 0


class RepeatedLines(logging.Filter):
    """Lets the first warning or error of a kind pass, and the next one of it after a minute, which says how many came.

    Two lines are of one kind when they differ in numbers alone, have the same kind of error, and come from the same
    place. Information passes.

    Args:
        seconds: during which lines of a kind are counted.
        clock: gives seconds.
    """

    def __init__(self, seconds: float = _SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds, self._clock = seconds, clock
        self._kinds: OrderedDict[tuple[object, ...], _Kind] = OrderedDict()
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is written."""
        if record.levelno < logging.WARNING:
            return True
        # A record passes by each handler that has this filter: what was said at the first holds.
        said = record.__dict__
        if _SAID not in said:
            said[_SAID] = self._is_first(record)
        return bool(said[_SAID])

    def _is_first(self, record: logging.LogRecord) -> bool:
        name, now = _kind_of(record), self._clock()
        with self._lock:
            kind = self._kinds.pop(name, None)
            if kind is not None and now - kind.written_at < self._seconds:
                kind.held_back += 1
                self._kinds[name] = kind
                return False
            self._kinds[name] = _Kind(now)
            if len(self._kinds) > _KINDS:
                self._kinds.popitem(last=False)
        if kind is not None and kind.held_back:
            record.msg = f"{record.getMessage()} (and {kind.held_back:,} more such lines since {_ago(now, kind)})"
            record.args = None
        return True


def count_repeated_lines() -> None:
    """Let whatever writes this process's log count what repeats itself; called when the log is set up."""
    counting = RepeatedLines()
    for handler in logging.getLogger().handlers:
        handler.addFilter(counting)


def _kind_of(record: logging.LogRecord) -> tuple[object, ...]:
    words = _NUMBER.sub("#", record.getMessage()[:_LONGEST].partition("\n")[0])
    error = record.exc_info[0] if record.exc_info else None
    return record.name, record.levelno, record.pathname, record.lineno, error, words


def _ago(now: float, kind: _Kind) -> str:
    return f"{now - kind.written_at:.0f} s ago"
