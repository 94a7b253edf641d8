"""LanceDB at an address, and in words what goes wrong there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import lancedb

from index.errors import EngineUnreachable

__all__ = ["connected", "explained"]

_PATIENCE = {"connect_timeout": "3s", "timeout": "20s", "client_max_retries": "2", "client_retry_timeout": "10"}
"""How long a bucket is waited for; LanceDB itself would for minutes."""


def connected(address: str) -> Any:
    """Return the database of LanceDB's in a bucket or a folder."""
    return lancedb.connect(address, storage_options=dict(_PATIENCE) if "://" in address else None)


@contextmanager
def explained(address: str) -> Iterator[None]:
    """Say of what goes wrong what to do about it; LanceDB raises whatever its parts do."""
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        reason = str(error).strip().split("\n", 1)[0][:300]
        raise EngineUnreachable(
            f"The search engine at {address} cannot be used ({reason})",
            "See that it is there, that this machine may read it, and that “footnote follow” or “footnote work” runs",
        ) from error
