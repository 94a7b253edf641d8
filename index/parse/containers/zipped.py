"""Zip files, of which nothing is unpacked that would become too large."""

import io
import zipfile

from index.errors import UnreadableDocument
from index.limits import Limits

__all__ = ["COMPOUND_FILE", "check_size", "member", "open_zip"]

_MOST_MEMBERS = 100_000
COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
"""How encrypted Office files begin, and those from before 2007."""


def open_zip(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """Open a zip file after a look at what it says it holds; zipfile reads no more of a member than that.

    Raises:
        UnreadableDocument: it is damaged or encrypted, or holds more than allowed.
    """
    if data.startswith(COMPOUND_FILE):
        raise UnreadableDocument(
            f"“{name}” needs a password, or is of an old format under a new name", "Save it without a password"
        )
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        members = opened.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise UnreadableDocument(f"“{name}” is damaged ({error})", "Save it again from its program") from error
    if len(members) > _MOST_MEMBERS:
        raise UnreadableDocument(f"“{name}” holds more than {_MOST_MEMBERS:,} files", "Unpack it yourself")
    check_size(sum(each.file_size for each in members), name, limits)
    return opened


def check_size(inflated_bytes: int, name: str, limits: Limits) -> None:
    """See that a file may become as large as this, after what was unpacked before it.

    Raises:
        UnreadableDocument: it may not.
    """
    if limits.spent_bytes + inflated_bytes > limits.inflated_bytes:
        what = f"“{name}”, with what was unpacked before it," if limits.spent_bytes else f"“{name}”"
        raise UnreadableDocument(
            f"{what} becomes larger than {limits.inflated_bytes // 1_000_000:,} MB when it is unpacked",
            "Unpack it yourself, or raise FOOTNOTE_MAX_INFLATED_BYTES",
        )


def member(opened: zipfile.ZipFile, path: str | zipfile.ZipInfo, name: str) -> bytes | None:
    """Return the bytes of a member; None for an unknown name.

    Raises:
        UnreadableDocument: it is damaged or encrypted.
    """
    try:
        return opened.read(path)
    except KeyError:
        return None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise UnreadableDocument(
            f"“{getattr(path, 'filename', path)}” in “{name}” is damaged ({error})", "Save it again"
        ) from error
