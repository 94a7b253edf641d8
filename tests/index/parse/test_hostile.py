"""What files cost that were made to cost much, and that each is refused with one clear line or read."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from index.parse import read


@contextmanager
def cpu_seconds(most: float) -> Iterator[None]:
    """Fail when what is inside computes for longer: a quadratic algorithm needs minutes where a linear one blinks."""
    start = time.process_time()
    yield
    assert time.process_time() - start < most


@pytest.mark.parametrize(
    "line",
    [
        b"<v " * 700_000,
        b"<v." * 700_000,
        b"<v.a " * 400_000,
        b"<v" + b" " * 2_000_000 + b"x",
        b"<b" * 1_000_000,
        b"<b>x" * 500_000,
        b"1" * 2_000_000,
        b"\n" + b"1" * 2_000_000,
        b"\n" + b" \t" * 1_000_000 + b"x",
        b'."""a\n' * 300_000,
        b"0:00:00.000 --> " * 100_000,
    ],
    ids=lambda line: repr(line[:8]),
)
def test_subtitles_take_time_in_proportion_to_their_length(line: bytes) -> None:
    with cpu_seconds(10):
        read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n" + line, "s", "a.vtt")
