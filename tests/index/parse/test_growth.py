"""That every parser's work grows with the file, whatever is in it: with four times the file by four, not by sixteen."""

import gc
import time
from contextlib import suppress

import pytest

from index.errors import DocumentError
from index.parse.formats import read
from tests.index.parse.hostile_files import FILES
from tests.index.parse.hostile_texts import FAMILIES, RUNS, Family
from tests.index.parse.markup.hostile_markup import MARKUP_FAMILIES

pytestmark = pytest.mark.slow

_BYTES, _BYTES_OF_RUNS = 120_000, 24_000
_AT_ONCE_SECONDS = 0.15
"""What takes no longer costs little at any size that is taken, also where it should grow faster."""

_LONG_SECONDS = 0.75
"""What takes longer shows how its work grows at this length already."""

_MOST_GROWTH = 8.0
"""Of the work when the file becomes four times as long: half of what a quadratic algorithm has."""

_TRIES = 3


def seconds(kind: str, data: bytes) -> float:
    """Return the computing that reading a file costs."""
    gc.disable()  # a look through all that the tests hold would come when it will
    start = time.process_time()
    with suppress(DocumentError):
        read(data, "s", f"a.{kind}")
    took = time.process_time() - start
    gc.enable()
    return took


def grows_with_its_length(name: str, family: Family, size: int) -> bool:
    """Tell whether reading a file costs little, or grows with it: at the second look, where a step lies between."""
    kind = name.partition(":")[0]
    quarter = seconds(kind, family(size // 4))
    if quarter > _LONG_SECONDS:
        return grows_with_its_length(name, family, size // 4)
    took = seconds(kind, family(size))
    if took < _AT_ONCE_SECONDS or took < _MOST_GROWTH * quarter:
        return True
    # A busy machine makes it more, and none makes it less.
    before, after = (min(seconds(kind, family(each)) for _ in range(_TRIES)) for each in (size, 4 * size))
    return after < _MOST_GROWTH * before


_ALL = FAMILIES | MARKUP_FAMILIES | FILES


@pytest.mark.parametrize("name", _ALL)
def test_the_work_for_a_hostile_file_grows_with_its_length(name: str) -> None:
    assert grows_with_its_length(name, _ALL[name], _BYTES)


@pytest.mark.parametrize("kind", RUNS)
def test_the_work_for_one_thing_again_and_again_grows_with_its_length(kind: str) -> None:
    slow = [run for run, family in RUNS[kind].items() if not grows_with_its_length(kind, family, _BYTES_OF_RUNS)]
    assert slow == []
