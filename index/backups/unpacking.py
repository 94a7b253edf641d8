"""A backup, which may come from a stranger, becomes files whose names and contents are those of an index."""

import hashlib
import re
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import StoreError
from index.hardening.nested_json import read_json
from index.hardening.private import make_folder, open_new

__all__ = ["DATABASE", "FORMAT", "MANIFEST", "SIDE_DATABASES", "Unpacked", "is_original", "unpack"]

DATABASE = "footnote.sqlite"
SIDE_DATABASES = ("history.sqlite", "uploads.sqlite")
"""Those beside the index's own: of conversations, and of what was sent in."""

MANIFEST = "manifest.json"
FORMAT = 1

_ORIGINAL = re.compile(r"originals/([0-9a-f]{2})/\1[0-9a-f]{62}")
_PIECE_BYTES = 1 << 20
_MOST_MANIFEST_BYTES = 1 << 28


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a backup held: the identity of its index, and the names of the files that were sent in."""

    index_id: str
    originals: tuple[str, ...]


def is_original(name: str) -> bool:
    """Tell whether a name in a backup is that of a file that was sent in (``index.uploads.originals``)."""
    return _ORIGINAL.fullmatch(name) is not None


def unpack(file: Path, target: Path) -> Unpacked:
    """Copy the files of a backup that an index has into an empty folder, and make sure that they are as written.

    The archive decides nothing but the bytes: neither where a file comes to lie, nor its mode, owner or kind. A file of
    another name is passed over.

    Raises:
        StoreError: it is no backup, is damaged, or holds what none has: a link, a device, a name twice.
    """
    try:
        with tarfile.open(file, "r:") as archive:
            hashes = {name: _copied(archive, info, target / name) for name, info in _members(archive, file)}
        manifest = read_json((target / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT:
            raise StoreError(f"{file} was made by a later Footnote", "Use that one to restore it")
        return _checked(file, manifest, {name: sha256 for name, sha256 in hashes.items() if name != MANIFEST})
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"{file} is not a backup that can be read ({error})", "Give a file of “footnote backup”"
        ) from error


def _members(archive: tarfile.TarFile, file: Path) -> Iterator[tuple[str, tarfile.TarInfo]]:
    """Yield the regular files of the names that a backup has, each once."""
    seen: set[str] = set()
    end = 0
    for info in archive:
        # A size below nothing would lead back to where the reading has been, without end.
        is_regular = info.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not info.issparse() and info.size >= 0
        if not is_regular or info.offset < end or info.name in seen:
            raise StoreError(
                f"{file} holds “{info.name}”, which no backup holds: a link, a device, a sparse file or a name twice",
                "Do not use it",
            )
        seen.add(info.name)
        end = info.offset_data + info.size
        if info.name in (DATABASE, MANIFEST, *SIDE_DATABASES) or is_original(info.name):
            if info.name == MANIFEST and info.size > _MOST_MANIFEST_BYTES:
                raise ValueError("its list of files is too long")
            yield info.name, info


def _copied(archive: tarfile.TarFile, info: tarfile.TarInfo, path: Path) -> str:
    """Copy a member's bytes, as many as its header says, and return their hex sha256."""
    make_folder(path.parent)
    digest, left = hashlib.sha256(), info.size
    source = archive.extractfile(info)
    if source is None:
        raise ValueError(f"{info.name} is no file")
    with closing(source), open_new(path) as target:
        while left and (piece := source.read(min(left, _PIECE_BYTES))):
            digest.update(piece)
            target.write(piece)
            left -= len(piece)
    if left:
        raise ValueError(f"{info.name} is cut off")
    return digest.hexdigest()


def _checked(file: Path, manifest: dict[str, Any], hashes: dict[str, str]) -> Unpacked:
    """Compare what was copied with the manifest."""
    listed = {name: sha256 for name, sha256 in manifest["files"].items() if name in hashes or _is_known(name)}
    if DATABASE not in listed:
        raise StoreError(f"{file} holds no index", "Give a file of “footnote backup”")
    originals = tuple(name for name in listed if is_original(name))
    for name in {*listed, *hashes}:
        is_what_its_name_says = name not in originals or name.endswith(f"/{hashes.get(name)}")
        if hashes.get(name) != listed.get(name) or not is_what_its_name_says:
            raise StoreError(f"The backup {file} is damaged: {name} is not what was written", "Use another one")
    return Unpacked(str(manifest["index_id"]), originals)


def _is_known(name: str) -> bool:
    return name in (DATABASE, *SIDE_DATABASES) or is_original(name)
