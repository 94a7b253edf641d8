"""Where the process that stays listens, and what it must have in common with a command that it answers.

Nothing heavy may be imported here.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs

__all__ = ["agreed", "lock_path", "socket_path"]

_VARIABLES = ("AWS_", "FOOTNOTE_", "LC_", "OMP_", "PG", "PYTHON", "SSL_CERT_", "XDG_")
"""How those begin that are read: by Footnote and Python, by libpq, by what reaches buckets, and by TLS."""

_NAMES = frozenset({"HOME", "LANG", "LANGUAGE", "TZ"})
_MAY_NAME_PATHS = frozenset(f"FOOTNOTE_{name}" for name in ("ENCODER", "ENGINE", "REPLICAS", "SETTINGS"))
_LONGEST = 100
"""Bytes of a Unix socket's path; Linux takes 107, macOS 103."""


def socket_path() -> Path | None:
    """Return where the socket is, or would be; None where there is no place for one that is this user's alone."""
    folder = _private_folder()
    path = None if folder is None else folder / "resident.sock"
    return path if path is not None and len(os.fsencode(path)) <= _LONGEST else None


def lock_path(socket: Path) -> Path:
    """Return the file that whoever listens there holds a lock on."""
    return socket.with_suffix(".lock")


def agreed(place: str | None) -> str:
    """Return what two processes must have alike for one to answer in the other's place, as a hash.

    That is: the interpreter and the code of these packages, by the times of its files; what is set from outside; the
    settings file, by its time and size; which index is named, by its absolute path or its address, or that none is;
    and the folder that one is in, where what is set may name something by its path from there.
    """
    told = [sys.executable, sys.version, place or ""]
    if not _MAY_NAME_PATHS.isdisjoint(os.environ) or _settings_file().exists():
        told.append(os.fspath(Path.cwd()))
    told += sorted(f"{name}={value}" for name, value in os.environ.items() if _counts(name))
    told += [_stamp(_settings_file())]
    told += sorted(_code(Path(__file__).parent.parent.parent))
    return hashlib.sha256("\0".join(told).encode(errors="surrogateescape")).hexdigest()


def _counts(name: str) -> bool:
    return name.startswith(_VARIABLES) or name in _NAMES or name.lower().endswith("_proxy")


def _settings_file() -> Path:
    named = os.environ.get("FOOTNOTE_SETTINGS")
    return Path(named) if named else platformdirs.user_config_path("footnote", appauthor=False) / "settings.toml"


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return f"{path} is not there"
    return f"{path} {found.st_mtime_ns} {found.st_size}"


def _code(root: Path) -> Iterator[str]:
    """Yield the stamps of the packages' modules and of what was trained."""
    for package in ("index", "rag", "web"):
        folders = [os.fspath(root / package)]
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(("__pycache__", ".", "static")):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.name.endswith((".py", ".npz", ".npy", ".json")):
                        found = entry.stat(follow_symlinks=False)
                        yield f"{entry.path} {found.st_mtime_ns} {found.st_size}"


def _private_folder() -> Path | None:
    """Return a folder that nobody but this user can reach, made where it is missing; None where that cannot be had."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(runtime, "footnote") if runtime else platformdirs.user_cache_path("footnote", appauthor=False) / "run"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return folder if is_own else None
