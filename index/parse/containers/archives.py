"""Archives, whose members are documents of their own."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, cast

from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.containers.members import Member
from index.parse.containers.zipped import check_size, member, open_zip

__all__ = ["members_of_tar", "members_of_zip"]

_OPENERS: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {
    b"\x1f\x8b": lambda file: cast("IO[bytes]", gzip.GzipFile(fileobj=file)),
    b"BZh": lambda file: cast("IO[bytes]", bz2.BZ2File(file)),
    b"\xfd7zXZ\x00": lambda file: cast("IO[bytes]", lzma.LZMAFile(file)),  # noqa: SIM115 — the same
}


def members_of_zip(data: bytes, name: str, limits: Limits) -> Iterator[Member]:
    """Yield the files in a zip file, hidden ones left out.

    Raises:
        UnreadableDocument: it is damaged or encrypted, or becomes too large.
    """
    opened = open_zip(data, name, limits)
    for info in opened.infolist():
        if info.is_dir() or _is_hidden(info.filename):
            continue
        try:
            content = member(opened, info, name)
        except UnreadableDocument as error:
            yield Member(info.filename, b"", error)
            continue
        if content is not None:
            yield Member(info.filename, content)


def members_of_tar(data: bytes, name: str, limits: Limits) -> Iterator[Member]:
    """Yield the regular files in a tar file, compressed or not; links, devices and hidden files are left out.

    Raises:
        UnreadableDocument: it is damaged, or becomes too large.
    """
    inflated = _inflated(data, name, limits)
    try:
        with tarfile.open(fileobj=io.BytesIO(inflated), mode="r:") as opened:
            for info in opened:
                check_size(info.size, name, limits)  # a member may be mostly holes, which take no room here
                extracted = opened.extractfile(info) if info.isreg() and not _is_hidden(info.name) else None
                if extracted is not None:
                    yield Member(info.name, extracted.read())
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise UnreadableDocument(f"“{name}” is damaged ({error})", "Pack it again") from error


def _inflated(data: bytes, name: str, limits: Limits) -> bytes:
    for start, opener in _OPENERS.items():
        if data.startswith(start):
            try:
                with opener(io.BytesIO(data)) as file:
                    inflated = file.read(limits.inflated_bytes - limits.spent_bytes + 1)
            except (OSError, EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile) as error:
                raise UnreadableDocument(f"“{name}” is damaged ({error})", "Pack it again") from error
            break
    else:
        inflated = data
    check_size(len(inflated), name, limits)
    return inflated


def _is_hidden(path: str) -> bool:
    return path.startswith("__MACOSX/") or any(
        part.startswith(".") and part not in (".", "..") for part in path.split("/")
    )
