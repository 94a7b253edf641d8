"""Files made from the database: which generation they reach, and whether they are still what was written."""

import hashlib
import json
import math
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from index.hardening.nested_json import read_json
from index.hardening.private import open_new

__all__ = ["Damaged", "Manifest", "changed_files", "read_manifest", "sha256_of", "write_atomically", "write_manifest"]

_READ_WHOLE = 64_000_000
"""Bytes of a file whose hash is compared whenever it is opened; of a larger one the size is, and ``changed_files``
reads all of it."""


class Damaged(Exception):
    """A derived file is missing or is not what was written; the message says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a derived folder holds.

    Attributes:
        index_id: of the database that it was made from.
        generation: the last commit that it contains.
        files: hex sha256 by file name.
        sizes: of the files, in bytes; a Footnote before this one wrote none.
    """

    index_id: str
    generation: int
    files: dict[str, str]
    sizes: dict[str, int] = field(default_factory=dict)


def read_manifest(folder: Path, index_id: str, known: Manifest | None = None) -> Manifest | None:
    """Return the manifest of a folder; None when nothing was ever written there.

    Every file is compared with its size, and unless it is large, or was read before, with its hash.

    Args:
        folder: of the files.
        index_id: of the database.
        known: a manifest whose files were read, and are never written again.

    Raises:
        Damaged: the manifest or a file is missing, unreadable or changed, or belongs to another index.
    """
    if not folder.exists():
        return None
    try:
        values = read_json((folder / "manifest.json").read_bytes())
        manifest = Manifest(
            str(values["index_id"]), int(values["generation"]), dict(values["files"]), dict(values.get("sizes", {}))
        )
        seen = {} if known is None else known.files
        for name, expected in manifest.files.items():
            if not _is_sound(folder, name, manifest, -1 if seen.get(name) == expected else _READ_WHOLE):
                raise Damaged(f"{name} is not what was written")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Damaged(f"the manifest of {folder.name} cannot be used ({error})") from error
    if manifest.index_id != index_id:
        raise Damaged(f"{folder.name} belongs to another index, or to another version of Footnote")
    return manifest


def changed_files(folder: Path, manifest: Manifest) -> list[str]:
    """Return the files of a folder that are not what was written, each of which is read to its end."""
    return [name for name in manifest.files if not _is_sound(folder, name, manifest, math.inf)]


def write_manifest(
    folder: Path, index_id: str, generation: int, names: Iterable[str], known: Manifest | None = None
) -> Manifest:
    """Record the files of a folder as they are now, and return what was recorded.

    Args:
        folder: of the files.
        index_id: of the database.
        generation: that they reach.
        names: of the files.
        known: the manifest before, of files that are never written again: what has a hash there is not read.
    """
    before = {} if known is None else known.files
    files = {name: before.get(name) or sha256_of(folder / name) for name in sorted(names)}
    sizes = {name: (folder / name).stat().st_size for name in files}
    content = json.dumps({"index_id": index_id, "generation": generation, "files": files, "sizes": sizes}, indent=1)
    write_atomically(folder / "manifest.json", content.encode())
    return Manifest(index_id, generation, files, sizes)


def _is_sound(folder: Path, name: str, manifest: Manifest, read_whole: float) -> bool:
    """Tell whether a file is what was written, as far as that is looked at; raises OSError, TypeError."""
    size = (folder / name).stat().st_size
    if size != manifest.sizes.get(name, size):
        return False
    return size > read_whole or sha256_of(folder / name) == manifest.files[name]


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file so that a reader sees the old bytes or the new ones, also after a crash."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with open_new(temporary) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def sha256_of(path: Path) -> str:
    """Return the hex sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
