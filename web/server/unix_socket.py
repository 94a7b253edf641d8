"""A Unix socket to listen on: open to one user alone, and taken over only from a server of that user's that is gone."""

import fcntl
import os
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from web.errors.tree import AddressUnavailable

__all__ = ["listening"]

_FOR_ITS_USER, _FOR_ITS_GROUP = 0o600, 0o660
_PROBE_SECONDS = 1.0


@contextmanager
def listening(path: Path, group: str | None = None) -> Iterator[socket.socket]:
    """Give a socket that listens at a path, and remove it at the end unless something else has taken its place.

    Args:
        path: of the socket; its folder must be there.
        group: whose members may open it too.

    Raises:
        AddressUnavailable: something is there that is no socket of the user's own, a server listens there, there is no
            such folder or group, or the system forbids it.
    """
    path = path.absolute()
    try:
        with _alone_in(path.parent):
            _make_way(path)
            listener = _bound(path, group)
            made = _identity(path)
    except OSError as error:
        raise AddressUnavailable(
            f"Footnote cannot listen at {path} ({error.strerror or error})",
            "Name a short path in a folder that you may write to with --socket",
        ) from error
    try:
        with listener:
            yield listener
    finally:
        with suppress(OSError):
            if _identity(path) == made:
                path.unlink()


def _bound(path: Path, group: str | None) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # The mode is there before the socket is: nobody can open it in between.
    before = os.umask(~_FOR_ITS_USER & 0o777)
    try:
        listener.bind(str(path))
    except OSError:
        listener.close()
        raise
    finally:
        os.umask(before)
    try:
        if group:
            _let_in(path, group)
        listener.listen()
    except BaseException:
        listener.close()
        path.unlink()
        raise
    return listener


def _let_in(path: Path, group: str) -> None:
    try:
        shutil.chown(path, group=group)
    except (LookupError, PermissionError) as error:
        raise AddressUnavailable(
            f"There is no group “{group}” that you belong to", "Correct FOOTNOTE_SOCKET_GROUP"
        ) from error
    path.chmod(_FOR_ITS_GROUP)


def _make_way(path: Path) -> None:
    """Remove what a server left that is gone; anything else stays, and is said."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode):
        raise AddressUnavailable(f"What lies at {path} is not a socket", "Name another path with --socket")
    if found.st_uid != os.geteuid():
        raise AddressUnavailable(f"The socket {path} is another user's", "Name another path with --socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_PROBE_SECONDS)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
        except OSError:
            # Whoever listens is busy, or the user has shut the socket: it is in use all the same.
            pass
    raise AddressUnavailable(f"A server listens at {path}", "Stop it, or name another path with --socket")


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder, so that of two servers that start at once one finds the other's socket."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _identity(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_dev, found.st_ino
