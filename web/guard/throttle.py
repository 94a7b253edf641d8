"""Throttles guessing the key: a place that tries many wrong ones waits, and nobody waits for another place's tries."""

import hashlib
import ipaddress
import logging
import math
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

__all__ = ["CROWD", "LONGEST_SECONDS", "PLACES", "TRIES", "Throttle"]

TRIES = 10
"""Wrong keys that a place may offer before it has to wait; while a crowd guesses, one."""
CROWD = 100
"""Wrong keys within a minute, from wherever they come, that are taken for a crowd that guesses."""
LONGEST_SECONDS = 60
PLACES = 4_096
"""Places of which something is remembered, of each kind; of further ones the least recent is forgotten."""

_CROWD_SECONDS = 60
_FORGOTTEN_AFTER_SECONDS = 900
_KNOWN_FOR_SECONDS = 86_400
_KEYS_REMEMBERED = 16
_DIGEST_BYTES = 8

_logger = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(slots=True)
class _Guesser:
    """What is known of a place that offered wrong keys; the keys themselves are not kept."""

    seen: deque[bytes] = field(default_factory=lambda: deque(maxlen=_KEYS_REMEMBERED))
    wrong: int = 0
    last: float = 0.0
    until: float = 0.0


class Throttle:
    """Counts wrong keys by place, in bounded memory, and tells who has to wait before another key is looked at.

    A place is an address, of IPv6 the 64 bits that a household has. It may offer ``TRIES`` wrong keys, then waits 2 s
    before the next is looked at, then 4, at last ``LONGEST_SECONDS``. The same wrong key again is no guess: a program
    that still has yesterday's holds nobody up.

    A key that is not looked at cannot pass, so the right one waits too; else whoever guesses would only have to ignore
    the refusals. It never waits for others' tries at other places, however many there are, and a place that the right
    key came from within a day never waits: nobody behind the same router can lock out those who work there. That
    neighbour may guess on; against that, as against a thousand places at once, stands a long key.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._guessers: OrderedDict[str, _Guesser] = OrderedDict()
        self._known: OrderedDict[str, float] = OrderedDict()
        self._lately: deque[float] = deque(maxlen=CROWD)

    def wait_seconds(self, address: str) -> int:
        """Return how long no key from an address is looked at; 0 when one may be offered."""
        place = _place(address)
        if self._is_known(place):
            return 0
        guesser = self._guessers.get(place)
        return max(math.ceil(guesser.until - self._clock()), 0) if guesser else 0

    def right(self, address: str) -> None:
        """Note that the right key came from an address."""
        _put(self._known, _place(address), self._clock())

    def wrong(self, address: str, key: bytes) -> None:
        """Note that a wrong key came from an address, and log it; of a flood ever fewer lines."""
        now, place = self._clock(), _place(address)
        guesser = self._guessers.get(place)
        if guesser is None or now - guesser.last > _FORGOTTEN_AFTER_SECONDS:
            guesser = _Guesser()
        _put(self._guessers, place, guesser)
        guesser.last = now
        digest = hashlib.blake2b(key, key=self._salt, digest_size=_DIGEST_BYTES).digest()
        if digest in guesser.seen:
            return
        guesser.seen.append(digest)
        guesser.wrong += 1
        self._lately.append(now)
        over = guesser.wrong - (1 if self._is_crowded(now) else TRIES)
        if over >= 0:
            guesser.until = now + min(2.0 ** min(over + 1, LONGEST_SECONDS), LONGEST_SECONDS)
        if guesser.wrong <= TRIES or guesser.wrong.bit_count() == 1:
            _logger.warning("a wrong API key came from %s (%d of them so far)", address, guesser.wrong)

    def _is_known(self, place: str) -> bool:
        return self._clock() - self._known.get(place, -math.inf) < _KNOWN_FOR_SECONDS

    def _is_crowded(self, now: float) -> bool:
        return len(self._lately) == CROWD and now - self._lately[0] < _CROWD_SECONDS


def _put(remembered: OrderedDict[str, T], place: str, what: T) -> None:
    remembered[place] = what
    remembered.move_to_end(place)
    if len(remembered) > PLACES:
        remembered.popitem(last=False)


def _place(address: str) -> str:
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    if number.version == 4:
        return str(number)
    if number.ipv4_mapped:
        return str(number.ipv4_mapped)
    return str(ipaddress.ip_network((number.packed, 64), strict=False))
