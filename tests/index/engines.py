"""Indexes by what holds their tables."""

import os
from pathlib import Path

from index.address import Address
from index.store import Index

__all__ = ["environment", "is_in_folder", "named"]


def named(index: Index) -> str:
    """Return what to call an index on the command line."""
    return index.place.url if isinstance(index.place, Address) else str(index.place)


def environment(index: Index) -> dict[str, str]:
    """Return what another process needs in its environment to open it as this one does."""
    return {**os.environ, "FOOTNOTE_REPLICAS": str(index.folder.parent)}


def is_in_folder(index: Index) -> bool:
    """Tell whether the folder has all of it."""
    return isinstance(index.place, Path)
