"""A full disk, told apart from every other error of the operating system's."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import StorageFull

__all__ = ["disk_room"]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def disk_room() -> Iterator[None]:
    """Explain what goes wrong inside when that is for want of room.

    Raises:
        StorageFull: the disk is full, or takes no file of that size from this user.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull("The disk has no room for it", "Make room on the server, then send it again") from error
        raise
