"""Where an index is: in a folder, or in a database that has an address; and where servers share a search engine."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

__all__ = ["Address", "EngineChoice", "Location", "location_of"]

_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a PostgreSQL database, as libpq takes it; in text without its password and its options.

    Attributes:
        url: ``postgresql://USER:PASSWORD@HOST:PORT/DATABASE?…``.
    """

    url: str = field(repr=False)

    def __str__(self) -> str:
        """Return it without its password and its options."""
        parts = urlsplit(self.url)
        user, at, host = parts.netloc.rpartition("@")
        return f"postgresql://{user.partition(':')[0]}{at}{host}{parts.path}"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """A search engine that servers share.

    Attributes:
        address: ``s3://BUCKET/PREFIX``, or the path of a folder.
        down: what is to be done when it cannot be used: say so, or search with indexes of this machine's own.
    """

    address: str
    down: Literal["error", "local"] = "error"


Location = Path | Address
"""The folder of an index, or the address of the database that it is in."""


def location_of(given: str | Path | Address) -> Location:
    """Return the place that somebody names: the address of a PostgreSQL database, or else a folder."""
    if isinstance(given, str) and given.startswith(_SCHEMES):
        return Address(given)
    return given if isinstance(given, Address) else Path(given)
