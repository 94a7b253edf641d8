"""That every parser's work grows with the file, whatever is in it: with four times the file by four, not by sixteen."""

import gc
import time
from contextlib import suppress

import pytest

from index.errors import DocumentError
from index.parse import read
from tests.index.parse.hostile_texts import FAMILIES, RUNS, Family

_BYTES, _BYTES_OF_RUNS = 64_000, 32_000
_AT_ONCE_SECONDS = 0.15
"""What takes no longer costs little at any size that is taken, also where it should grow faster."""

_MOST_GROWTH = 8.0
"""Of the work when the file becomes four times as long: half of what a quadratic algorithm has."""

_TRIES = 3


def seconds(kind: str, data: bytes) -> float:
    """Return the least that reading a file has cost: a busy machine makes it more, and none makes it less."""
    least = float("inf")
    for _ in range(_TRIES):
        start = time.process_time()
        with suppress(DocumentError):
            read(data, "s", f"a.{kind}")
        least = min(least, time.process_time() - start)
        if least < _AT_ONCE_SECONDS:
            break
        # A look through all that the tests hold would come when it will.
        gc.collect()
        gc.disable()
    gc.enable()
    return least


def grows_with_its_length(name: str, family: Family, size: int) -> bool:
    """Tell whether reading a file costs little, or grows with the file: once in a while there is a step."""
    kind = name.partition(":")[0]
    took = seconds(kind, family(size))
    if took < _AT_ONCE_SECONDS:
        return True
    shorter, longer = (seconds(kind, family(each)) for each in (size // 4, size))
    return longer < _MOST_GROWTH * shorter or seconds(kind, family(4 * size)) < _MOST_GROWTH * longer


@pytest.mark.parametrize("name", FAMILIES)
def test_the_work_for_a_hostile_file_grows_with_its_length(name: str) -> None:
    assert grows_with_its_length(name, FAMILIES[name], _BYTES)


@pytest.mark.parametrize("kind", RUNS)
def test_the_work_for_one_thing_again_and_again_grows_with_its_length(kind: str) -> None:
    slow = [run for run, family in RUNS[kind].items() if not grows_with_its_length(kind, family, _BYTES_OF_RUNS)]
    assert slow == []
