"""A full disk is told apart from other errors."""

import errno

import pytest

from index.errors import IndexDamaged, StorageFull
from index.uploads.disk_room import disk_room


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OSError(errno.EFBIG, "File too large"),
    ],
)
def test_want_of_room_is_said(error: Exception) -> None:
    with pytest.raises(StorageFull, match="no room"), disk_room():
        raise error


@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, "no"), IndexDamaged("A", "B"), ValueError("C")])
def test_any_other_error_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, disk_room():
        raise error
    assert raised.value is error
